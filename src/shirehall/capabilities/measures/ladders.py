"""The reminders of evidence, as a case tells them: what each rung was followed by. Pure, like `rules`.

Evidence that is asked for stands on a stage: 0 until a reminder goes, then the rung of the last one. A stage ends with
the next reminder, or when the evidence comes, is not wanted any more, or has been waited for long enough.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from shirehall.casework.api import local_date

SOON: Final = timedelta(days=7)
"""Evidence that comes so soon after a reminder counts as having followed it."""
LADDER_KINDS: Final = ("message_sent",)
STAGE_OPEN: Final = "stage_open"
"""Among what stands now: evidence on its stage, by the day since when."""


class Added(NamedTuple):
    """What is added: of which measure, of which evidence and stage, on which day; so many `times`, or once with a
    `took` that is put into a histogram."""

    measure: str
    key: str
    on: date
    times: int = 1
    took: timedelta | None = None


@dataclass(slots=True)
class _Asked:
    at: datetime
    stage_since: datetime
    sent: list[tuple[int, datetime]] = field(default_factory=list)

    @property
    def stage(self) -> int:
        return self.sent[-1][0] if self.sent else 0


@dataclass(slots=True)
class Ladder:
    """The evidence of one case that is asked for, by name. `tell` takes the case's events in their order."""

    asked: dict[str, _Asked] = field(default_factory=dict)

    def tell(self, kind: str, at: datetime, payload: Mapping[str, Any]) -> Iterator[Added]:
        """What an event adds."""
        name = str(payload.get("evidence", ""))
        match kind:
            case "evidence_wanted" | "evidence_refused":
                yield from self._ends(name, at)
                self.asked[name] = _Asked(at, at)
            case "evidence_received" | "evidence_accepted" | "evidence_cancelled" | "evidence_unanswered":
                # Unanswered: from now on an officer has it, and no reminder speaks for itself any more.
                if kind == "evidence_received":
                    yield from self._came(name, at)
                yield from self._ends(name, at)
                self.asked.pop(name, None)
            case "message_sent":
                for reminded, rung in sorted(_reminders(payload).items()):
                    yield from self._reminded(reminded, rung, at)

    def standing(self) -> Iterator[tuple[str, date]]:
        """Each stage on which evidence stands: its key, and the day since when."""
        for name, asked in sorted(self.asked.items()):
            yield f"{name}:{asked.stage}", local_date(asked.stage_since)

    def _reminded(self, name: str, rung: int, at: datetime) -> Iterator[Added]:
        asked = self.asked.get(name)
        if asked is None or rung <= asked.stage:
            return
        yield from self._ends(name, at)
        asked.sent.append((rung, at))
        yield Added("reminder_sent", f"{name}:{rung}", local_date(at))

    def _came(self, name: str, at: datetime) -> Iterator[Added]:
        asked = self.asked.get(name)
        if asked is None:
            return
        key, on = f"{name}:{asked.stage}", local_date(at)
        yield Added("stage_came", key, on)
        yield Added("stage_asked_to_came", key, on, took=at - asked.at)
        for rung, sent_at in asked.sent:
            if at - sent_at <= SOON:
                yield Added("reminder_answered", f"{name}:{rung}", local_date(sent_at))

    def _ends(self, name: str, at: datetime) -> Iterator[Added]:
        """The stage on which the evidence stood, with the hours that it was owed on it."""
        asked = self.asked.get(name)
        if asked is None:
            return
        hours = round((at - asked.stage_since).total_seconds() / 3600)
        if hours > 0:
            yield Added("stage_hours", f"{name}:{asked.stage}", local_date(at), hours)
        asked.stage_since = at


def _reminders(payload: Mapping[str, Any]) -> Mapping[str, int]:
    """Evidence -> rung, of a message that was a reminder."""
    given = payload.get("reminders")
    if not isinstance(given, dict):
        return {}
    return {name: rung for name, rung in given.items() if isinstance(rung, int) and rung > 0}
