"""How applications were decided: by rule or by hand, why, how fast, and how they came out."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.figures.drawing import (
    banded,
    bars,
    can_show_share,
    counted_rows,
    in_words,
    line,
    nothing,
    said,
    share_of,
    times,
    whole_seconds,
)
from shirehall.capabilities.measures.hiding import hide, is_few
from shirehall.capabilities.measures.registry import Cell, Column, Drawn, Row
from shirehall.capabilities.measures.rules import AUTOMATIC
from shirehall.capabilities.measures.words import outcome_word


def automatic(counts: Counts) -> Drawn:
    """The share decided with nobody's hand on it, over time."""
    whole, part = counts.total("submitted"), counts.by_key["handling"][AUTOMATIC]
    if not whole:
        return nothing(_("No application came in."))
    if can_show_share(part, whole, public=counts.public):
        text = _("The rules settled %(share)s of applications with nobody's hand on them: %(part)s of %(whole)s.") % {
            "share": share_of(part, whole),
            "part": said(part, public=counts.public),
            "whole": said(whole, public=counts.public),
        }  # fmt: skip
    else:
        text = _("There were too few applications to give a share.")
    rows, points = [], []
    for first_on in sorted(counts.steps["submitted"]):
        came, alone = counts.steps["submitted"][first_on], counts.steps["handling"][first_on]
        label = counts.step_label(first_on)
        share = _step_share(came, alone, public=counts.public)
        if share is not None:
            points.append((label, round(100 * share, 1)))
        rows.append(
            Row(
                first_on.isoformat(),
                (label, said(came, public=counts.public) if share is None else came, share),
            )
        )
    columns = (
        Column("period", _("When sent")), Column("came_in", _("Applications"), "number"),
        Column("share", _("Share"), "percent"),
    )  # fmt: skip
    svg = line("automatic", _("Decided automatically"), text, _("Share in percent"), points)
    total: Cell = part / whole if can_show_share(part, whole, public=counts.public) else None
    return Drawn(text, columns, tuple(rows), svg, {"share": total})


def _step_share(came: int, alone: int, *, public: bool) -> float | None:
    """A share of one, in public rounded to a hundredth; None where too few came in. That an application was decided by
    rule tells nothing of the person, so the share itself may be of few."""
    if not came or (public and is_few(came)):
        return None
    return round(alone / came, 2) if public else alone / came


def left_because(counts: Counts) -> Drawn:
    """Why the others needed a person."""
    found = Counter(
        {key: count for key, count in counts.by_key["handling"].items() if key != AUTOMATIC and count}
    )
    if not found:
        return nothing(_("No application needed a person."))
    rows = counted_rows(counts, found, counts.words.reason, lambda key: {"measure": "handling", "key": key})
    text = _("%(n)s applications needed a person. The most common reason: %(reason)s") % {
        "n": said(found.total(), public=counts.public), "reason": rows[0].cells[0],
    }  # fmt: skip
    columns = (Column("reason", _("First reason")), Column("count", _("Applications"), "number"))
    return Drawn(text, columns, rows, bars("left_because", _("First reason"), text, rows))


def time_to_decision(counts: Counts) -> Drawn:
    """Median, 95th percentile and bands."""
    places = counts.by_key["time_to_decision"]
    if not places.total():
        return nothing(_("Nothing was decided."))
    return timed(
        counts, "time_to_decision", _("Time to a decision"),
        _("Half were decided within %(median)s, and 95 of 100 within %(longest)s."),
        Column("count", _("Decisions"), "number"),
    )  # fmt: skip


def timed(counts: Counts, measure: str, title: str, sentence: str, column: Column) -> Drawn:
    """A figure of a histogram. `sentence` has places for `median` and `longest`."""
    median, longest = times(counts, measure)
    if median is None or longest is None:
        text = _("There were too few to say how long it took.")
    else:
        text = sentence % {"median": in_words(median), "longest": in_words(longest)}
    bands = banded(counts.by_key[measure])
    shown = hide([count for _word, count in bands], public=counts.public)
    rows = tuple(
        Row(str(place), (word, count))
        for place, ((word, _count), count) in enumerate(zip(bands, shown, strict=True))
    )
    totals = {"median_seconds": whole_seconds(median), "percentile_95_seconds": whole_seconds(longest)}
    return Drawn(text, (Column("time", _("Time")), column), rows, bars(measure, title, text, rows), totals)


def outcomes(counts: Counts) -> Drawn:
    """How decisions came out."""
    found = counts.by_key["outcome"]
    if not found.total():
        return nothing(_("Nothing was decided."))
    rows = counted_rows(counts, found, outcome_word, _of_outcome)
    text = _("%(n)s applications were settled. The most common outcome: %(outcome)s.") % {
        "n": said(found.total(), public=counts.public), "outcome": rows[0].cells[0],
    }  # fmt: skip
    columns = (Column("outcome", _("Outcome")), Column("count", _("Applications"), "number"))
    return Drawn(text, columns, rows, bars("outcomes", _("Outcomes"), text, rows))


def _of_outcome(key: str) -> Mapping[str, str]:
    return {"measure": "outcome", "key": key}
