"""What comes in, and where people stop before it does."""

from django.utils.translation import gettext as _

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.figures.drawing import bars, can_show_share, nothing, said, share_of
from shirehall.capabilities.measures.hiding import few, hidden, hide, is_few
from shirehall.capabilities.measures.registry import Cell, Column, Drawn, Row
from shirehall.capabilities.measures.words import authority_word, channel_word


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
    """Drafts begun and sent."""
    begun, sent = counts.total("draft_started"), counts.total("draft_sent")
    if not begun:
        return nothing(_("Nobody began an application on the web."))
    shown = hide([begun, sent, begun - sent], public=counts.public)
    words = (_("Begun"), _("Sent"), _("Not sent"))
    rows = tuple(
        Row(code, (word, count))
        for code, word, count in zip(("begun", "sent", "not_sent"), words, shown, strict=True)
    )
    if can_show_share(sent, begun, public=counts.public):
        share = share_of(sent, begun)
        text = _("%(share)s of the applications that people began on the web were sent.") % {"share": share}
    else:
        text = _("Too few people began an application to say how many sent it.")
    columns = (Column("step", _("Step")), Column("count", _("Drafts"), "number"))
    return Drawn(text, columns, rows, bars("completion", _("Completion"), text, rows))


def pages(counts: Counts) -> Drawn:
    """How many reached each page and went on."""
    reached, done = counts.by_key["page_reached"], counts.by_key["page_done"]
    if not reached:
        return nothing(_("Nobody has opened a page of the form yet."))
    order = {name: place for place, name in enumerate(counts.words.pages)}
    names = sorted(reached, key=lambda name: (order.get(name, len(order)), name))
    stopped = {name: max(0, reached[name] - done[name]) for name in names}
    worst = max(names, key=lambda name: stopped[name])
    rows = tuple(
        Row(name, (counts.words.page(name), *_page_cells(counts, reached[name], stopped[name])))
        for name in names
    )
    if not stopped[worst]:
        text = _("Everybody who opened a page went on from it.")
    elif counts.public and is_few(stopped[worst]):
        text = _("Too few people stopped to name a page.")
    else:
        text = _("Most people who stop do so at “%(page)s”: %(n)s of them.") % {
            "page": counts.words.page(worst), "n": said(stopped[worst], public=counts.public),
        }  # fmt: skip
    columns = (
        Column("page", _("Page")), Column("reached", _("Reached it"), "number"),
        Column("went_on", _("Went on"), "number"), Column("stopped", _("Stopped there"), "number"),
    )  # fmt: skip
    return Drawn(text, columns, rows, bars("pages", _("Stopped at each page"), text, rows, at=3))


def _page_cells(counts: Counts, reached: int, stopped: int) -> tuple[Cell, Cell, Cell]:
    """Reached, went on, stopped. In public, where one of them is small, so that it follows from the others, only
    those that stay are told."""
    went_on = reached - stopped
    if counts.public and any(is_few(each) for each in (reached, went_on, stopped)):
        if is_few(reached):
            return few(), hidden(), hidden()
        small_stop = is_few(stopped)
        return reached, hidden() if small_stop else few(), few() if small_stop else hidden()
    return reached, went_on, stopped
