"""The ways in: what is begun and sent by each, how long it takes, where people stop, what it costs, who helped."""

from collections import Counter, defaultdict
from datetime import date

from django.utils.translation import gettext as _
from markupsafe import Markup

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.figures.drawing import (
    bars,
    can_show_share,
    in_words,
    nothing,
    share_of,
    whole_seconds,
)
from shirehall.capabilities.measures.hiding import hidden, hide
from shirehall.capabilities.measures.registry import Cell, Column, Drawn, Row
from shirehall.capabilities.measures.rules import ALONE, percentile
from shirehall.capabilities.measures.words import channel_word
from shirehall.design.charts import Bar, Line, bar_chart, line_charts
from shirehall.design.formats import number, percent, pounds


def by_channel(counts: Counts) -> Drawn:
    """Begun and sent. A draft tells nothing of a person here, so that no number is hidden."""
    begun = _of_drafts(counts, "draft_started")
    sent = _of_drafts(counts, "draft_sent")
    if not begun:
        return nothing(_("Nobody has begun an application yet."))
    names = sorted(begun, key=lambda name: (-begun[name], name))
    rows = tuple(
        Row(
            name,
            (channel_word(name), begun[name], sent[name], begun[name] - sent[name], sent[name] / begun[name]),
        )
        for name in names
    )
    first = names[0]
    text = _("Most were begun by this way: %(channel)s. %(share)s of those were sent.") % {
        "channel": channel_word(first), "share": share_of(sent[first], begun[first]),
    }  # fmt: skip
    columns = (
        Column("channel", _("Begun by")), Column("begun", _("Begun"), "number"), Column("sent", _("Sent"), "number"),
        Column("not_sent", _("Not sent"), "number"), Column("share", _("Share sent"), "percent"),
    )  # fmt: skip
    drawn = [
        Bar(
            str(row.cells[0]),
            100 * sent[row.code] / begun[row.code],
            share_of(sent[row.code], begun[row.code]),
        )
        for row in rows
    ]
    svg = bar_chart(id="chart-by_channel", title=_("Share sent, of those begun"), text=text, bars=drawn)
    return Drawn(text, columns, rows, svg, {"begun": begun.total(), "sent": sent.total()})


def time_to_send(counts: Counts) -> Drawn:
    """From the first answer to sending. Of drafts, so that nothing is hidden."""
    whole = counts.by_key["time_to_send"]
    if not whole.total():
        return nothing(_("Nobody has sent an application that they began here."))
    names = sorted(channel for measure, channel in counts.drafts if measure == "time_to_send")
    places = {name: counts.drafts["time_to_send", name] for name in names}
    rows = tuple(
        Row(name, (channel_word(name), places[name].total(), *_times(places[name]))) for name in names
    )
    half, most = percentile(whole, 0.5) or 0, percentile(whole, 0.9) or 0
    text = _("From the first answer to sending, half took up to %(half)s, and 9 of 10 up to %(most)s.") % {
        "half": in_words(half), "most": in_words(most),
    }  # fmt: skip
    columns = (
        Column("channel", _("Begun by")), Column("count", _("Sent"), "number"),
        Column("median", _("Half took up to")), Column("p90", _("9 of 10 took up to")),
    )  # fmt: skip
    drawn = [
        Bar(
            channel_word(name),
            percentile(places[name], 0.5) or 0,
            in_words(percentile(places[name], 0.5) or 0),
        )
        for name in names
    ]
    svg = bar_chart(id="chart-time_to_send", title=_("Half took up to"), text=text, bars=drawn)
    totals: dict[str, Cell] = {"median_seconds": whole_seconds(half), "p90_seconds": whole_seconds(most)}
    return Drawn(text, columns, rows, svg, totals)


def _times(places: Counter[str]) -> tuple[Cell, Cell]:
    return in_words(percentile(places, 0.5) or 0), in_words(percentile(places, 0.9) or 0)


