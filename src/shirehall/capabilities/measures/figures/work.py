"""Work for people: what is overdue, and how often a hand was needed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.figures.drawing import bars, counted_rows, line, nothing, said
from shirehall.capabilities.measures.hiding import hide
from shirehall.capabilities.measures.registry import Column, Drawn, Row
from shirehall.capabilities.measures.words import authority_word


def overdue(counts: Counts) -> Drawn:
    """Cases past their day, by council."""
    total = counts.overdue.total()
    if not total:
        return nothing(_("No application is overdue now."))
    rows = counted_rows(
        counts, counts.overdue, authority_word, lambda code: {"measure": "overdue", "authority": code}
    )
    text = ngettext(
        "%(n)s of the open applications is overdue now.",
        "%(n)s of the open applications are overdue now.",
        total,
    ) % {"n": said(total, public=counts.public)}
    columns = (Column("authority", _("Council")), Column("count", _("Overdue"), "number"))
    return Drawn(text, columns, rows, bars("overdue", _("Overdue now"), text, rows))


def judgements(counts: Counts) -> Drawn:
    """Judgements over time."""
    return _over_time(counts, "judged", "judgements", _("Judgements"), _("Officers judged %(n)s times."))


def withdrawn(counts: Counts) -> Drawn:
    """Withdrawn applications over time."""
    text = _("Applications taken back by the people who sent them: %(n)s.")
    return _over_time(counts, "withdrawn", "withdrawn", _("Withdrawn"), text)


def review_asked(counts: Counts) -> Drawn:
    """Wishes to look again over time."""
    text = _("People asked us to look again %(n)s times.")
    return _over_time(counts, "review_asked", "review_asked", _("Asked to look again"), text)


def _over_time(counts: Counts, measure: str, code: str, title: str, sentence: str) -> Drawn:
    total = counts.total(measure)
    if not total:
        return nothing(_("This did not happen in the period."))
    days = sorted(day for day, count in counts.steps[measure].items() if count)
    shown = hide([counts.steps[measure][day] for day in days], public=counts.public)
    rows = tuple(
        Row(
            day.isoformat(),
            (counts.step_label(day), count),
            {"measure": measure} if measure == "withdrawn" else {},
        )
        for day, count in zip(days, shown, strict=True)
    )
    text = sentence % {"n": said(total, public=counts.public)}
    points = [(str(row.cells[0]), float(row.cells[1])) for row in rows if isinstance(row.cells[1], int)]
    columns = (Column("period", _("When")), Column("count", title, "number"))
    return Drawn(text, columns, rows, line(code, title, text, title, points))
