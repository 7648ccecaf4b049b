"""Who may open the pages of payments. Every view comes through here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from shirehall.casework.api import local_date
from shirehall.departments.finance.invoices.api import visible_invoices
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.models import PaymentRun
from shirehall.departments.finance.payments.rules import ACTS, STOP, councils_for, may_act, visible_runs
from shirehall.partnership.api import Officer, officer_of

_SEE = (*ACTS, STOP, "see_invoice")


@dataclass(frozen=True)
class Payer:
    """An officer before the payment runs. `councils` are those whose runs they may see; `at` is now."""

    officer: Officer
    councils: tuple[str, ...]
    at: datetime

    @property
    def on(self) -> date:
        """Today, in London."""
        return local_date(self.at)

    def may(self, action: str, authority: str) -> bool:
        """Whether the officer's role allows it for a council."""
        return may_act(self.officer, action, authority)

    def opens(self, invoices: Iterable[int]) -> set[int]:
        """Which of these invoices, by their primary keys, the officer may open. One query."""
        rows = Invoice.objects.filter(visible_invoices(self.officer, self.on), pk__in=list(invoices))
        return set(rows.values_list("pk", flat=True))

    def councils_to(self, action: str) -> list[str]:
        """The councils for which the officer's role allows it."""
        return councils_for(self.officer, [action])


def payer_of(request: HttpRequest) -> Payer:
    """The officer. Raises Http404 for one who may see no run of any council."""
    officer = officer_of(request)
    councils = tuple(councils_for(officer, _SEE))
    if not councils:
        raise Http404
    return Payer(officer, councils, timezone.now())


def open_run(request: HttpRequest, number: int) -> tuple[Payer, PaymentRun]:
    """A run by its primary key. Http404 where there is none, or none that the officer may see: they look the same."""
    payer = payer_of(request)
    run = visible_runs(payer.officer).filter(pk=number).first()
    if run is None:
        raise Http404
    return payer, run
