"""A table made ready for one authority and one span of dates: its cells with the amounts of the rates put in.

A rate may differ by a choice fact, so a table has one grid for each value of that fact. While the fact is
unknown a row is possible if it is in any of the grids, and has won only if it has in all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shirehall.kernel.definition import Fact, Rate, RateEntry, Table
from shirehall.kernel.grids.api import (
    ANY_CELL,
    NOT_APPLICABLE,
    UNKNOWN,
    Cell,
    Column,
    Domain,
    Grid,
    Row,
)  # fmt: skip
from shirehall.kernel.loading.cells import Bound, CellWords


def entry_on(rate: Rate, on: date) -> RateEntry | None:
    """The newest entry of a rate whose `from` is not after the date."""
    found = None
    for entry in rate.dated:
        if entry.from_on <= on:
            found = entry
    return found


def amount_of(rate: Rate, entry: RateEntry, *, authority: str, by: str = "") -> int | None:
    """The amount of a rate for an authority, or for the value of the choice fact it differs by."""
    key = {"": "", "authority": authority}.get(rate.by, by)
    return entry.amounts.get(key, entry.amounts.get("else"))


def whole(fact: Fact, value: Any) -> Any:
    """The whole number that a value is in a table; UNKNOWN and NOT_APPLICABLE stay as they are."""
    if value is UNKNOWN or value is NOT_APPLICABLE:
        return value
    if fact.kind in ("choice", "outcome"):
        return tuple(fact.options).index(value)
    return value.toordinal() if isinstance(value, date) else int(value)


def grid_domain(fact: Fact, only: str = "") -> Domain | None:
    """The domain of a column; None where the definition does not bound it. `only` narrows a choice to one option."""
    may_not = fact.may_be_not_applicable
    if fact.kind in ("choice", "outcome"):
        names = tuple(fact.options)
        if not names:
            return None
        points = (names.index(only),) if only else None
        return Domain(0, len(names) - 1, may_be_not_applicable=may_not and not only, points=points)
    if fact.kind == "yes_no":
        return Domain(0, 1, may_be_not_applicable=may_not)
    if fact.domain.low is None or fact.domain.high is None:
        return None
    return Domain(fact.domain.low, fact.domain.high, may_be_not_applicable=may_not)


@dataclass(frozen=True, slots=True)
class TableWords:
    """A table with its cells read: `cells[row][column]`; `by` the choice facts its rates differ by."""

    table: Table
    facts: tuple[Fact, ...]
    cells: tuple[tuple[CellWords, ...], ...]
    by: tuple[Fact, ...]

    def rates(self) -> frozenset[str]:
        """The rates that the cells name."""
        return frozenset(name for row in self.cells for cell in row for name in cell.reads_rates)


def make_grid(
    words: TableWords,
    rates: Mapping[str, Rate],
    *,
    authority: str,
    on: date,
    by: Mapping[str, str],
    narrow: bool,
) -> Grid | None:
    """The grid of a table for one combination. `narrow` holds the facts that rates differ by to that combination,
    for a proof. None where a column has no bounded domain or a rate has no amount on the date."""
    columns = []
    for fact in words.facts:
        domain = grid_domain(fact, by.get(fact.name, "") if narrow else "")
        if domain is None:
            return None
        columns.append(Column(fact.name, domain))
    rows = []
    for row, cells in zip(words.table.rows, words.cells, strict=True):
        made = tuple(
            _cell(cell, fact, column.domain, rates, authority, on, by)
            for cell, fact, column in zip(cells, words.facts, columns, strict=True)
        )
        rows.append(Row(row.name, made))
    otherwise = bool(words.table.rows) and words.table.rows[-1].otherwise
    return Grid(
        words.table.name, tuple(columns), tuple(rows), words.table.hit, otherwise_row=otherwise,
        covers_not_applicable=words.table.has_else or words.table.hit == "unique",
    )  # fmt: skip


def _cell(
    cell: CellWords,
    fact: Fact,
    domain: Domain,
    rates: Mapping[str, Rate],
    authority: str,
    on: date,
    by: Mapping[str, str],
) -> Cell:
    def amount(name: str) -> int | None:
        rate = rates[name]
        entry = entry_on(rate, on)
        return amount_of(rate, entry, authority=authority, by=by.get(rate.by, "")) if entry else None

    match cell.sort:
        case "any":
            return ANY_CELL
        case "not_applicable":
            return Cell(not_applicable=True)
        case "values":
            found = [whole(fact, value) if isinstance(value, str) else value for value in cell.values]
            found += [value for name in cell.rates if (value := amount(name)) is not None]
            return Cell(spans=_spans([(value, value) for value in found], domain))
    low, high = _end(cell.low, amount, domain.low, 1), _end(cell.high, amount, domain.high, -1)
    if low is None or high is None:
        return Cell()
    return Cell(spans=_spans([(low, high)], domain))


def _end(bound: Bound | None, amount: Any, limit: int, step: int) -> int | None:
    if bound is None:
        return limit
    value = amount(bound.rate) if bound.rate else bound.value
    if value is None:
        return None
    return int(value) if bound.includes else int(value) + step


def _spans(spans: Sequence[tuple[int, int]], domain: Domain) -> tuple[tuple[int, int], ...]:
    clipped = sorted((max(low, domain.low), min(high, domain.high)) for low, high in spans)
    merged: list[tuple[int, int]] = []
    for low, high in clipped:
        if low > high:
            continue
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)
