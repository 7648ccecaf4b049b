"""The payments compliance notice of section 69 of the Procurement Act 2023, as regulation 38(2) of the Procurement
Regulations 2024 asks for it, and the older table of regulation 113 of the Public Contracts Regulations 2015. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from shirehall.capabilities.measures.api import Column, Drawn, Row
from shirehall.casework.api import local_date
from shirehall.departments.finance.figures.paid import WITHIN_DAYS, PaidInvoice, tally
from shirehall.departments.finance.figures.periods import Period
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.design.formats import day, percent, pounds


@dataclass(frozen=True, slots=True)
class Notice:
    """What the notice says of one council and one reporting period. Shares are of one, None where there was nothing.
    `payable` are the sums that became payable in the period, `unpaid` those of them not paid within it; amounts are
    pence."""

    period: Period
    paid: int
    paid_amount: int
    mean_days: float | None
    within_30: float | None
    within_60: float | None
    later: float | None
    payable: int
    payable_amount: int
    unpaid: int
    unpaid_amount: int
    on_time: float | None
    interest: int

    @property
    def unpaid_share(self) -> float | None:
        """The share of the sums that became payable which were not paid within the period."""
        return self.unpaid / self.payable if self.payable else None

    @property
    def publish_by(self) -> date:
        """The last day for publishing: 30 days beginning with the last day of the period."""
        return self.period.last_on + timedelta(days=29)


def payable_on(received_on: date, due_on: date | None) -> date:
    """When section 68(2) has a sum paid: 30 days after the invoice came or, where it says a later day, then."""
    latest = received_on + timedelta(days=WITHIN_DAYS)
    return max(latest, due_on) if due_on else latest


def notice_of(period: Period, paid: Iterable[PaidInvoice], payable: Iterable[Invoice], *, on: date) -> Notice:
    """Reckon a notice. `paid` are the invoices paid in the period, `payable` those that may have become payable.
    Nothing became payable after `on`, the day on which it is reckoned."""
    rows = list(paid)
    whole = tally(rows)
    due = [each for each in payable if period.holds(_payable_on(each)) and _payable_on(each) <= on]
    unpaid = [each for each in due if each.paid_on is None or each.paid_on > period.last_on]
    on_time = sum(each.paid_on <= payable_on(each.received_on, each.due_on) for each in rows)
    return Notice(
        period=period, paid=whole.count, paid_amount=whole.amount, mean_days=whole.mean_days,
        within_30=whole.share(whole.within_30), within_60=whole.share(whole.within_60 - whole.within_30),
        later=whole.share(whole.count - whole.within_60), payable=len(due),
        payable_amount=sum(each.gross or 0 for each in due), unpaid=len(unpaid),
        unpaid_amount=sum(each.gross or 0 for each in unpaid), on_time=whole.share(on_time), interest=whole.interest,
    )  # fmt: skip


def as_table(notice: Notice, body: str) -> Drawn:
    """The notice as a table: what regulation 38(2) asks for, its place in it, and the figure."""
    mean = "" if notice.mean_days is None else f"{notice.mean_days:.1f}"
    rows = (
        Row("authority", ("38(2)(a)", _("Contracting authority"), body)),
        Row("first_on", ("38(2)(b)", _("First day of the reporting period"), day(notice.period.first_on))),
        Row("last_on", ("38(2)(b)", _("Last day of the reporting period"), day(notice.period.last_on))),
        Row("mean_days", ("38(2)(c)(i)", _("Average number of days taken to pay"), mean)),
        Row("within_30", ("38(2)(c)(ii)(aa)", _("Paid within 30 days"), _percent(notice.within_30))),
        Row("within_60", ("38(2)(c)(ii)(bb)", _("Paid in 31 to 60 days"), _percent(notice.within_60))),
        Row("later", ("38(2)(c)(ii)(cc)", _("Paid in 61 days or more"), _percent(notice.later))),
        Row(
            "unpaid",
            (
                "38(2)(d)",
                _("Became payable in the period and not paid within it"),
                _percent(notice.unpaid_share),
            ),
        ),
        Row("statement", ("38(2)(e)", _("Approved by the officer responsible for finances"), _("To be signed"))),
        Row("paid", ("", _("Number of payments"), str(notice.paid))),
        Row("paid_amount", ("", _("Sum paid"), pounds(notice.paid_amount))),
        Row("payable_amount", ("", _("Sum that became payable"), pounds(notice.payable_amount))),
        Row("unpaid_amount", ("", _("Of that, not paid within the period"), pounds(notice.unpaid_amount))),
        Row("on_time", ("s.68(2)", _("Paid within 30 days, or when due if later"), _percent(notice.on_time))),
    )  # fmt: skip
    columns = (
        Column("place", _("Regulation")),
        Column("what", _("What it asks for")),
        Column("is", _("Figure")),
    )
    text = _("%(share)s were paid within 30 days; it took %(days)s days on average.") % {
        "share": _percent(notice.within_30) or "–", "days": mean or "–",
    }  # fmt: skip
    return Drawn(text, columns, rows)


def as_older_table(years: Iterable[tuple[Period, Iterable[PaidInvoice]]]) -> Drawn:
    """The table of regulation 113(7): by year, the share paid within 30 days and the interest liable for."""
    rows = []
    for period, paid in years:
        whole = tally(paid)
        rows.append(
            Row(period.code, (period.label, whole.count, whole.share(whole.within_30), whole.interest))
        )
    columns = (
        Column("year", _("Year from April")), Column("paid", _("Paid"), "number"),
        Column("within_30_days", _("Paid within 30 days"), "percent"),
        Column("interest_liable", _("Interest that suppliers could claim"), "money"),
    )  # fmt: skip
    text = _("For contracts from before 24 February 2025.")
    return Drawn(text, columns, tuple(rows))


def _payable_on(invoice: Invoice) -> date:
    return payable_on(local_date(invoice.received_at), invoice.due_date)


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share)
