"""One pass over a service: which facts are known, unknown or not applicable, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from shirehall.kernel.answers import Answers
from shirehall.kernel.definition import Fact
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.tables import Looked
from shirehall.kernel.values import round_half_up
from shirehall.kernel.version import Program, Version


@dataclass(slots=True)
class Reckoned:
    """Every fact by name (value, UNKNOWN or NOT_APPLICABLE), what each table said, and which facts were
    declined or lie outside what the tables were proved for: unknown to the rules, and a person's to settle."""

    program: Program
    facts: dict[str, Any]
    looked: dict[str, Looked]
    declined: set[str]
    outside: set[str]


def reckon(
    version: Version, answers: Answers, judged: Mapping[str, Any], *, authority: str, on: date
) -> Reckoned:
    """Reckons every fact of a service on a date."""
    program = version.program(authority=authority, on=on)
    service = version.service
    facts: dict[str, Any] = {"on": on.toordinal()}
    reckoned = Reckoned(program, facts, {}, set(), set())
    for op in program.rates:
        facts[op.name] = op.amounts.get("", UNKNOWN)
    _read_answers(version, answers, judged, reckoned)
    _hide(version, reckoned)
    for name, fact in service.facts.items():
        if fact.origin not in ("worked_out", "table") or _given(fact, answers, facts):
            continue
        for op in program.rates:
            if op.by:
                by = facts.get(op.by, UNKNOWN)
                facts[op.name] = (
                    by
                    if by is UNKNOWN or by is NOT_APPLICABLE
                    else op.amounts.get(by, op.amounts.get("else", UNKNOWN))
                )
        if fact.origin == "worked_out":
            facts[name] = whole_value(fact, version.formulas[name](facts)) if fact.formula else UNKNOWN
            _hold_to_domain(fact, reckoned)
        elif name in program.tables:
            looked = program.tables[name].look(facts)
            reckoned.looked[name] = looked
            facts[name] = looked.value
        else:
            facts[name] = UNKNOWN
    return reckoned


def _given(fact: Fact, answers: Answers, facts: Mapping[str, Any]) -> bool:
    """Whether a worked-out fact was given directly, by an officer or at the command line."""
    return fact.name in facts and fact.name in answers


def _read_answers(version: Version, answers: Answers, judged: Mapping[str, Any], reckoned: Reckoned) -> None:
    facts = reckoned.facts
    for name, fact in version.service.facts.items():
        if fact.origin == "judged":
            facts[name] = judged.get(name, NOT_APPLICABLE)
            continue
        answer = answers.get(name)
        if answer is None:
            if fact.origin in ("asked", "looked_up"):
                facts[name] = UNKNOWN
            continue
        if answer.state == "known":
            facts[name] = answer.value
        elif answer.state == "declined":
            facts[name] = UNKNOWN
            reckoned.declined.add(name)
        else:
            facts[name] = NOT_APPLICABLE
        _hold_to_domain(fact, reckoned)


def _hold_to_domain(fact: Fact, reckoned: Reckoned) -> None:
    """A value that no table was proved for is not decided by: it is unknown to the rules, and marked."""
    value, domain = reckoned.facts[fact.name], fact.domain
    outside = value is NOT_APPLICABLE and not fact.may_be_not_applicable
    if (
        isinstance(value, int | date)
        and not isinstance(value, bool)
        and (domain.low is not None or domain.high is not None)
    ):
        number = value.toordinal() if isinstance(value, date) else value
        outside = (domain.low is not None and number < domain.low) or (
            domain.high is not None and number > domain.high
        )
    elif isinstance(value, str) and domain.options and value not in domain.options:
        outside = True
    if outside:
        reckoned.facts[fact.name] = UNKNOWN
        reckoned.outside.add(fact.name)


def _hide(version: Version, reckoned: Reckoned) -> None:
    """Facts of pages and questions whose condition is false do not apply; while it is unknown, nor does what was
    given: else learning the condition could undo a decision."""
    facts, conditions = reckoned.facts, version.conditions
    for page in version.service.pages:
        shown = conditions[page.name](facts) if page.when else True
        names = (page.repeat,) if page.repeat else ()
        if shown is not True:
            for name in names or [question.fact for question in page.questions]:
                _set_hidden(name, shown, reckoned)
            continue
        if page.repeat:
            continue
        for question in page.questions:
            if question.when:
                shown = conditions[f"{page.name}.{question.fact}"](facts)
                if shown is not True:
                    _set_hidden(question.fact, shown, reckoned)


def _set_hidden(name: str, shown: Any, reckoned: Reckoned) -> None:
    reckoned.facts[name] = UNKNOWN if shown is UNKNOWN else NOT_APPLICABLE
    reckoned.outside.discard(name)
    if shown is not UNKNOWN:
        reckoned.declined.discard(name)


def whole_value(fact: Fact, value: Any) -> Any:
    """What an expression gave, as a value of its fact: money in pence, half a penny going up."""
    if value is UNKNOWN or value is NOT_APPLICABLE or isinstance(value, bool | str | date | tuple):
        return value
    if fact.kind == "date":
        return date.fromordinal(int(value))
    return whole_amount(fact.kind, value)


def whole_amount(kind: str, value: Any) -> int:
    """A number as an expression gives it (pounds) in whole pence, or rounded to a whole number."""
    exact = Fraction(value) * (100 if kind == "money" else 1)
    return round_half_up(exact.numerator, exact.denominator)
