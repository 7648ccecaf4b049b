"""Invoices as screens ask for them: by number, by reason and age, by words."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet

from shirehall.departments.finance.invoices.access import visible_invoices
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException, PayingStop
from shirehall.departments.finance.registers.api import invoice_key
from shirehall.partnership.api import Officer


def invoices_of(officer: Officer, on: date) -> QuerySet[Invoice]:
    """The invoices that an officer may see, newest first, each with its supplier and file."""
    return Invoice.objects.filter(visible_invoices(officer, on)).select_related("supplier", "file", "case")


def matching(words: str) -> Q:
    """The condition for what somebody typed to find an invoice: its number, an order's, our reference, the
    supplier's name or code, or an amount."""
    text = " ".join(words.split())
    if not text:
        return Q()
    found = (
        Q(supplier__name__icontains=text) | Q(supplier_name__icontains=text) | Q(supplier__code__iexact=text)
    )
    found |= Q(po_number__iexact=text) | Q(order__number__iexact=text) | Q(case__reference__iexact=text)
    if key := invoice_key(text):
        found |= Q(number_key=key)
    amount = text.replace("£", "").replace(",", "")
    pounds, _point, pence = amount.partition(".")
    if pounds.isdigit() and len(pounds) < 10 and (not pence or (pence.isdigit() and len(pence) <= 2)):
        found |= Q(gross=int(pounds) * 100 + int((pence or "0").ljust(2, "0")))
    return found


def counts_by_check(found: QuerySet[Invoice]) -> Mapping[str, int]:
    """How many invoices wait at each row of the decision."""
    rows = (
        found.filter(state=Invoice.State.WITH_PERSON)
        .order_by()
        .values("failed_check")
        .annotate(count=Count("pk"))
    )
    return {row["failed_check"]: row["count"] for row in rows}


def open_exception(invoice: Invoice) -> InvoiceException | None:
    """What is asked about an invoice now."""
    return InvoiceException.objects.filter(invoice=invoice, ended_at=None).first()


def stops_in_force(authority: str | None = None) -> QuerySet[PayingStop]:
    """Where paying is stopped; for one council, with what is stopped for all."""
    found = PayingStop.objects.filter(ended_at=None)
    return found if authority is None else found.filter(Q(authority="") | Q(authority=authority))
