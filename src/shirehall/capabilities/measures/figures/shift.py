"""What came in by each way: its share over time, and its cost as the councils set it."""

from collections import Counter, defaultdict
from datetime import date

from django.utils.translation import gettext as _
from markupsafe import Markup

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.figures.drawing import can_show_share, nothing, share_of
from shirehall.capabilities.measures.hiding import hide
from shirehall.capabilities.measures.registry import Cell, Column, Drawn, Row
from shirehall.capabilities.measures.words import channel_word
from shirehall.design.charts import Bar, Line, bar_chart, line_charts
from shirehall.design.formats import pounds


def shift(counts: Counts) -> Drawn:
    """The share of each channel in what came in, stretch by stretch."""
    came = counts.came_by
    if not came.total():
        return nothing(_("No application came in."))
    names = sorted({channel for _day, channel in came}, key=lambda name: (-_by(counts)[name], name))
    days = sorted({day for day, _channel in came})
    rows: list[Row] = []
    points: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for day in days:
        found = [came[day, name] for name in names]
        whole = sum(found)
        for name, count, shown in zip(names, found, hide(found, public=counts.public), strict=True):
            open_ = can_show_share(count, whole, public=counts.public) and not isinstance(shown, str)
            share = count / whole if open_ else None
            drill = {"measure": "submitted", "channel": name}
            label = counts.step_label(day)
            rows.append(Row(f"{day.isoformat()}/{name}", (label, channel_word(name), shown, share), drill))
            if share is not None:
                points[name].append((label, round(100 * share, 1)))
    columns = (
        Column("period", _("When")), Column("channel", _("Came by")), Column("count", _("Applications"), "number"),
        Column("share", _("Share"), "percent"),
    )  # fmt: skip
    text = _shifted(counts, names[0], days)
    lines = [Line(channel_word(name), points[name]) for name in names]
    # A line through some of its points would say something else than the whole.
    whole_lines = len(days) > 1 and all(len(line.points) == len(days) for line in lines)
    if whole_lines:
        svg = line_charts(id="chart-shift", title=_("Share of each way, in percent"), text=text, lines=lines)
    else:
        svg = _shares_of_all(counts, names, text)
    return Drawn(text, columns, tuple(rows), svg)


def _shares_of_all(counts: Counts, names: list[str], text: str) -> Markup:
    """The share of each channel in the whole period, of those whose share gives no small number away."""
    by, total = _by(counts), counts.came_by.total()
    shown = hide([by[name] for name in names], public=counts.public)
    drawn = [
        Bar(channel_word(name), 100 * by[name] / total, share_of(by[name], total))
        for name, count in zip(names, shown, strict=True)
        if not isinstance(count, str)
    ]
    if not drawn:
        return Markup()
    title = _("Share of each way, in percent")
    return bar_chart(id="chart-shift", title=title, text=text, bars=drawn, whole=100)


def _shifted(counts: Counts, name: str, days: list[date]) -> str:
    """How the most used way went from the first half of the stretches to the second."""
    middle = (len(days) + 1) // 2
    shares = []
    for some in (days[:middle], days[middle:]):
        part = sum(counts.came_by[day, name] for day in some)
        whole = sum(count for (day, _channel), count in counts.came_by.items() if day in some)
        shares.append(share_of(part, whole) if can_show_share(part, whole, public=counts.public) else "–")
    if "–" in shares:
        return _("Most applications came by this way: %(channel)s.") % {"channel": channel_word(name)}
    return _("%(channel)s: %(before)s of the applications in the first half of the time, %(after)s in the second.") % {
        "channel": channel_word(name), "before": shares[0], "after": shares[1],
    }  # fmt: skip


def cost(counts: Counts) -> Drawn:
    """What applications cost by each channel, at the costs that the councils set."""
    count_by, pence_by, set_by = _by(counts), Counter[str](), defaultdict[str, int](int)
    for (day, channel), count in counts.came_by.items():
        found = counts.partnership.cost_of(channel, day)
        if found is not None:
            pence_by[channel] += count * found.pence
            set_by[channel] += count
    if not set_by:
        return nothing(_("The councils have not set what an application costs, or none came in."))
    names = sorted(count_by, key=lambda name: (-count_by[name], name))
    shown = dict(zip(names, hide([count_by[name] for name in names], public=counts.public), strict=True))
    rows = tuple(_cost_row(counts, name, shown[name], pence_by[name], set_by[name]) for name in names)
    # Where a number is hidden, a sum over all would give it away: then the sum is of the others.
    counted = [name for name in names if not isinstance(shown[name], str) and set_by[name]]
    applications, pence = sum(set_by[name] for name in counted), sum(pence_by[name] for name in counted)
    average = round(pence / applications) if applications else 0
    text = _("At the costs that the councils set, an application cost %(average)s on average.") % {
        "average": pounds(average) if applications else "–"
    }
    if applications < sum(count_by.values()):
        text += " " + _("Ways with few applications, or with no cost set, are left out of it.")
    columns = (
        Column("channel", _("Came by")), Column("count", _("Applications"), "number"),
        Column("pence_each", _("Cost of one, as set"), "money"), Column("set_from", _("Set from")),
        Column("source", _("Set by")), Column("pence", _("Cost in all"), "money"),
    )  # fmt: skip
    drawn = [
        Bar(str(row.cells[0]), row.cells[5], pounds(row.cells[5]))
        for row in rows
        if isinstance(row.cells[5], int)
    ]
    svg = bar_chart(id="chart-cost", title=_("Cost in all"), text=text, bars=drawn) if drawn else Markup()
    return Drawn(
        text, columns, rows, svg, {"pence_each": average, "pence": pence, "applications": applications}
    )


def _cost_row(counts: Counts, name: str, shown: int | str, pence: int, priced: int) -> Row:
    found = counts.partnership.cost_of(name, counts.asked.on)
    each = found.pence if found else None
    since, source = (found.from_on.isoformat(), found.source) if found else ("", _("not set"))
    whole: Cell = pence if priced and not isinstance(shown, str) else None
    cells = (channel_word(name), shown, each, since, source, whole)
    return Row(name, cells, {"measure": "submitted", "channel": name})


def _by(counts: Counts) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_day, channel), count in counts.came_by.items():
        found[channel] += count
    return found
