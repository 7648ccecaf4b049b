"""The ways in: what is begun and sent by each, how long it takes, where people stop, and what is answered alone."""

from collections import Counter
from collections.abc import Mapping, Sequence

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
from shirehall.capabilities.measures.hiding import hidden, is_few
from shirehall.capabilities.measures.registry import Cell, Column, Drawn, Row
from shirehall.capabilities.measures.rules import ALONE, percentile
from shirehall.capabilities.measures.words import channel_word
from shirehall.design.charts import Bar, bar_chart
from shirehall.design.formats import number, percent


def by_channel(counts: Counts) -> Drawn:
    """Begun and sent, by the channel that each draft was begun on."""
    begun = _of_drafts(counts, "draft_started")
    sent = _of_drafts(counts, "draft_sent")
    if not begun:
        return nothing(_("Nobody has begun an application yet."))
    names = sorted(begun, key=lambda name: (-begun[name], name))
    told = _told(counts, {name: (begun[name], sent[name], begun[name] - sent[name]) for name in names})
    rows = tuple(
        Row(
            name,
            (channel_word(name), begun[name], sent[name], begun[name] - sent[name], sent[name] / begun[name]),
        )
        if name in told
        else Row(name, (channel_word(name), hidden(), hidden(), hidden(), None))
        for name in names
    )
    first = names[0]
    text = _("Most were begun by this way: %(channel)s.") % {"channel": channel_word(first)}
    if first in told:
        text += " " + _("%(share)s of those were sent.") % {"share": share_of(sent[first], begun[first])}
    columns = (
        Column("channel", _("Begun by")), Column("begun", _("Begun"), "number"), Column("sent", _("Sent"), "number"),
        Column("not_sent", _("Not sent"), "number"), Column("share", _("Share sent"), "percent"),
    )  # fmt: skip
    drawn = [
        Bar(channel_word(name), 100 * sent[name] / begun[name], share_of(sent[name], begun[name]))
        for name in names
        if name in told
    ]
    title = _("Share sent, of those begun")
    svg = (
        bar_chart(id="chart-by_channel", title=title, text=text, bars=drawn, whole=100) if drawn else Markup()
    )
    return Drawn(text, columns, rows, svg)


def _told(counts: Counts, found: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """The channels whose numbers may be shown: in public, those of which none is small. One alone that is not shown
    could be worked out from the whole, so then the smallest other goes as well."""
    if not counts.public:
        return frozenset(found)
    gone = {name for name, numbers in found.items() if any(map(is_few, numbers))}
    others = [name for name in found if name not in gone]
    if len(gone) == 1 and others:
        gone.add(min(others, key=lambda name: found[name][0]))
    return frozenset(found) - gone


def time_to_send(counts: Counts) -> Drawn:
    """From the first answer to sending."""
    whole = counts.by_key["time_to_send"]
    names = sorted(channel for measure, channel in counts.drafts if measure == "time_to_send")
    if not whole.total():
        return nothing(_("Nobody has sent an application that they began here."))
    if counts.public and is_few(whole.total()):
        return nothing(_("There were too few to say how long it took."))
    places = {name: counts.drafts["time_to_send", name] for name in names}
    told = _told(counts, {name: (found.total(),) for name, found in places.items()})
    rows = tuple(
        Row(name, (channel_word(name), places[name].total(), *_times(places[name])))
        if name in told
        else Row(name, (channel_word(name), hidden(), None, None))
        for name in names
    )
    half, most = percentile(whole, 0.5) or 0, percentile(whole, 0.9) or 0
    text = _("From the first answer to sending, half took up to %(half)s, and 9 of 10 up to %(most)s.") % {
        "half": in_words(half), "most": in_words(most),
    }  # fmt: skip
    columns = (
        Column("channel", _("Begun by")), Column("count", _("Sent"), "number"),
        Column("median", _("Half took up to")), Column("p90", _("9 of 10 took up to")),
    )  # fmt: skip
    halves = {name: percentile(places[name], 0.5) or 0 for name in names if name in told}
    drawn = [Bar(channel_word(name), half_of, in_words(half_of)) for name, half_of in halves.items()]
    title = _("Half took up to")
    svg = bar_chart(id="chart-time_to_send", title=title, text=text, bars=drawn) if drawn else Markup()
    totals: dict[str, Cell] = {"median_seconds": whole_seconds(half), "p90_seconds": whole_seconds(most)}
    return Drawn(text, columns, rows, svg, totals)


def _times(places: Counter[str]) -> tuple[Cell, Cell]:
    return in_words(percentile(places, 0.5) or 0), in_words(percentile(places, 0.9) or 0)


def stops(counts: Counts) -> Drawn:
    """How many reached each page by each channel, and went on."""
    reached = {
        channel: pages for (of, channel), pages in counts.drafts.items() if of == "page_reached" and pages
    }
    if not reached:
        return nothing(_("Nobody has opened a page of the form yet."))
    told = _told(counts, {channel: (max(pages.values()),) for channel, pages in reached.items()})
    rows = [row for channel in sorted(reached) for row in _stops_of(counts, channel, channel in told)]
    known = [row for row in rows if isinstance(row.cells[4], int) and row.cells[4]]
    if known:
        worst = max(known, key=lambda row: row.cells[4] or 0)
        about = {"page": worst.cells[1], "channel": worst.cells[0], "n": number(int(worst.cells[4] or 0))}
        text = _("Most stop at “%(page)s” (%(channel)s): %(n)s of them.") % about
    else:
        text = _("Nobody is known to have stopped on the way.")
    columns = (
        Column("channel", _("Way")), Column("page", _("Page")), Column("reached", _("Reached it"), "number"),
        Column("went_on", _("Went on"), "number"), Column("stopped", _("Stopped there"), "number"),
    )  # fmt: skip
    stopping = [Row(row.code, (f"{row.cells[0]}, {row.cells[1]}", row.cells[4])) for row in known]
    return Drawn(text, columns, tuple(rows), bars("stops", _("Stopped at each page"), text, stopping))


def _stops_of(counts: Counts, channel: str, told: bool) -> list[Row]:
    order = {name: place for place, name in enumerate(counts.words.pages)}
    reached, done = counts.drafts["page_reached", channel], counts.drafts["page_done", channel]
    rows = []
    for page in sorted(reached, key=lambda name: (order.get(name, len(order)), name)):
        stopped = max(0, reached[page] - done[page])
        numbers: tuple[Cell, ...] = (reached[page], reached[page] - stopped, stopped)
        shown = numbers if told else (hidden(),) * len(numbers)
        rows.append(Row(f"{channel}/{page}", (channel_word(channel), counts.words.page(page), *shown)))
    return rows


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
    if len({row.cells[3] for row in told}) > 1:
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
        bar_chart(
            id="chart-without_help", title=_("Share answered without help"), text=text, bars=drawn, whole=100
        )
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
