"""The rows behind the figures, read along indexes and within a period."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Min

from shirehall.casework.api import local_date
from shirehall.departments.finance.figures.paid import PaidInvoice
from shirehall.departments.finance.figures.periods import Period
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.design.formats import LONDON

MOST = 200_000
_LONGEST_TERMS = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Asked:
    """How long a queue had an invoice. `hours` from the question to its end."""

    queue: str
    hours: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many invoices wait in a queue now, and since when the oldest of them."""

    queue: str
    count: int
    oldest_at: datetime


def paid_invoices(period: Period, authorities: Collection[str]) -> list[PaidInvoice]:
    """The invoices, not the credit notes, that were paid in a period, at most 200,000."""
    rows = Invoice.objects.filter(
        paid_on__gte=period.first_on, paid_on__lte=period.last_on, authority__in=authorities, is_credit=False
    )
    found = rows.order_by("paid_on", "id").values_list(
        "authority", "file__channel", "received_at", "approved_at", "due_date", "paid_on", "by_machine",
        "handled_because", "paid_amount", "discount", "interest",
    )[:MOST]  # fmt: skip
    return [
        PaidInvoice(
            authority=row[0], channel=row[1], received_on=local_date(row[2]),
            approved_on=local_date(row[3]) if row[3] else None, due_on=row[4], paid_on=row[5] or period.last_on,
            by_machine=row[6], handled_because=row[7], amount=row[8], discount=row[9], interest=row[10],
        )
        for row in found.iterator(chunk_size=2000)
    ]  # fmt: skip


def asked_of_roles(period: Period, authorities: Collection[str]) -> list[Asked]:
    """How long each queue had those invoices that were paid in a period."""
    rows = InvoiceException.objects.filter(
        invoice__paid_on__gte=period.first_on, invoice__paid_on__lte=period.last_on,
        invoice__authority__in=authorities, ended_at__isnull=False,
    )  # fmt: skip
    found = rows.order_by("id").values_list("queue", "asked_at", "ended_at")[:MOST]
    return [
        Asked(queue, max(0.0, ((ended or asked) - asked).total_seconds() / 3600))
        for queue, asked, ended in found.iterator(chunk_size=2000)
    ]


def waiting_now(authorities: Collection[str]) -> Sequence[Waiting]:
    """What waits for people, by queue. Only what waits is looked at, never what is done."""
    rows = Invoice.objects.filter(state=Invoice.State.WITH_PERSON, authority__in=authorities)
    counted = rows.order_by("queue").values("queue").annotate(count=Count("id"), oldest=Min("received_at"))
    return [Waiting(each["queue"], each["count"], each["oldest"]) for each in counted]


def payable_between(period: Period, authorities: Collection[str]) -> list[Invoice]:
    """The invoices that may have become payable in a period: those that came up to 400 days before its end."""
    start = _start(period) - _LONGEST_TERMS
    rows = Invoice.objects.filter(
        received_at__gte=start, received_at__lt=_end(period), authority__in=authorities, is_credit=False
    ).exclude(state=Invoice.State.REJECTED)
    fields = ("received_at", "due_date", "paid_on", "gross", "state", "is_credit")
    return list(rows.order_by("received_at", "id").only(*fields)[:MOST])


def _start(period: Period) -> datetime:
    return datetime.combine(period.first_on, time(0), tzinfo=LONDON)


def _end(period: Period) -> datetime:
    return datetime.combine(period.last_on + timedelta(days=1), time(0), tzinfo=LONDON)
