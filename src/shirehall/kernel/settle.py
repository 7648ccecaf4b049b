"""The outcome: the row of the outcome table that won, or what keeps any from winning."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from shirehall.kernel.decision import Reason
from shirehall.kernel.definition import Outcome
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.language import _
from shirehall.kernel.reckon import Reckoned
from shirehall.kernel.values import Repeat
from shirehall.kernel.version import Version
from shirehall.kernel.words import and_listed, day

_NONE: Mapping[str, int] = MappingProxyType({})


class Settled:
    """The outcome and what it rests on. `row` is the row of the outcome table that won, -1 where none did;
    `plain` a reason that no row gives (a date without a rate)."""

    __slots__ = ("amounts", "missing", "outcome", "plain", "possible", "queue", "row")

    def __init__(
        self, outcome: Outcome, *, queue: str = "", row: int = -1, plain: Reason | None = None,
        missing: tuple[str, ...] = (), possible: tuple[str, ...] = (), amounts: Mapping[str, int] = _NONE,
    ) -> None:  # fmt: skip
        self.outcome: Outcome = outcome
        self.queue, self.row, self.plain = queue, row, plain
        self.missing, self.possible, self.amounts = missing, possible, amounts


def settle(version: Version, reckoned: Reckoned, *, on: date, judged: bool) -> Settled:
    """The outcome of reckoned facts. `judged`: whether an officer has decided something of the case."""
    service, outcome_fact = version.service, version.outcome_table
    if not outcome_fact:
        return Settled("received", queue=service.queue)
    if reckoned.program.missing_rates or reckoned.program.unready:
        return _cannot_be_reckoned(version, reckoned, on)
    looked = reckoned.looked[outcome_fact]
    if not looked.winners:
        return _unsettled(version, reckoned, looked.standing)
    index = looked.winners[0]
    row = version.words[outcome_fact].table.rows[index]
    outcome: Outcome = row.then  # type: ignore[assignment]
    if outcome == "refer":
        return Settled("refer", queue=row.to or service.queue, row=index)
    amounts, missing, unsettled = _amounts(version, reckoned, outcome)
    if unsettled:
        return _incomplete(version, reckoned, missing, (outcome,))
    if version.needs_person and not judged:
        text = _("This reads health or other sensitive information, so an officer makes the decision.")
        return _referred(version, text, "special_category", "no_basis_recorded", source="UK GDPR article 22B")
    return Settled(outcome, row=index, amounts=amounts)


def _referred(
    version: Version, text: str, table: str, row: str, *, source: str = "", possible: tuple[str, ...] = ()
) -> Settled:
    plain = Reason(text, table, row, source)
    return Settled("refer", queue=version.service.queue, plain=plain, possible=possible)


def _cannot_be_reckoned(version: Version, reckoned: Reckoned, on: date) -> Settled:
    rates, tables = reckoned.program.missing_rates, reckoned.program.unready
    if rates:
        names = and_listed([version.service.rates[name].title for name in rates[:3]])
        text = _("There are no amounts in force on {day} for: {names}. An officer will look at this.")
        return _referred(version, text.format(day=day(on), names=names), "rates", "no_rate_on_date")
    names = and_listed([version.service.facts[name].label for name in tables[:3]])
    text = _("The rules cannot work out {names}. An officer will look at this.").format(names=names)
    return _referred(version, text, "tables", "no_bounds")


def _amounts(version: Version, reckoned: Reckoned, outcome: str) -> tuple[dict[str, int], set[str], bool]:
    """The amounts that an outcome gives, the facts still missing for them, and whether any is not known."""
    facts = reckoned.facts
    amounts: dict[str, int] = {}
    missing: set[str] = set()
    unsettled = False
    for step in version.plan.amounts.get(outcome, ()):
        value = step.reckon(facts)
        if value is UNKNOWN:
            unsettled = True
            unknown = (name for name in step.reads if facts.get(name, NOT_APPLICABLE) is UNKNOWN)
            missing |= _asked_behind_all(version, reckoned, unknown)
        elif value is not NOT_APPLICABLE:
            amounts[step.name] = facts[step.name] = value
    return amounts, missing, unsettled


def _unsettled(version: Version, reckoned: Reckoned, standing: tuple[int, ...]) -> Settled:
    table, rows = (
        reckoned.program.tables[version.outcome_table],
        version.words[version.outcome_table].table.rows,
    )
    keeping = {name for index in standing for name in table.undetermined(reckoned.facts, index)}
    possible = tuple(dict.fromkeys(str(rows[index].then) for index in standing))
    return _incomplete(version, reckoned, _asked_behind_all(version, reckoned, keeping), possible)


def _incomplete(
    version: Version, reckoned: Reckoned, missing: set[str], possible: tuple[str, ...]
) -> Settled:
    """Incomplete while there is something to ask. Where all that is missing was declined, lies outside the
    tables, or is nothing that a person could say, an officer looks."""
    order = version.plan.order
    names = sorted(missing, key=lambda name: order.get(name, len(order)))
    unasked = [name for name in names if name not in reckoned.declined and name not in reckoned.outside]
    if unasked:
        return Settled("incomplete", missing=tuple(unasked), possible=possible)
    if not names:
        text = _("The rules do not cover what we were told. An officer will look at this.")
        return _referred(version, text, "facts", "not_covered", possible=possible)
    labels = and_listed([version.service.facts[name].label for name in names])
    if any(name in reckoned.outside for name in names):
        text = _("What we know of {labels} is outside what the rules cover. An officer will look at this.")
        return _referred(
            version, text.format(labels=labels), "facts", "outside_the_tables", possible=possible
        )
    text = _("You told us that you do not know {labels}. An officer will look at this with you.")
    return _referred(version, text.format(labels=labels), "facts", "declined", possible=possible)


def _asked_behind_all(version: Version, reckoned: Reckoned, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    seen: set[str] = set()
    for name in names:
        found |= _asked_behind(version, reckoned, name, seen)
    return found


def _asked_behind(version: Version, reckoned: Reckoned, name: str, seen: set[str]) -> set[str]:
    """The unknown facts that a person could give so that `name` becomes known: followed back to questions.
    What was `seen` already has been followed."""
    if name in seen or not _is_open(reckoned.facts.get(name, NOT_APPLICABLE)):
        return set()
    seen.add(name)
    fact = version.service.facts.get(name)
    if fact is None:
        rate = version.service.rates.get(name)
        return _asked_behind(version, reckoned, rate.by, seen) if rate else set()
    if name in reckoned.outside or name in reckoned.declined:
        return {name}
    if name in reckoned.looked:
        return _behind_table(version, reckoned, name, seen)
    if fact.origin in ("table", "worked_out"):
        return set().union(*(_asked_behind(version, reckoned, other, seen) for other in version.reads[name]))
    behind = _behind_condition(version, reckoned, name, seen)
    return {name} if behind is None else behind


def _behind_table(version: Version, reckoned: Reckoned, name: str, seen: set[str]) -> set[str]:
    looked, table = reckoned.looked[name], reckoned.program.tables[name]
    keeping = {column for row in looked.standing for column in table.undetermined(reckoned.facts, row)}
    if not looked.standing:
        keeping |= table.waits_for(reckoned.facts)
    if looked.then_fact:
        keeping.add(looked.then_fact)
    return set().union(*(_asked_behind(version, reckoned, other, seen) for other in keeping))


def _is_open(value: Any) -> bool:
    """Whether there is still something to ask: it is unknown, or a list that is not finished."""
    return value is UNKNOWN or (isinstance(value, Repeat) and not value.done)


def _behind_condition(version: Version, reckoned: Reckoned, name: str, seen: set[str]) -> set[str] | None:
    """What must be asked first while it is unknown whether a fact's question applies; None where it applies."""
    found: set[str] | None = None
    for page in version.service.pages:
        if name != page.repeat and (page.repeat or all(each.fact != name for each in page.questions)):
            continue
        conditions = [(page.name, page.when)]
        if not page.repeat:
            conditions += [(f"{page.name}.{name}", each.when) for each in page.questions if each.fact == name]
        for key, condition in conditions:
            if condition is not None and version.conditions[key](reckoned.facts) is UNKNOWN:
                behind = (_asked_behind(version, reckoned, other, seen) for other in condition.reads)
                found = (found or set()).union(*behind)
    return found
