"""One pass down the line while it is worked out: what stood before, what came in, and what is to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from shirehall.casework.clocks import local_date
from shirehall.casework.events import Happened
from shirehall.casework.models import Case, Draft, Evidence, Step, Task
from shirehall.casework.versions import Resolved
from shirehall.kernel.api import Answers, Decision, Judgement


class EvidenceGiven(NamedTuple):
    """News of one evidence: `received` from the resident; `accepted`, `refused` or `wanted` from an officer.
    A refusal, and an asking, need a reason."""

    state: str
    documents: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What came in, as it was given to `submit`."""

    service: str
    answers: Answers
    channel: str
    by: str
    at: datetime
    authority: str
    key: str
    purpose: str
    version: str | None = None
    case: Case | None = None
    draft: Draft | None = None
    judgement: Judgement | None = None
    evidence: Mapping[str, EvidenceGiven] = field(default_factory=dict)
    note: str = ""
    effective_on: date | None = None
    seen_sequence: int | None = None
    plan_steps: bool = True

    @property
    def by_resident(self) -> bool:
        """Whether it came from the applicant and not from an officer."""
        return self.by == RESIDENT


RESIDENT = "resident"


@dataclass(slots=True)
class Pass:
    """The working record of one pass. Evidence by name and open tasks are those that stand, with what is new among
    them not saved yet; `happenings` are what a message may go out for."""

    request: Request
    resolved: Resolved
    case: Case
    answers: Answers
    fresh: bool
    answers_before: Answers = field(default_factory=dict)
    decision: Decision = field(init=False)
    decided_on: date = field(init=False)
    states_decided: dict[str, str] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    evidence_changed: set[str] = field(default_factory=set)
    tasks: list[Task] = field(default_factory=list)
    tasks_opened: list[Task] = field(default_factory=list)
    tasks_closed: list[Task] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    cancel_evidence: set[str] = field(default_factory=set)
    cancel_all_steps: bool = False
    cancel_renewal: bool = False
    happened: list[Happened] = field(default_factory=list)
    happenings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.request.at

    @property
    def on(self) -> date:
        """The local day of the pass."""
        return local_date(self.request.at)

    def say(self, kind: str, **payload: Any) -> None:
        """Something happened that goes into the case's chain."""
        self.happened.append(
            Happened(kind=kind, by=self.request.by, at=self.at, payload=payload, channel=self.request.channel)
        )

    def leave_automatic(self, reason: str) -> None:
        """The case has left the automatic path: the first reason stays."""
        if self.case.automatic:
            self.case.automatic, self.case.left_because = False, reason[:120]
