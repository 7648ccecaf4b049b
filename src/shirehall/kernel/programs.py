"""A version made ready for one authority and one span of dates: the amounts of that time put in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shirehall.kernel.definition import Expression, Service
from shirehall.kernel.grids.api import UNKNOWN
from shirehall.kernel.looking import ReadyTable, make_ready
from shirehall.kernel.plan import Plan
from shirehall.kernel.tables import TableWords, amount_of, entry_on

Varying = tuple[tuple[str, Mapping[str, int]], ...]


@dataclass(frozen=True, slots=True)
class Program:
    """`start` are the facts before any answer, with the rates that expressions read; `varying` those rates that
    differ by a choice fact, by that fact. `missing_rates` have no amount on the date; `unready` are the tables
    that cannot be looked up, since a column of theirs has no bounds."""

    start: Mapping[str, Any]
    varying: Mapping[str, Varying]
    tables: Mapping[str, ReadyTable]
    missing_rates: tuple[str, ...]
    unready: tuple[str, ...]


def make_program(
    service: Service, words: Mapping[str, TableWords], plan: Plan, *, authority: str, on: date
) -> Program:
    """The program of a service for an authority and the span of dates that `on` falls in."""
    in_tables = {name for table in words.values() for name in table.rates()}
    in_expressions = {
        name for each in expressions_of(service) for name in each.reads if name in service.rates
    }
    start: dict[str, Any] = dict(plan.start)
    varying: dict[str, list[tuple[str, Mapping[str, int]]]] = {}
    missing = []
    for name in sorted(in_tables | in_expressions):
        rate = service.rates[name]
        entry = entry_on(rate, on)
        amount = amount_of(rate, entry, authority=authority) if entry else None
        if entry is None or (amount is None and rate.by in ("", "authority")):
            start[name] = UNKNOWN
            missing.append(name)
        elif rate.by in ("", "authority"):
            start[name] = amount
        else:
            start[name] = UNKNOWN
            varying.setdefault(rate.by, []).append((name, entry.amounts))
    made = {
        name: make_ready(table, service.rates, authority=authority, on=on)
        for name, table in words.items()
        if not missing
    }
    return Program(
        start=start,
        varying={name: tuple(rates) for name, rates in varying.items()},
        tables={name: table for name, table in made.items() if table is not None},
        missing_rates=tuple(missing),
        unready=tuple(name for name, table in made.items() if table is None),
    )


def expressions_of(service: Service) -> Iterator[Expression]:
    """Every condition and formula of a service."""
    yield from (page.when for page in service.pages if page.when)
    yield from (question.when for question in service.questions if question.when)
    yield from (each.wanted_when for each in service.evidence if each.wanted_when)
    yield from (fact.formula for fact in service.facts.values() if fact.formula)
    yield from (formula for amount in service.amounts for formula in amount.formulas.values())
