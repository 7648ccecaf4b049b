"""One pass over a service: which facts are known, unknown or not applicable, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shirehall.kernel.answers import Answers
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.looking import Looked
from shirehall.kernel.plan import Limits
from shirehall.kernel.programs import Program
from shirehall.kernel.version import Version


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
    """Reckons every fact of a service on a date. Answers to what the service does not ask are passed over."""
    program = version.program(authority=authority, on=on)
    facts = dict(program.start)
    facts["on"] = on.toordinal()
    reckoned = Reckoned(program, facts, {}, set(), set())
    _read_answers(version, answers, judged, reckoned)
    for name in program.varying:
        if name in facts:
            _vary(program, facts, name)
    _hide(version, reckoned)
    for step in version.plan.steps:
        name = step.name
        # A worked-out fact that was given, by an officer or at the command line, stands as it was given.
        if name not in facts:
            facts[name] = _worked_out(step.formula, step.limits, reckoned)
        if name in program.varying:
            _vary(program, facts, name)
    return reckoned


def _worked_out(formula: Any, limits: Limits, reckoned: Reckoned) -> Any:
    name = limits.fact.name
    if formula is not None:
        value = formula(reckoned.facts)
    elif name in reckoned.program.tables:
        looked = reckoned.program.tables[name].look(reckoned.facts)
        reckoned.looked[name] = looked
        value = looked.value
    else:
        return UNKNOWN
    if value is UNKNOWN or _fits(value, limits, limits.may_be_absent):
        return value
    reckoned.outside.add(name)
    return UNKNOWN


def _read_answers(version: Version, answers: Answers, judged: Mapping[str, Any], reckoned: Reckoned) -> None:
    facts = reckoned.facts
    for name, answer in answers.items():
        limits = version.plan.may_be_given.get(name)
        if limits is None:
            continue
        if answer.state == "declined":
            reckoned.declined.add(name)
            facts[name] = UNKNOWN
            continue
        value = answer.value if answer.state == "known" else NOT_APPLICABLE
        _hold(name, value, limits, reckoned)
    for name, value in judged.items():
        if name in version.plan.judged:
            _hold(name, value, version.plan.judged[name], reckoned)


def _hold(name: str, value: Any, limits: Limits, reckoned: Reckoned) -> None:
    """A value that no table was proved for is not decided by: it is unknown to the rules, and marked."""
    if _fits(value, limits, limits.may_be_given_absent):
        reckoned.facts[name] = value
    else:
        reckoned.facts[name] = UNKNOWN
        reckoned.outside.add(name)


def _fits(value: Any, limits: Limits, may_be_absent: bool) -> bool:
    if value is NOT_APPLICABLE:
        return may_be_absent
    if isinstance(value, str):
        return not limits.options or value in limits.options
    if isinstance(value, date):
        value = value.toordinal()
    elif not isinstance(value, int) or isinstance(value, bool):
        return True
    low, high = limits.low, limits.high
    return (low is None or value >= low) and (high is None or value <= high)


def _vary(program: Program, facts: dict[str, Any], name: str) -> None:
    """The rates that differ by a fact follow it: unknown while it is, not applicable where it is not."""
    value = facts[name]
    for rate, amounts in program.varying[name]:
        if value is UNKNOWN or value is NOT_APPLICABLE:
            facts[rate] = value
        else:
            facts[rate] = amounts.get(value, amounts.get("else", UNKNOWN))


def _hide(version: Version, reckoned: Reckoned) -> None:
    """Facts of pages and questions whose condition is false do not apply. While it is unknown, what was given
    is unknown too: else learning the condition could undo a decision."""
    facts = reckoned.facts
    for hiding in version.plan.hiding:
        shown = hiding.when(facts) if hiding.when is not None else True
        if shown is not True:
            for name in hiding.names:
                _set_hidden(name, shown, reckoned)
            continue
        for name, condition in hiding.questions:
            shown = condition(facts)
            if shown is not True:
                _set_hidden(name, shown, reckoned)


def _set_hidden(name: str, shown: Any, reckoned: Reckoned) -> None:
    reckoned.facts[name] = UNKNOWN if shown is UNKNOWN else NOT_APPLICABLE
    reckoned.outside.discard(name)
    reckoned.declined.discard(name)
    if name in reckoned.program.varying:
        _vary(reckoned.program, reckoned.facts, name)
