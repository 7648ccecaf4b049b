"""What comes in, and where people stop before it does."""

from django.utils.translation import gettext as _

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.figures.drawing import bars, nothing, said, share_of
from shirehall.capabilities.measures.hiding import hide
from shirehall.capabilities.measures.registry import Column, Drawn, Row
from shirehall.capabilities.measures.words import authority_word, channel_word
from shirehall.design.formats import number


def submissions(counts: Counts) -> Drawn:
    """Applications by council and channel."""
    total = counts.total("submitted")
    if not total:
        return nothing(_("No application came in."))
    places = sorted(counts.came_in, key=lambda place: (-counts.came_in[place], place))
    shown = hide([counts.came_in[place] for place in places], public=counts.public)
    rows = tuple(
        Row(
            f"{authority}/{channel}", (authority_word(authority), channel_word(channel), count),
            {"measure": "submitted", "authority": authority, "channel": channel},
        )
        for (authority, channel), count in zip(places, shown, strict=True)
    )  # fmt: skip
    text = _("%(n)s applications came in.") % {"n": said(total, public=counts.public)}
    labelled = [Row(row.code, (f"{row.cells[0]}, {row.cells[1]}", row.cells[2])) for row in rows]
    columns = (
        Column("authority", _("Council")),
        Column("channel", _("Came by")),
        Column("count", _("Applications"), "number"),
    )  # fmt: skip
    svg = bars("submissions", _("Applications"), text, labelled)
    return Drawn(text, columns, rows, svg, {"count": said(total, public=counts.public)})


def completion(counts: Counts) -> Drawn:
    """Drafts begun and sent. A draft tells nothing of a person here, so that no number is hidden."""
    begun, sent = counts.total("draft_started"), counts.total("draft_sent")
    if not begun:
        return nothing(_("Nobody began an application."))
    words = {"begun": _("Begun"), "sent": _("Sent"), "not_sent": _("Not sent")}
    found = {"begun": begun, "sent": sent, "not_sent": begun - sent}
    rows = tuple(Row(code, (words[code], count)) for code, count in found.items())
    share = {"share": share_of(sent, begun), "n": number(begun)}
    text = _("%(share)s of the %(n)s applications that people began were sent.") % share
    columns = (Column("step", _("Step")), Column("count", _("Drafts"), "number"))
    return Drawn(text, columns, rows, bars("completion", _("Completion"), text, rows))


def pages(counts: Counts) -> Drawn:
    """How many reached each page and went on; no number is hidden."""
    reached, done = counts.by_key["page_reached"], counts.by_key["page_done"]
    if not reached:
        return nothing(_("Nobody has opened a page of the form yet."))
    order = {name: place for place, name in enumerate(counts.words.pages)}
    names = sorted(reached, key=lambda name: (order.get(name, len(order)), name))
    stopped = {name: max(0, reached[name] - done[name]) for name in names}
    worst = max(names, key=lambda name: stopped[name])
    rows = tuple(
        Row(name, (counts.words.page(name), reached[name], reached[name] - stopped[name], stopped[name]))
        for name in names
    )
    if stopped[worst]:
        about = {"page": counts.words.page(worst), "n": number(stopped[worst])}
        text = _("The page where most people stop is “%(page)s”: %(n)s of them.") % about
    else:
        text = _("Everybody who opened a page went on from it.")
    columns = (
        Column("page", _("Page")), Column("reached", _("Reached it"), "number"),
        Column("went_on", _("Went on"), "number"), Column("stopped", _("Stopped there"), "number"),
    )  # fmt: skip
    return Drawn(text, columns, rows, bars("pages", _("Stopped at each page"), text, rows, at=3))
