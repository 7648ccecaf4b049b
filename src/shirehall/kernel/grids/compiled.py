"""Looking facts up in a table: one bisect and two ANDs a column."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shirehall.kernel.grids.cuts import Axis, cut
from shirehall.kernel.grids.model import (
    NOT_APPLICABLE,
    UNKNOWN,
    Grid,
    Look,
    OutsideDomainError,
    Special,
    Value,
    spell_out,
)

_OUTSIDE = -1  # no mask of rows is negative


@dataclass(frozen=True, slots=True)
class CompiledColumn:
    """`masks[bisect_right(starts, value)]` are the rows true of a known value; negative outside."""

    starts: Sequence[int]
    masks: Sequence[int]
    not_applicable: int
    unknown_possible: int
    unknown_won: int


@dataclass(frozen=True, slots=True)
class CompiledGrid:
    """A table ready to be looked up. Every method that takes `values` raises OutsideDomainError."""

    grid: Grid
    columns: tuple[CompiledColumn, ...]
    every_row: int
    _layout: tuple[tuple[Sequence[int], Sequence[int], CompiledColumn], ...]

    def look(self, values: Sequence[Value]) -> Look:
        """Which rows are still possible and which have won, given one value a column."""
        possible = won = self.every_row
        for (starts, masks, column), value in zip(self._layout, values, strict=True):
            if value is UNKNOWN:
                possible &= column.unknown_possible
                won &= column.unknown_won
                continue
            mask = column.not_applicable if value is NOT_APPLICABLE else masks[bisect_right(starts, value)]
            if mask < 0:
                raise self._outside(values)
            possible &= mask
            won &= mask
        return Look(possible, won)

    def winner(self, look: Look) -> int | None:
        """The row that decides, or None. Once given it stays, whatever is added.

        `unique`: the row that has won, as long as no other could (in a proved table none can).
        `first`: the first row not crossed out, once it has won; so an otherwise row wins only when
        every other row is crossed out. `collect` has no winner.
        """
        possible, won = look
        if not won or self.grid.hit == "collect":
            return None
        if self.grid.hit == "unique":
            return won.bit_length() - 1 if possible == won and not won & (won - 1) else None
        lowest = possible & -possible
        return lowest.bit_length() - 1 if won & lowest else None

    def settled(self, look: Look) -> bool:
        """Whether no further fact can change what the table says.

        `collect`: every row is won or crossed out. Otherwise: a row has won, or every row is crossed out.
        """
        if self.grid.hit == "collect":
            return look.possible == look.won
        return not look.possible or self.winner(look) is not None

    def standing(self, look: Look) -> tuple[int, ...]:
        """The rows that could still be the winner; for `first` up to and including the first that has won."""
        possible, won = look
        if self.grid.hit == "first" and won:
            lowest = won & -won
            possible &= lowest | (lowest - 1)
        return tuple(spell_out(possible))

    def failing(self, values: Sequence[Value], row: int) -> tuple[int, ...]:
        """The columns whose cell is false for the row."""
        bit = 1 << row
        return tuple(
            index for index, (possible, _) in enumerate(self._by_column(values)) if not possible & bit
        )

    def undetermined(self, values: Sequence[Value], row: int) -> tuple[int, ...]:
        """The columns whose cell is neither true nor false yet for the row."""
        bit = 1 << row
        return tuple(
            index for index, (possible, won) in enumerate(self._by_column(values)) if possible & ~won & bit
        )

    def _by_column(self, values: Sequence[Value]) -> list[Look]:
        looks: list[Look] = []
        for index, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            if value is UNKNOWN:
                looks.append(Look(column.unknown_possible, column.unknown_won))
                continue
            mask = _mask_of(column, value)
            if mask < 0:
                raise OutsideDomainError(column=index, value=value)
            looks.append(Look(mask, mask))
        return looks

    def _outside(self, values: Sequence[Value]) -> OutsideDomainError:
        for index, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            if value is not UNKNOWN and _mask_of(column, value) < 0:
                return OutsideDomainError(column=index, value=value)
        raise AssertionError("asked only when a value lies outside")


def compile_grid(grid: Grid) -> CompiledGrid:
    """The table as arrays. Spans are clipped to their domains."""
    every_row = (1 << len(grid.rows)) - 1
    columns = tuple(_compile_column(axis, every_row) for axis in cut(grid))
    layout = tuple((column.starts, column.masks, column) for column in columns)
    return CompiledGrid(grid=grid, columns=columns, every_row=every_row, _layout=layout)


def _compile_column(axis: Axis, every_row: int) -> CompiledColumn:
    possible, won = 0, every_row
    for mask in axis.at:
        possible |= mask
        won &= mask
    starts, masks = _look_up_arrays(axis)
    absent = axis.at[axis.known] if axis.domain.may_be_not_applicable else _OUTSIDE
    return CompiledColumn(starts, masks, absent, possible, won)


def _look_up_arrays(axis: Axis) -> tuple[Sequence[int], Sequence[int]]:
    """Starts of the stretches of values and the mask of each, outside and between the points included."""
    if axis.domain.points is None:
        return list(axis.starts), [_OUTSIDE, *axis.at[: axis.known], _OUTSIDE]
    starts: list[int] = []
    masks: list[int] = [_OUTSIDE]
    for place, point in enumerate(axis.domain.points):
        if starts and starts[-1] == point:
            masks.pop()
        else:
            starts.append(point)
        masks.append(axis.at[bisect_right(axis.starts, place) - 1])
        starts.append(point + 1)
        masks.append(_OUTSIDE)
    return starts, masks


def _mask_of(column: CompiledColumn, value: int | Literal[Special.NOT_APPLICABLE]) -> int:
    if value is NOT_APPLICABLE:
        return column.not_applicable
    return column.masks[bisect_right(column.starts, value)]
