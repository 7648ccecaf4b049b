"""Who may open an invoice here, and what they may do. Every view of an invoice comes through here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from shirehall.casework.api import local_date
from shirehall.departments.finance.invoices.api import (
    is_asked,
    may_answer,
    may_see,
    may_work,
    open_exception,
)
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.partnership.api import Officer, may, officer_of, queue


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice that an officer has before them. `at` is now; `asked`: the open question is for them, in person or
    for somebody whom they stand in for; `in_team`: they work in the team whose queue it waits in."""

    officer: Officer
    invoice: Invoice
    at: datetime
    question: InvoiceException | None
    works: bool
    answers: bool
    asked: bool
    in_team: bool

    @property
    def by(self) -> str:
        """The officer's code, as records keep it."""
        return self.officer.email

    @property
    def on(self) -> date:
        """Today, in London."""
        return local_date(self.at)

    @property
    def is_open(self) -> bool:
        """Whether fields and lines may still be put right: it is in no payment run, not paid and not rejected."""
        return self.invoice.state in (Invoice.State.WITH_PERSON, Invoice.State.APPROVED)

    @property
    def waits(self) -> bool:
        """Whether it waits for somebody."""
        return bool(self.invoice.state == Invoice.State.WITH_PERSON)

    def need(self, allowed: bool) -> None:
        """Raises PermissionDenied where it is not."""
        if not allowed:
            raise PermissionDenied


def open_invoice(request: HttpRequest, reference: str) -> OpenInvoice:
    """An invoice by its reference. Http404 where there is none, or none that the officer may see: the two look the
    same."""
    officer, at = officer_of(request), timezone.now()
    related = (
        "case", "file__document", "supplier", "order__budget_code", "agreement__budget_code", "case__assigned_to",
        "case__service_version",
    )  # fmt: skip
    invoice = Invoice.objects.select_related(*related).filter(case__reference=reference).first()
    on = local_date(at)
    if invoice is None or not may_see(officer, invoice, on):
        raise Http404
    return OpenInvoice(
        officer=officer, invoice=invoice, at=at, question=open_exception(invoice), works=may_work(officer, invoice),
        answers=may_answer(officer, invoice, on), asked=is_asked(officer, invoice, on),
        in_team=_in_team(officer, invoice),
    )  # fmt: skip


def _in_team(officer: Officer, invoice: Invoice) -> bool:
    found = queue(invoice.queue) if invoice.queue else None
    return found is not None and may(officer, "work_invoice", team=found.team, authority=invoice.authority)
