"""What an event counts for. Pure: each count follows from the event and from those before it on the same case, so
that the order in which events are counted does not matter, nor who counts them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import floor, log
from typing import Any, Final, NamedTuple

from shirehall.capabilities.measures.ladders import LADDER_KINDS, Ladder
from shirehall.casework.api import local_date

GROWTH: Final = 1.1
"""Each place of a histogram reaches a tenth further than the one before."""
AUTOMATIC: Final = "automatic"
ALONE, HELPED = "alone", "helped"
TOGETHER: Final = ("answered",)
"""Counted for all councils and channels together: a row for each question and council would be many."""
COUNTED_KINDS: Final = (
    "submitted", "decided", "judged", "review_asked", "withdrawn", "closed", "task_closed", "step_failed",
    "evidence_wanted", "evidence_refused", "evidence_received", "evidence_accepted", "evidence_cancelled",
    "evidence_unanswered", *LADDER_KINDS,
)  # fmt: skip
_FINISHED = ("settled", "closed")
_ASKS = ("evidence_wanted", "evidence_refused")
_LEAVES = {
    "review_asked": "review_asked",
    "step_failed": "failed_step",
    "evidence_unanswered": "evidence_unanswered",
}


class Counted(NamedTuple):
    """What is counted: of which measure, which kind, on which day."""

    measure: str
    key: str
    on: date


@dataclass(slots=True)
class Story:
    """A case as far as it has been told. `tell` takes its events in their order."""

    submitted_at: datetime
    left: str = ""
    placed: bool = False
    finished: bool = False
    came_in: bool = False
    outcome: str = ""
    asked_at: dict[str, datetime] = field(default_factory=dict)
    ladder: Ladder = field(default_factory=Ladder)

    def tell(self, kind: str, at: datetime, payload: Mapping[str, Any]) -> Counter[Counted]:
        """What this event adds; a case that leaves the automatic path later is taken back from those that did not."""
        adds: Counter[Counted] = Counter()
        on = local_date(at)
        match kind:
            case "submitted":
                if not self.came_in:
                    self.came_in = True
                    day = local_date(self.submitted_at)
                    adds[Counted("submitted", "", day)] += 1
                    for key in _answered(payload):
                        adds[Counted("answered", key, day)] += 1
            case "decided":
                self.outcome = str(payload.get("outcome", ""))
                self._place(
                    adds, "" if payload.get("automatic", True) else str(payload.get("left_because", ""))
                )
                self._finish(adds, at, str(payload.get("state", "")))
            case "closed":
                self._finish(adds, at, kind)
            case "task_closed":
                self._finish(adds, at, str(payload.get("state", "")))
            case "judged" | "review_asked" | "withdrawn":
                adds[Counted(kind, "", on)] += 1
            case _ if kind.startswith("evidence_"):
                self._evidence(adds, kind, at, str(payload.get("evidence", "")))
        if kind in _LEAVES and self.placed:
            self._place(adds, _LEAVES[kind])
        for each in self.ladder.tell(kind, at, payload):
            key = each.key if each.took is None else f"{each.key}:{place_of(each.took)}"
            adds[Counted(each.measure, key, each.on)] += each.times
        return adds

    def _place(self, adds: Counter[Counted], reason: str) -> None:
        day = local_date(self.submitted_at)
        if not self.placed:
            adds[Counted("handling", reason or AUTOMATIC, day)] += 1
            self.placed, self.left = True, reason
        elif reason and not self.left:
            adds[Counted("handling", AUTOMATIC, day)] -= 1
            adds[Counted("handling", reason, day)] += 1
            self.left = reason

    def _finish(self, adds: Counter[Counted], at: datetime, state: str) -> None:
        if self.finished or state not in _FINISHED or not self.outcome:
            return
        self.finished = True
        on = local_date(at)
        adds[Counted("outcome", self.outcome, on)] += 1
        adds[Counted("time_to_decision", place_of(at - self.submitted_at), on)] += 1

    def _evidence(self, adds: Counter[Counted], kind: str, at: datetime, name: str) -> None:
        on = local_date(at)
        if kind in _ASKS:
            adds[Counted("evidence_asked", name, on)] += 1
            self.asked_at[name] = at
        elif kind == "evidence_received" and name in self.asked_at:
            adds[Counted("evidence_came", name, on)] += 1
            adds[Counted("time_to_evidence", place_of(at - self.asked_at.pop(name)), on)] += 1
        elif kind != "evidence_unanswered":
            self.asked_at.pop(name, None)


def _answered(payload: Mapping[str, Any]) -> Iterator[str]:
    """Each question that was answered, and whether without help; nothing of a record that does not tell."""
    if isinstance(helped := payload.get("helped"), list):
        for fact in payload.get("facts", ()):
            yield f"{fact}:{HELPED if fact in helped else ALONE}"


def place_of(time: timedelta) -> str:
    """The place of a time in a histogram, as a key that sorts."""
    seconds = max(1.0, time.total_seconds())
    return f"{floor(log(seconds) / log(GROWTH)):04d}"


def upper_edge(place: str) -> float:
    """The longest time of a place, in seconds."""
    return float(GROWTH ** (int(place) + 1))


def percentile(places: Mapping[str, int], share: float) -> float | None:
    """The time, in seconds, within which a share of the counted lies: the upper edge of its place. None of nothing."""
    total = sum(places.values())
    if total <= 0:
        return None
    reached = 0
    for place in sorted(places):
        reached += places[place]
        if reached >= share * total:
            return upper_edge(place)
    return upper_edge(max(places))


def spans_of(on: date) -> tuple[tuple[str, date], ...]:
    """The stretches of time that a day is counted in."""
    return (("day", on), ("week", on - timedelta(days=on.weekday())), ("month", on.replace(day=1)))
