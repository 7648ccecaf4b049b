"""A council service as it is defined: frozen records, one for each thing a service folder says.

The loader makes them and they never change. Names are those of the files. A `line` is where it stands, for
messages about it. Conditions and formulas are parsed already (`Expression`); cells are parsed in `tables`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from shirehall.kernel.nodes import Node
from shirehall.kernel.questions.base import Asked
from shirehall.kernel.values import UNBOUNDED, Domain, Kind, Value

Outcome = Literal["approve", "refuse", "refer", "received", "incomplete"]
OUTCOMES: tuple[Outcome, ...] = ("approve", "refuse", "refer", "received", "incomplete")


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or formula: its words as written, its parsed form, and the facts it reads."""

    words: str
    node: Node
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `asked` is what its type needs; `when` hides it; `kept_for` says why it is asked where no
    rule reads it; `page` is the page it stands on."""

    fact: str
    type: str
    asked: Asked
    page: str
    kind: Kind
    when: Expression | None = None
    kept_for: str = ""
    decline: bool = False
    channels: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    file: str = "service.yaml"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a title and its questions. With `repeat` its questions are asked again for each item, and the
    fact of that name is the list of them."""

    name: str
    title: str
    questions: tuple[Question, ...]
    when: Expression | None = None
    repeat: str = ""
    at_least: int = 0
    at_most: int = 20
    item: str = ""
    hint: str = ""
    line: int = 0
    file: str = "service.yaml"


@dataclass(frozen=True, slots=True)
class Fact:
    """Anything with a value: asked, worked out, looked up, judged by an officer, or given by a table.

    `origin` says which. `parts` are the kinds within a repeat. `label` is a noun phrase ("your savings").
    """

    name: str
    kind: Kind
    label: str
    origin: Literal["asked", "worked_out", "looked_up", "judged", "table"]
    domain: Domain = UNBOUNDED
    options: Mapping[str, str] = field(default_factory=dict)
    formula: Expression | None = None
    looked_up: str = ""
    parts: Mapping[str, Kind] = field(default_factory=dict)
    may_be_not_applicable: bool = False
    absent_unless: tuple[Expression, ...] = ()
    """Where not empty: it is not applicable only if one of these conditions is false."""
    shown: bool = False
    """Whether the person is told it beside the amounts, where it is approved."""
    line: int = 0
    file: str = "service.yaml"


@dataclass(frozen=True, slots=True)
class JudgementAsked:
    """A question that only an officer answers, with a reason. Until then its fact is not applicable, which a
    cell reads as `not made`."""

    name: str
    question: Question
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder: by which channel (sms, email, letter), how many days after the evidence was asked for."""

    channel: str
    after_days: int


@dataclass(frozen=True, slots=True)
class EvidenceAsked:
    """Evidence that may be owed: what is accepted (kind -> words), which facts it proves, when it is wanted."""

    name: str
    title: str
    accept: Mapping[str, str]
    proves: tuple[str, ...]
    wanted_when: Expression | None
    remind: tuple[Reminder, ...]
    close_unanswered_after: int | None
    max_age_days: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Renewal:
    """What was approved is asked about again: after how many days, with which reminders, and after how many days
    without an answer an officer looks. Nothing ends by itself."""

    every_days: int
    remind: tuple[Reminder, ...]
    close_unanswered_after: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class RateEntry:
    """The amounts of a rate from a date: key "" where it does not vary; "else" for authorities not named."""

    from_on: date
    amounts: Mapping[str, int]
    source: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A dated amount. `by` is empty, "authority", or the choice fact it varies by. `dated` is oldest first."""

    name: str
    title: str
    kind: Kind
    by: str
    dated: tuple[RateEntry, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `cells` are as written, by column; `then` a value or the name of a fact whose value
    and reasons it takes. `otherwise` marks the last row of a `first` table that catches the rest."""

    name: str
    cells: Mapping[str, Any]
    then: Value | None
    then_fact: str = ""
    because: str = ""
    source: str = ""
    to: str = ""
    otherwise: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: reads `columns`, gives one fact. `else_value` is what it gives where a column is not applicable
    (None: not applicable itself); `hit` how its rows are read."""

    name: str
    gives: str
    kind: Kind
    hit: Literal["unique", "first", "collect"]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    says: str = ""
    because: str = ""
    source: str = ""
    has_else: bool = False
    else_value: Value | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Amount:
    """What a decision gives: a formula for each outcome that gives it."""

    name: str
    kind: Kind
    label: str
    formulas: Mapping[str, Expression]
    because: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """A message of the service. `on` is what makes it go (received, decided, evidence_wanted, reminder,
    evidence_refused, withdrawn); `outcomes` narrows `decided`, `rung` a reminder (first, second, third, last; empty:
    every rung that has no wording of its own). A part that is empty is not sent that way."""

    name: str
    on: str
    outcomes: tuple[str, ...]
    subject: str
    email: str
    sms: str
    letter: str
    line: int = 0
    rung: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A whole service. `facts` holds every fact by name; `tables` stand in the order they are reckoned."""

    name: str
    title: str
    summary: str
    owner: str
    queue: str
    offered_by: tuple[str, ...]
    serves: tuple[str, ...]
    codes: Mapping[str, str]
    lawful_basis: str
    special_category: Mapping[str, Mapping[str, Any]]
    channels: tuple[str, ...]
    decide_within_days: int
    pages: tuple[Page, ...]
    judgements: tuple[JudgementAsked, ...]
    facts: Mapping[str, Fact]
    evidence: tuple[EvidenceAsked, ...]
    tables: tuple[Table, ...]
    amounts: tuple[Amount, ...]
    rates: Mapping[str, Rate]
    messages: tuple[MessageTemplate, ...]
    retention: Mapping[str, tuple[int, str]]
    """Outcome, "withdrawn" or "draft" -> (days, "closed" or "saved")."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    renewal: Renewal | None = None
    asking: Mapping[str, Question] = field(default_factory=dict)
    """Fact, judgement or part of a repeat ("incomes.kind") -> the question that asks it."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the pages."""
        return tuple(question for page in self.pages for question in page.questions)
