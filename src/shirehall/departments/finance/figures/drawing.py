"""The figures, each worked out of the rows of a period: a sentence, a table, a drawing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from shirehall.capabilities.measures.api import Column, Drawn, Row
from shirehall.departments.finance.figures.paid import PaidInvoice, Tally, tallies, tally
from shirehall.departments.finance.figures.queries import Asked
from shirehall.departments.finance.figures.words import Words
from shirehall.design.charts import Bar, Line, bar_chart, line_charts
from shirehall.design.formats import number, percent, pounds


@dataclass(frozen=True, slots=True)
class Behind:
    """What figures are worked out of."""

    paid: Sequence[PaidInvoice]
    asked: Sequence[Asked] = ()
    words: Words = field(default_factory=Words)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its code in addresses, its heading, what it counts, and how it is drawn."""

    code: str
    label: str | Promise
    definition: str | Promise
    draw: Callable[[Behind], Drawn]


def _speed_columns(first: str) -> tuple[Column, ...]:
    return (
        Column("what", first), Column("paid", _("Paid"), "number"),
        Column("approved_same_day", _("Approved the same day"), "percent"),
        Column("paid_same_day", _("Paid the same day"), "percent"),
        Column("within_5_working_days", _("Within 5 working days"), "percent"),
        Column("within_30_days", _("Within 30 days"), "percent"),
        Column("days_on_average", _("Days on average"), "number"),
    )  # fmt: skip


def _speed_row(code: str, label: str, of: Tally) -> Row:
    mean = round(of.mean_days, 1) if of.mean_days is not None else None
    return Row(
        code,
        (label, of.count, of.share(of.approved_same_day), of.share(of.same_day), of.share(of.within_5),
         of.share(of.within_30), mean),
    )  # fmt: skip


def _speed(
    behind: Behind, by: Callable[[PaidInvoice], str], word: Callable[[str], str], first: str, name: str
) -> Drawn:
    if not behind.paid:
        return _nothing()
    whole, parts = tally(behind.paid), tallies(behind.paid, by)
    rows = tuple(_speed_row(code, word(code), each) for code, each in parts.items())
    text = _("%(count)s were paid: %(share)s within 5 working days, %(thirty)s within 30 days.") % {
        "count": number(whole.count), "share": _share(whole, whole.within_5), "thirty": _share(whole, whole.within_30),
    }  # fmt: skip
    title = _("Share paid within 5 working days")
    svg = _bars(name, title, text, {word(code): (each.within_5, each.count) for code, each in parts.items()})
    return Drawn(text, _speed_columns(first), rows, svg)


def by_month(behind: Behind) -> Drawn:
    """How soon invoices were paid, by the month of payment."""
    drawn = _speed(
        behind, lambda each: f"{each.paid_on:%Y-%m}", lambda code: code, _("Month of payment"), "by_month"
    )
    parts = tallies(behind.paid, lambda each: f"{each.paid_on:%Y-%m}")
    if len(parts) < 2:
        return drawn
    points = [(code, 100 * (each.share(each.within_5) or 0)) for code, each in parts.items()]
    title = _("Share paid within 5 working days, in per cent")
    line = [Line(title, points)]
    svg = line_charts(id="chart-by_month", title=title, text=drawn.sentence, lines=line, columns=1)
    return Drawn(drawn.sentence, drawn.columns, drawn.rows, svg)


def by_council(behind: Behind) -> Drawn:
    """How soon invoices were paid, by council."""
    return _speed(behind, lambda each: each.authority, behind.words.council, _("Council"), "by_council")


def by_channel(behind: Behind) -> Drawn:
    """How soon invoices were paid, by how they came."""
    return _speed(behind, lambda each: each.channel, behind.words.channel, _("Came by"), "by_channel")


def untouched(behind: Behind) -> Drawn:
    """How many had nobody's hand on them, and the first check that asked for a person on the rest."""
    if not behind.paid:
        return _nothing()
    whole = tally(behind.paid)
    text = _("%(share)s had nobody's hand on them; %(quick)s were also paid within 5 working days.") % {
        "share": _share(whole, whole.untouched), "quick": _share(whole, whole.within_5_untouched),
    }  # fmt: skip
    why = Counter(each.handled_because for each in behind.paid if not each.by_machine)
    checks = Counter[int]()
    for row, count in why.items():
        checks[behind.words.check_of(row)] += count
    parts = {behind.words.check(code): count for code, count in sorted(checks.items())}
    rows = [Row("untouched", (_("Nobody's hand was on it"), whole.untouched, whole.share(whole.untouched)))]
    rows += [
        Row(f"check_{code}" if code else "person", (behind.words.check(code), count, whole.share(count)))
        for code, count in sorted(checks.items())
    ]
    columns = (
        Column("why", _("First check that needed a person")), Column("paid", _("Paid"), "number"),
        Column("share", _("Share"), "percent"),
    )  # fmt: skip
    bars = {_("Nobody's hand"): (whole.untouched, whole.count)} | {
        label: (count, whole.count) for label, count in parts.items()
    }
    return Drawn(text, columns, tuple(rows), _bars("untouched", _("Why a person was asked"), text, bars))