def stops(counts: Counts) -> Drawn:
    """How many reached each page by each channel, and went on; no number is hidden."""
    names = sorted({channel for measure, channel in counts.drafts if measure == "page_reached"})
    if not names:
        return nothing(_("Nobody has opened a page of the form yet."))
    order = {name: place for place, name in enumerate(counts.words.pages)}
    rows: list[Row] = []
    for channel in names:
        reached, done = counts.drafts["page_reached", channel], counts.drafts["page_done", channel]
        for page in sorted(reached, key=lambda name: (order.get(name, len(order)), name)):
            stopped = max(0, reached[page] - done[page])
            cells = (
                channel_word(channel),
                counts.words.page(page),
                reached[page],
                reached[page] - stopped,
                stopped,
            )
            rows.append(Row(f"{channel}/{page}", cells))
    worst = max(rows, key=lambda row: row.cells[4] or 0)
    if worst.cells[4]:
        about = {"page": worst.cells[1], "channel": worst.cells[0], "n": number(int(worst.cells[4]))}
        text = _("Most stop at “%(page)s” (%(channel)s): %(n)s of them.") % about
    else:
        text = _("Everybody who opened a page went on from it.")
    columns = (
        Column("channel", _("Way")), Column("page", _("Page")), Column("reached", _("Reached it"), "number"),
        Column("went_on", _("Went on"), "number"), Column("stopped", _("Stopped there"), "number"),
    )  # fmt: skip
    stopping = [
        Row(row.code, (f"{row.cells[0]}, {row.cells[1]}", row.cells[4])) for row in rows if row.cells[4]
    ]
    return Drawn(text, columns, tuple(rows), bars("stops", _("Stopped at each page"), text, stopping))


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
    lines = [Line(channel_word(name), points[name]) for name in names if len(points[name]) > 1]
    svg = (
        line_charts(id="chart-shift", title=_("Share of each way, in percent"), text=text, lines=lines)
        if lines
        else Markup()
    )
    return Drawn(text, columns, tuple(rows), svg)


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


def without_help(counts: Counts) -> Drawn:
    """For each question, how often a resident answered it alone."""
    alone, helped = Counter[str](), Counter[str]()
    for key, count in counts.by_key["answered"].items():
        fact, _colon, how = key.rpartition(":")
        (alone if how == ALONE else helped)[fact] += count
    if not alone and not helped:
        return nothing(_("No question has been answered yet."))
    order = {name: place for place, name in enumerate(counts.words.questions)}
    facts = sorted({*alone, *helped}, key=lambda name: (order.get(name, len(order)), name))
    rows = tuple(_helped_row(counts, fact, alone[fact], helped[fact]) for fact in facts)
    told = [row for row in rows if isinstance(row.cells[3], float)]
    whole = alone.total() + helped.total()
    share = (
        share_of(alone.total(), whole) if can_show_share(alone.total(), whole, public=counts.public) else "–"
    )
    text = _("%(share)s of all answers were given without help.") % {"share": share}
    if told:
        least = min(told, key=lambda row: row.cells[3] or 0)
        text += " " + _("Help was needed most for “%(question)s”: %(share)s answered it alone.") % {
            "question": least.cells[0], "share": percent(float(least.cells[3] or 0)),
        }  # fmt: skip
    columns = (
        Column("question", _("Question")), Column("alone", _("Answered alone"), "number"),
        Column("helped", _("Answered with help"), "number"), Column("share", _("Share without help"), "percent"),
    )  # fmt: skip
    drawn = [
        Bar(str(row.cells[0]), 100 * float(row.cells[3] or 0), percent(float(row.cells[3] or 0)))
        for row in told
    ]
    svg = (
        bar_chart(id="chart-without_help", title=_("Share answered without help"), text=text, bars=drawn)
        if drawn
        else Markup()
    )
    return Drawn(text, columns, rows, svg)


def _helped_row(counts: Counts, fact: str, alone: int, helped: int) -> Row:
    whole = alone + helped
    if not counts.public or can_show_share(alone, whole, public=True):
        return Row(fact, (counts.words.question(fact), alone, helped, alone / whole))
    return Row(fact, (counts.words.question(fact), hidden(), hidden(), None))


def _of_drafts(counts: Counts, measure: str) -> Counter[str]:
    return Counter({
        channel: found.total() for (of, channel), found in counts.drafts.items() if of == measure and found.total()
    })  # fmt: skip
