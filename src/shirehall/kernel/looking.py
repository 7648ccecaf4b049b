"""Looking facts up in a table.

A rate may differ by a choice fact, so a table has one grid for each value of that fact. While the fact is
unknown a row is possible if it is in any of the grids, and has won only if it has in all of them.
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from shirehall.kernel.definition import Fact, Rate
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN, CompiledGrid, Look, compile_grid
from shirehall.kernel.tables import TableWords, make_grid

Combination = tuple[str, ...]
MOST_GRIDS = 1_000
"""For one table: the check refuses one whose rates differ by so much."""


class Looked(NamedTuple):
    """What a table says of some facts. `winners` are row indexes (several where rows add up); `standing` the
    rows that may still win; `then_fact` the fact whose value was taken over."""

    value: Any
    winners: tuple[int, ...]
    standing: tuple[int, ...]
    then_fact: str = ""


@dataclass(slots=True)
class ReadyTable:
    """A table ready to be looked up. `columns` are (fact, how its values become numbers): an index of
    options, None where they are numbers already, or "date"."""

    words: TableWords
    grids: Mapping[Combination, CompiledGrid]
    columns: tuple[tuple[str, Any], ...]
    outcomes: tuple[tuple[Any, str], ...]
    """What each row gives: a value, or the name of a fact."""
    only: CompiledGrid | None
    """The one grid of a table whose rates do not differ by a fact."""

    @property
    def names(self) -> tuple[str, ...]:
        """The facts of the columns."""
        return tuple(name for name, _ in self.columns)

    def values(self, facts: Mapping[str, Any]) -> list[Any]:
        """The column values as whole numbers."""
        found = []
        for name, how in self.columns:
            value = facts[name]
            if how is None:
                found.append(value)
            elif how == "date":
                found.append(value.toordinal() if isinstance(value, date) else value)
            else:
                found.append(how[value])
        return found

    def some_grids(self, facts: Mapping[str, Any]) -> list[CompiledGrid]:
        """The grids that the facts still allow: one, unless a fact that a rate differs by is unknown."""
        if self.only is not None:
            return [self.only]
        allowed = []
        for fact in self.words.by:
            value = facts[fact.name]
            if value is UNKNOWN:
                allowed.append(tuple(fact.options) + (("",) if fact.may_be_not_applicable else ()))
            else:
                allowed.append(("",) if value is NOT_APPLICABLE else (value,))
        return [self.grids[combination] for combination in itertools.product(*allowed)]

    def look(self, facts: Mapping[str, Any]) -> Looked:
        """What the table gives. Unknown where no row has won yet."""
        values = self.values(facts)
        grids = self.some_grids(facts)
        grid = grids[0]
        look = grid.look(values)
        for other in grids[1:]:
            found = other.look(values)
            look = Look(look.possible | found.possible, look.won & found.won)
        if grid.grid.hit == "collect":
            return self._collected(grid, look)
        winner = grid.winner(look)
        if winner is not None:
            value, then_fact = self.outcomes[winner]
            return Looked(facts[then_fact] if then_fact else value, (winner,), (winner,), then_fact)
        if not look.possible:
            # Every row is crossed out. Only what is not applicable may do that in a proved table.
            table = self.words.table
            absent = NOT_APPLICABLE in values or any(
                facts[each.name] is NOT_APPLICABLE for each in self.words.by
            )
            if absent and (table.hit == "unique" or table.has_else):
                return Looked(NOT_APPLICABLE if table.else_value is None else table.else_value, (), ())
            return Looked(UNKNOWN, (), ())
        return Looked(UNKNOWN, (), grid.standing(look))

    def _collected(self, grid: CompiledGrid, look: Look) -> Looked:
        won = tuple(index for index in range(len(self.outcomes)) if look.won >> index & 1)
        if grid.settled(look):
            return Looked(sum(self.outcomes[index][0] for index in won), won, ())
        return Looked(UNKNOWN, won, grid.standing(look))

    def undetermined(self, facts: Mapping[str, Any], row: int) -> frozenset[str]:
        """The facts that keep a row from having won or being crossed out."""
        values, found = self.values(facts), set()
        for grid in self.some_grids(facts):
            found |= {self.columns[column][0] for column in grid.undetermined(values, row)}
        if any(cell.reads_rates for cell in self.words.cells[row]):
            found |= {fact.name for fact in self.words.by if facts[fact.name] is UNKNOWN}
        return frozenset(found)

    def waits_for(self, facts: Mapping[str, Any]) -> frozenset[str]:
        """Where every row is crossed out: the unknown facts of which one, not applicable, would call for `else`."""
        if self.words.table.hit == "first" and not self.words.table.has_else:
            return frozenset()
        return frozenset(
            fact.name
            for fact in (*self.words.facts, *self.words.by)
            if fact.may_be_not_applicable and facts[fact.name] is UNKNOWN
        )

    def failing(self, facts: Mapping[str, Any], row: int) -> tuple[int, ...]:
        """The columns whose cell is false in a row."""
        values = self.values(facts)
        found = set.intersection(*(set(grid.failing(values, row)) for grid in self.some_grids(facts)))
        return tuple(sorted(found))


def make_ready(
    words: TableWords, rates: Mapping[str, Rate], *, authority: str, on: date
) -> ReadyTable | None:
    """The table for an authority and the span of dates that `on` falls in; None where it cannot be made."""
    grids: dict[Combination, CompiledGrid] = {}
    if math.prod(len(fact.options) + 1 for fact in words.by) > MOST_GRIDS:
        return None
    for combination in itertools.product(*[(*fact.options, "") for fact in words.by]):
        by = {fact.name: value for fact, value in zip(words.by, combination, strict=True)}
        grid = make_grid(words, rates, authority=authority, on=on, by=by, narrow=False)
        if grid is None:
            return None
        grids[combination] = compile_grid(grid)
    return ReadyTable(
        words, grids, tuple((fact.name, _how(fact)) for fact in words.facts),
        tuple((row.then, row.then_fact) for row in words.table.rows), None if words.by else grids[()],
    )  # fmt: skip


def _how(fact: Fact) -> Any:
    if fact.kind in ("choice", "outcome"):
        index: dict[Any, Any] = {name: index for index, name in enumerate(fact.options)}
        return {**index, UNKNOWN: UNKNOWN, NOT_APPLICABLE: NOT_APPLICABLE}
    return "date" if fact.kind == "date" else None
