"""A table cut at its own boundaries, so that every cell is a set of whole segments.

Within a segment no cell changes its mind, so one bit mask of rows a segment says all there is to say.
Proof, decision and replay read the same masks.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from shirehall.kernel.grids.model import NOT_APPLICABLE, WHOLE, Cell, Domain, Grid, Side, Span

Runs: TypeAlias = tuple[tuple[int, int], ...]  # ranges of segment indexes, inclusive, sorted, apart
Spans: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One column in segments. `starts` has one entry more than there are known segments: the end of the last.

    Numbers on an axis are values, or positions among the `points` where only points can occur. Not applicable
    is one more segment, the last. `shapes` are the distinct cells, `kinds` says which of them each row has,
    `at` holds the mask of rows true in each segment.
    """

    domain: Domain
    starts: Sequence[int]
    shapes: Sequence[Runs]
    kinds: Sequence[int]
    at: Sequence[int]

    @property
    def known(self) -> int:
        """How many segments are of known values; also the index of not applicable where there is one."""
        return len(self.starts) - 1

    @property
    def count(self) -> int:
        return len(self.at)

    def runs_of(self, row: int) -> Runs:
        return self.shapes[self.kinds[row]]

    def value(self, place: int) -> int:
        return place if self.domain.points is None else self.domain.points[place]

    def side(self, first: int, last: int) -> Side:
        """The segments `first` to `last` as people may read them; the known part when mixed but not whole."""
        if first == 0 and last == self.count - 1:
            return WHOLE
        if first == self.known:
            return NOT_APPLICABLE
        last = min(last, self.known - 1)
        return Span(self.value(self.starts[first]), self.value(self.starts[last + 1] - 1))


def cut(grid: Grid) -> tuple[Axis, ...]:
    """Every column of the grid in segments."""
    return tuple(
        _cut_column(column.domain, [row.cells[index] for row in grid.rows])
        for index, column in enumerate(grid.columns)
    )


def _cut_column(domain: Domain, cells: Sequence[Cell]) -> Axis:
    numbers: dict[tuple[Spans, bool, bool], int] = {}
    kinds = [numbers.setdefault((cell.spans, cell.any, cell.not_applicable), len(numbers)) for cell in cells]
    distinct = [(_places(domain, spans), any_, absent) for spans, any_, absent in numbers]
    starts = _starts(domain, [places for places, _, _ in distinct])
    index = {start: segment for segment, start in enumerate(starts)}
    count = len(starts) - 1 + domain.may_be_not_applicable
    shapes: list[Runs] = []
    for places, any_, absent in distinct:
        if any_:
            shapes.append(((0, count - 1),))
            continue
        runs = [(index[low], index[high + 1] - 1) for low, high in places]
        if absent and domain.may_be_not_applicable:
            runs.append((count - 1, count - 1))
        shapes.append(_joined(runs))
    return Axis(domain, starts, shapes, kinds, _masks(shapes, kinds, count))


def _places(domain: Domain, spans: Spans) -> Spans:
    """The spans clipped to the domain, as places on its axis."""
    clipped: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if domain.points is None:
            first, last = max(low, domain.low), min(high, domain.high)
        else:
            first, last = bisect_left(domain.points, low), bisect_right(domain.points, high) - 1
        if first <= last:
            clipped.append((first, last))
    return _joined(clipped)


def _joined(spans: Sequence[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for low, high in spans:
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def _starts(domain: Domain, cells: Sequence[Spans]) -> Sequence[int]:
    bounds = {domain.low, domain.high + 1} if domain.points is None else {0, len(domain.points)}
    for places in cells:
        for low, high in places:
            bounds.add(low)
            bounds.add(high + 1)
    return sorted(bounds)


def _masks(shapes: Sequence[Runs], kinds: Sequence[int], count: int) -> Sequence[int]:
    """The mask of rows of each segment, by one sweep over where each shape begins and ends."""
    members = [0] * len(shapes)
    bit = 1
    for kind in kinds:
        members[kind] |= bit
        bit <<= 1
    changes = [0] * (count + 1)
    for runs, rows in zip(shapes, members, strict=True):
        for first, last in runs:
            changes[first] ^= rows
            changes[last + 1] ^= rows
    for before, here in pairwise(range(count)):
        changes[here] ^= changes[before]
    return changes[:count]