def money(behind: Behind) -> Drawn:
    """What paying early won, and what paying late owes, by month of payment."""
    if not behind.paid:
        return _nothing()
    whole, parts = tally(behind.paid), tallies(behind.paid, lambda each: f"{each.paid_on:%Y-%m}")
    text = _("%(won)s were won by paying early. Interest of %(owed)s is owed for paying late.") % {
        "won": pounds(whole.discount), "owed": pounds(whole.interest),
    }  # fmt: skip
    columns = (
        Column("month", _("Month of payment")), Column("amount", _("Paid"), "money"),
        Column("discounts", _("Discounts won"), "money"), Column("interest", _("Interest owed"), "money"),
    )  # fmt: skip
    rows = tuple(Row(code, (code, each.amount, each.discount, each.interest)) for code, each in parts.items())
    bars = [
        Bar(_("Discounts won"), whole.discount / 100, pounds(whole.discount)),
        Bar(_("Interest owed"), whole.interest / 100, pounds(whole.interest)),
    ]
    svg = bar_chart(id="chart-money", title=_("Discounts and interest"), text=text, bars=bars)
    return Drawn(text, columns, rows, svg)


def roles(behind: Behind) -> Drawn:
    """How long those who were asked took, of the invoices paid in the period."""
    if not behind.asked:
        return Drawn(_("Nobody was asked about the invoices that were paid in this time."), (), ())
    by_queue: dict[str, list[float]] = {}
    for each in behind.asked:
        by_queue.setdefault(each.queue, []).append(each.hours)
    slowest = max(by_queue, key=lambda code: median(by_queue[code]))
    text = _("It took longest here, half of them over %(time)s: %(queue)s.") % {
        "time": _time(median(by_queue[slowest])), "queue": behind.words.queue(slowest),
    }  # fmt: skip
    columns = (
        Column("queue", _("Asked")), Column("asked", _("Times"), "number"),
        Column("median_hours", _("Hours, half were quicker"), "number"),
        Column("longest_hours", _("Hours at most"), "number"),
    )  # fmt: skip
    rows = tuple(
        Row(code, (behind.words.queue(code), len(hours), round(median(hours), 1), round(max(hours), 1)))
        for code, hours in sorted(by_queue.items())
    )
    bars = [
        Bar(behind.words.queue(code), median(hours), _time(median(hours)))
        for code, hours in sorted(by_queue.items())
    ]
    title = _("Time with each, half were quicker")
    return Drawn(text, columns, rows, bar_chart(id="chart-roles", title=title, text=text, bars=bars))


def _time(hours: float) -> str:
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", round(hours)) % {"n": number(round(hours))}
    return ngettext("%(n)s day", "%(n)s days", round(hours / 24)) % {"n": number(round(hours / 24))}


def _share(of: Tally, part: int) -> str:
    share = of.share(part)
    return "–" if share is None else percent(share)


def _bars(name: str, title: str, text: str, parts: Mapping[str, tuple[int, int]]) -> Markup:
    bars = [Bar(label, 100 * part / whole, percent(part / whole)) for label, (part, whole) in parts.items()]
    return bar_chart(id=f"chart-{name}", title=title, text=text, bars=bars, whole=100)


def _nothing() -> Drawn:
    return Drawn(_("Nothing was paid in this time."), (), ())


FIGURES: tuple[Figure, ...] = (
    Figure(
        "by_month",
        gettext_lazy("How soon we pay"),
        gettext_lazy(
            "Invoices paid in the time, without credit notes. The clock runs from the day an invoice reached the "
            "councils; working days leave out weekends and bank holidays."
        ),
        by_month,
    ),
    Figure(
        "untouched",
        gettext_lazy("With nobody's hand on it"),
        gettext_lazy(
            "Of the invoices paid in the time, those that nobody corrected, judged, coded or answered about; of the "
            "rest, the first check that asked for a person."
        ),
        untouched,
    ),
    Figure("by_council", gettext_lazy("By council"), gettext_lazy("The same, by the council that pays."), by_council),
    Figure("by_channel", gettext_lazy("By how they came"), gettext_lazy("The same, by channel."), by_channel),
    Figure(
        "roles",
        gettext_lazy("Time with each role"),
        gettext_lazy(
            "Of the invoices paid in the time, each question to somebody: from asking to its end, nights and weekends "
            "included."
        ),
        roles,
    ),
    Figure(
        "money",
        gettext_lazy("Discounts and interest"),
        gettext_lazy(
            "What was taken off for paying early, and the statutory interest that suppliers may claim because we "
            "paid late, of the invoices paid in the time."
        ),
        money,
    ),
)  # fmt: skip
