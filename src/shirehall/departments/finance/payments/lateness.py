"""Which payments are late, and the statutory interest that is owed on each. Nothing is paid by this."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.db.models import Q

from shirehall.casework.api import local_date
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.interest import SHIPPED, BaseRates, Interest, due_on, reckon
from shirehall.departments.finance.payments.models import Payment, PaymentItem
from shirehall.departments.finance.payments.settings import PaymentSettings

MOST_SHOWN = 500
_LOOKED_BACK = timedelta(days=365)
_UNPAID = (Invoice.State.WITH_PERSON, Invoice.State.APPROVED, Invoice.State.IN_RUN, Invoice.State.PART_PAID)


@dataclass(frozen=True, slots=True)
class Late:
    """A late invoice and what is owed for it, reckoned to the day it was paid, or to today."""

    invoice: Invoice
    interest: Interest


def current_rates() -> BaseRates:
    """The table of base rates that is in force here. Raises ValueError."""
    return _rates(PaymentSettings.current().base_rates or SHIPPED)


@lru_cache(maxsize=4)
def _rates(path: Path) -> BaseRates:
    return BaseRates.read(path)


def interest_on(
    invoice: Invoice, *, until: date, rates: BaseRates, paid: Iterable[tuple[date, int]]
) -> Interest | None:
    """What is owed on an invoice until a day; None where it is not late, or owes nothing."""
    if invoice.is_credit or not invoice.gross:
        return None
    days = invoice.supplier.payment_days if invoice.supplier else 30
    due = due_on(local_date(invoice.received_at), days, invoice.due_date)
    return reckon(invoice.gross - invoice.discount, due=due, until=until, rates=rates, paid=[*paid])


def late_payments(councils: Collection[str], on: date) -> tuple[list[Late], bool]:
    """The late invoices of these councils, those not paid yet first and the longest first in each; and whether there
    are more than are shown. What was paid late is shown for a year."""
    rates = current_rates()
    rows = Invoice.objects.filter(
        authority__in=list(councils), is_credit=False, gross__gt=0, supplier__isnull=False
    )
    # Nothing is late before the days that were agreed; those who agreed none have 30.
    unpaid = Q(state__in=_UNPAID, received_at__date__lt=on)
    wanted = rows.filter(unpaid | Q(state=Invoice.State.PAID, paid_on__gte=on - _LOOKED_BACK))
    found: list[Late] = []
    invoices = list(
        wanted.select_related("supplier", "case").order_by("received_at", "pk")[: MOST_SHOWN * 20]
    )
    parts = _paid_parts([each.pk for each in invoices])
    for invoice in invoices:
        until = invoice.paid_on or on
        owed = interest_on(invoice, until=until, rates=rates, paid=parts.get(invoice.pk, ()))
        if owed is not None:
            found.append(Late(invoice, owed))
    found.sort(key=lambda each: (each.invoice.paid_on is not None, -each.interest.days, each.invoice.pk))
    return found[:MOST_SHOWN], len(found) > MOST_SHOWN


def paid_parts(invoice: Invoice) -> list[tuple[date, int]]:
    """What was paid of an invoice, by day, in pence."""
    return _paid_parts([invoice.pk]).get(invoice.pk, [])


def _paid_parts(numbers: Collection[int]) -> dict[int, list[tuple[date, int]]]:
    parts: dict[int, list[tuple[date, int]]] = {}
    rows = PaymentItem.objects.filter(payment__state=Payment.State.SENT, is_open=False, invoice__in=numbers)
    for invoice, on, amount in rows.values_list("invoice", "payment__run__pay_on", "amount"):
        parts.setdefault(invoice, []).append((on, amount))
    return parts
