"""What a decision table is made of. Every value is a whole number; the caller knows what it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, NamedTuple, TypeAlias


class Special(Enum):
    """What a column may hold instead of a number."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


class Extent(Enum):
    """How far a side of a box reaches when it is no span."""

    WHOLE = "whole"


UNKNOWN: Final = Special.UNKNOWN
NOT_APPLICABLE: Final = Special.NOT_APPLICABLE
WHOLE: Final = Extent.WHOLE  # everything the column can hold, not applicable included where it may be

Value: TypeAlias = int | Special
Hit: TypeAlias = Literal["unique", "first", "collect"]
FindingKind: TypeAlias = Literal["overlap", "gap", "dead_row", "too_large", "empty_cell"]


class OutsideDomainError(ValueError):
    """A value its column cannot hold. Nothing was proved of it, so nothing may be decided by it.

    `column` is the index of the column, `value` what was offered.
    """

    def __init__(self, *, column: int, value: Value) -> None:
        super().__init__(f"column {column} cannot hold {value!r}")
        self.column = column
        self.value = value


@dataclass(frozen=True, slots=True)
class Domain:
    """The whole numbers `low` to `high`, both included; only `points` of them (sorted) where given."""

    low: int
    high: int
    may_be_not_applicable: bool = False
    points: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"a domain from {self.low} to {self.high} holds nothing")
        points = self.points
        if points is None:
            return
        if not points or list(points) != sorted(set(points)):
            raise ValueError("the points of a domain are sorted, each stands once, and there is at least one")
        if points[0] < self.low or points[-1] > self.high:
            raise ValueError("the points of a domain lie from its low to its high")


@dataclass(frozen=True, slots=True)
class Column:
    """One fact the table reads, and what it can hold."""

    name: str
    domain: Domain


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row wants of a column: a number in one of the `spans` (inclusive, sorted, disjoint).

    `any` is true of everything, also of unknown and not applicable.
    `not_applicable` is true of not applicable.
    """

    spans: tuple[tuple[int, int], ...] = ()
    any: bool = False
    not_applicable: bool = False


ANY_CELL: Final = Cell(any=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a cell for each column, in their order."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A decision table. Raises ValueError when its parts do not fit together.

    `otherwise_row`: the last row of a `first` table wins only when every other row is crossed out.
    `covers_not_applicable`: the caller answers where a column is not applicable and no row is true.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    hit: Hit
    otherwise_row: bool = False
    covers_not_applicable: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{self.name}: row {row.name} has not one cell a column")
        if not self.otherwise_row:
            return
        if self.hit != "first" or not self.rows:
            raise ValueError(f"{self.name}: only a first table may end in an otherwise row")
        if not all(cell.any for cell in self.rows[-1].cells):
            raise ValueError(f"{self.name}: every cell of the otherwise row is any")


class Look(NamedTuple):
    """Bit masks over the rows: `possible` is not crossed out, `won` is true whatever is still unknown.

    A named tuple, not a dataclass: one is made for every table of every decision.
    """

    possible: int
    won: int


@dataclass(frozen=True, slots=True)
class Span:
    """Known values from `low` to `high`, both included."""

    low: int
    high: int


Side: TypeAlias = Span | Literal[Special.NOT_APPLICABLE] | Literal[Extent.WHOLE]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a table, without words.

    overlap: `rows` are the two, `box` where both are true. gap: `box` is covered by no row.
    dead_row: `rows` are the row that never wins, then the earlier rows in its way; `box` is the row's own.
    empty_cell: `rows` is the row that is never true, `columns` the indexes of the cells nothing satisfies.
    too_large: nothing could be proved within the limits; `box` is empty.
    """

    kind: FindingKind
    rows: tuple[str, ...] = ()
    box: tuple[Side, ...] = ()
    columns: tuple[int, ...] = ()


def spell_out(mask: int) -> Sequence[int]:
    """The row indexes of a bit mask, lowest first."""
    found: list[int] = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
