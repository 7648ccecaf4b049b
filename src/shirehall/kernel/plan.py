"""What one pass over a service does, worked out once a version: so that a decision looks nothing up twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shirehall.kernel.definition import Fact, Service
from shirehall.kernel.expressions.built import Reckoner
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN

Conditions = Mapping[str, Reckoner]
"""Page name, "page.question" or "evidence.name" -> its condition: true, false or unknown."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the tables were proved for: a value outside is not decided by. Numbers as in a table (pence,
    counts, date ordinals). `may_be_absent`: worked out as not applicable; `may_be_given_absent`: said to be."""

    fact: Fact
    low: int | None
    high: int | None
    options: frozenset[str]
    may_be_absent: bool
    may_be_given_absent: bool


@dataclass(frozen=True, slots=True)
class Hiding:
    """A page that a condition may hide, or some of its questions. `names` are its facts."""

    names: tuple[str, ...]
    when: Reckoner | None
    questions: tuple[tuple[str, Reckoner], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A fact to work out: by a formula, or by its table where there is none."""

    name: str
    formula: Reckoner | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class AmountStep:
    """An amount that an outcome gives, and the facts its formula reads."""

    name: str
    reckon: Reckoner
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """The pass. `start` holds what is known before any answer: asked facts unknown, judgements not made."""

    start: Mapping[str, Any]
    may_be_given: Mapping[str, Limits]
    judged: Mapping[str, Limits]
    hiding: tuple[Hiding, ...]
    steps: tuple[Step, ...]
    amounts: Mapping[str, tuple[AmountStep, ...]]
    """By outcome. A referral gives none: a person settles them."""
    asked: tuple[str, ...]
    results: tuple[str, ...]
    given_amounts: tuple[str, ...]
    """Facts of tables that are money or percent."""
    evidence: tuple[tuple[str, Reckoner | None], ...]
    order: Mapping[str, int]
    """The place of each fact in the order of the pages."""


def make_plan(
    service: Service,
    conditions: Conditions,
    formulas: Mapping[str, Reckoner],
    amounts: Mapping[tuple[str, str], Reckoner],
) -> Plan:
    """The plan of a service."""
    facts = {name: fact for name, fact in service.facts.items() if "." not in name}
    worked = [fact for fact in facts.values() if fact.origin in ("worked_out", "table")]
    return Plan(
        start={
            name: NOT_APPLICABLE if fact.origin == "judged" else UNKNOWN
            for name, fact in facts.items()
            if fact.origin in ("asked", "looked_up", "judged")
        },
        may_be_given={
            name: _limits(fact)
            for name, fact in facts.items()
            if fact.origin != "judged" and fact.kind != "outcome"
        },
        judged={name: _limits(fact) for name, fact in facts.items() if fact.origin == "judged"},
        hiding=_hiding(service, conditions),
        steps=tuple(Step(fact.name, formulas.get(fact.name), _limits(fact)) for fact in worked),
        amounts=_amounts(service, amounts),
        asked=tuple(name for name, fact in facts.items() if fact.origin == "asked"),
        results=tuple(fact.name for fact in worked if fact.kind != "outcome"),
        given_amounts=tuple(
            fact.name for fact in worked if fact.origin == "table" and fact.kind in ("money", "percent")
        ),
        evidence=tuple((each.name, conditions.get(f"evidence.{each.name}")) for each in service.evidence),
        order=_order(service),
    )


def _limits(fact: Fact) -> Limits:
    domain = fact.domain
    may = fact.may_be_not_applicable
    # Where a condition says when a fact is absent, the proofs hold it to be there otherwise, whoever says no.
    given = may and not fact.absent_unless
    return Limits(fact, domain.low, domain.high, frozenset(domain.options), may, given)


def _hiding(service: Service, conditions: Conditions) -> tuple[Hiding, ...]:
    found = []
    for page in service.pages:
        names = (page.repeat,) if page.repeat else tuple(question.fact for question in page.questions)
        questions = tuple(
            (question.fact, conditions[f"{page.name}.{question.fact}"])
            for question in page.questions
            if question.when and not page.repeat
        )
        if page.when or questions:
            found.append(Hiding(names, conditions.get(page.name) if page.when else None, questions))
    return tuple(found)


def _amounts(
    service: Service, amounts: Mapping[tuple[str, str], Reckoner]
) -> Mapping[str, tuple[AmountStep, ...]]:
    outcomes = dict.fromkeys(outcome for amount in service.amounts for outcome in amount.formulas)
    return {
        outcome: tuple(
            AmountStep(amount.name, amounts[(amount.name, outcome)], amount.formulas[outcome].reads)
            for amount in service.amounts
            if outcome in amount.formulas
        )
        for outcome in outcomes
        if outcome != "refer"
    }


def _order(service: Service) -> Mapping[str, int]:
    names = [
        name
        for page in service.pages
        for name in ((page.repeat,) if page.repeat else tuple(question.fact for question in page.questions))
    ]
    return {name: index for index, name in enumerate(dict.fromkeys([*names, *service.facts]))}
