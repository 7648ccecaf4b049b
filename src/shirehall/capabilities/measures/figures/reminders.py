"""Reminders: what each rung of the ladder was followed by, beside the time before any reminder."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from markupsafe import Markup

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.figures.drawing import can_show_share, in_words, nothing, said, share_of
from shirehall.capabilities.measures.hiding import hide, is_few
from shirehall.capabilities.measures.registry import Cell, Column, Drawn, Row
from shirehall.capabilities.measures.rules import percentile
from shirehall.design.charts import Bar, bar_chart
from shirehall.design.formats import percent

_HOURS = 24
_ENOUGH_DAYS = 5


@dataclass(slots=True)
class _Stage:
    """What is counted of one stage: reminders sent and answered, evidence that came, and how long it was owed."""

    sent: int = 0
    answered: int = 0
    came: int = 0
    hours: int = 0
    places: Counter[str] = field(default_factory=Counter)

    @property
    def a_day(self) -> float | None:
        """The share of what was owed that came on a day; None where too little was owed to tell."""
        days = self.hours / _HOURS
        return min(1.0, self.came / days) if days >= _ENOUGH_DAYS else None


def reminders(counts: Counts) -> Drawn:
    """Each evidence and each rung: sent, answered within 7 days, how long it took, and how much came a day."""
    stages = _stages(counts)
    sent = sum(stage.sent for stage in stages.values())
    if not sent:
        return nothing(_("No reminder was sent."))
    # What was never reminded of has no ladder to be compared with.
    reminded = {name for (name, rung), stage in stages.items() if rung and stage.sent}
    keys = sorted(key for key in stages if key[0] in reminded)
    shown = iter(hide([stages[key].sent for key in keys if key[1]], public=counts.public))
    rows = tuple(_row(counts, key, stages[key], next(shown) if key[1] else None) for key in keys)
    whole = _by_rung({key: stages[key] for key in keys})
    text = _sentence(counts, whole)
    return Drawn(
        text, _columns(), rows, _chart(counts, whole, text), {"sent": said(sent, public=counts.public)}
    )


def _stages(counts: Counts) -> Mapping[tuple[str, int], _Stage]:
    """By evidence and rung."""
    found: dict[tuple[str, int], _Stage] = defaultdict(_Stage)
    for measure, name in (
        ("reminder_sent", "sent"), ("reminder_answered", "answered"), ("stage_came", "came"), ("stage_hours", "hours"),
    ):  # fmt: skip
        for key, count in counts.by_key[measure].items():
            evidence, _colon, rung = key.rpartition(":")
            stage = found[evidence, int(rung)]
            setattr(stage, name, getattr(stage, name) + count)
    for key, count in counts.by_key["stage_asked_to_came"].items():
        stage_key, _colon, place = key.rpartition(":")
        evidence, _colon, rung = stage_key.rpartition(":")
        found[evidence, int(rung)].places[place] += count
    return found


def _by_rung(stages: Mapping[tuple[str, int], _Stage]) -> Mapping[int, _Stage]:
    """All evidence together."""
    found: dict[int, _Stage] = defaultdict(_Stage)
    for (_evidence, rung), stage in stages.items():
        whole = found[rung]
        whole.sent += stage.sent
        whole.answered += stage.answered
        whole.came += stage.came
        whole.hours += stage.hours
    return dict(sorted(found.items()))


def _columns() -> tuple[Column, ...]:
    return (
        Column("evidence", _("Evidence")), Column("rung", _("When")), Column("sent", _("Reminders sent"), "number"),
        Column("answered", _("Came within 7 days of it"), "percent"),
        Column("median", _("Half came within, from being asked")),
        Column("a_day", _("Came each day of what was owed"), "percent"),
    )  # fmt: skip


def _row(counts: Counts, key: tuple[str, int], stage: _Stage, sent: int | str | None) -> Row:
    evidence, rung = key
    public = counts.public
    share: Cell = None
    if isinstance(sent, int) and can_show_share(stage.answered, stage.sent, public=public):
        share = stage.answered / stage.sent
    few = public and is_few(stage.came)
    median = None if few else percentile(stage.places, 0.5)
    cells: tuple[Cell, ...] = (
        counts.words.proof(evidence), _when(rung), "–" if sent is None else sent, share,
        "–" if median is None else in_words(median), None if few else stage.a_day,
    )  # fmt: skip
    return Row(f"{evidence}:{rung}", cells)


def _when(rung: int) -> str:
    if rung == 0:
        return _("Before any reminder")
    return _("After reminder %(number)s") % {"number": rung}


def _sentence(counts: Counts, whole: Mapping[int, _Stage]) -> str:
    sent = sum(stage.sent for stage in whole.values())
    answered = sum(stage.answered for stage in whole.values())
    text = _("%(sent)s reminders went out.") % {"sent": said(sent, public=counts.public)}
    if can_show_share(answered, sent, public=counts.public):
        text += " " + _("After %(share)s of them the evidence came within 7 days.") % {
            "share": share_of(answered, sent)
        }
    before, first = whole.get(0, _Stage()), whole.get(1, _Stage())
    hidden = counts.public and (is_few(before.came) or is_few(first.came))
    if before.a_day is not None and first.a_day is not None and not hidden:
        text += " " + _(
            "Of 100 pieces owed, %(before)s came a day before any reminder, and %(after)s a day after the first."
        ) % {"before": _of_hundred(before.a_day), "after": _of_hundred(first.a_day)}
    return text


def _of_hundred(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0")


def _chart(counts: Counts, whole: Mapping[int, _Stage], text: str) -> Markup:
    bars = [
        Bar(_when(rung), 100 * stage.a_day, percent(stage.a_day))
        for rung, stage in whole.items()
        if stage.a_day is not None and not (counts.public and is_few(stage.came))
    ]
    if len(bars) < 2:
        return Markup()
    return bar_chart(
        id="chart-reminders", title=_("Evidence that came each day, of what was owed"), text=text, bars=bars
    )
