"""What deciding gives: data first. Letters, screens, text messages and the API are renderings of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shirehall.kernel.definition import Outcome
from shirehall.kernel.values import Stored, Value, to_stored


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an officer decided: an input to the rules. `question` is the judgement's name in the definition."""

    question: str
    answer: Value
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a sentence, the row of the table it comes from, and the source the row cites."""

    text: str
    table: str
    row: str
    source: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why another row of the outcome table did not win: the row, what it would have given, and the sentence."""

    row: str
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next. `kind`: answer (a fact is missing), send_evidence, wait_for_officer, paid_out
    (nothing more to do), contact. `name` is the fact, evidence or queue it is about."""

    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Won:
    """The row (or rows, where they add up) that won in one table. `rows` by name."""

    table: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules say of the facts as stated, on a date, for an authority.

    `results` holds every worked-out fact that is known, `amounts` those that are money or percent (pence, whole
    percents). `queue` is where a person looks, or empty. `missing_facts` are in page order; `possible` the
    outcomes they still allow. `evidence_wanted` is what the rules ask for; `missing_evidence` what of it is not
    accepted yet. `facts` are the inputs as they were used, `not_applicable` the facts that did not apply.
    """

    service: str
    version: str
    rates_version: str
    on: date
    authority: str
    outcome: Outcome
    queue: str
    results: Mapping[str, Value]
    amounts: Mapping[str, int]
    reasons: tuple[Reason, ...]
    why_not: tuple[WhyNot, ...]
    missing_facts: tuple[str, ...]
    possible: tuple[str, ...]
    evidence_wanted: tuple[str, ...]
    missing_evidence: tuple[str, ...]
    risk_band: str | None
    next_steps: tuple[NextStep, ...]
    won: tuple[Won, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    not_applicable: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Stored]:
        """The object that `shirehall decide --json` prints and that casework keeps."""
        return {
            "service": self.service,
            "version": self.version,
            "rates_version": self.rates_version,
            "on": self.on.isoformat(),
            "authority": self.authority,
            "outcome": self.outcome,
            "queue": self.queue,
            "results": {name: to_stored(value) for name, value in self.results.items()},
            "amounts": dict(self.amounts),
            "reasons": [
                {"text": each.text, "row": each.row, "table": each.table, "source": each.source}
                for each in self.reasons
            ],
            "why_not": [
                {"row": each.row, "outcome": each.outcome, "text": each.text} for each in self.why_not
            ],
            "missing": {"facts": list(self.missing_facts), "evidence": list(self.missing_evidence)},
            "possible": list(self.possible),
            "evidence_wanted": list(self.evidence_wanted),
            "risk_band": self.risk_band,
            "next_steps": [
                {"kind": each.kind, "name": each.name, "text": each.text} for each in self.next_steps
            ],
            "won": [{"table": each.table, "rows": list(each.rows)} for each in self.won],
        }
