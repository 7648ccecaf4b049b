"""Proof of a `unique` table: no two rows overlap, so their volumes must add up to the whole space."""

from collections.abc import Iterator, Sequence
from math import prod

from shirehall.kernel.grids.cuts import Axis, Runs
from shirehall.kernel.grids.gaps import REPORTED, Box, Cover, Point, begin_cover, readable, report_gap
from shirehall.kernel.grids.model import Finding, Grid, spell_out
from shirehall.kernel.grids.proof_first import search_gaps

ROW_LIMIT = 2_000
COLUMN_LIMIT = 12
# Where rows overlap volumes prove nothing and the space has to be split; the table is wrong already, so the
# search for gaps may give up early and say nothing.
OVERLAPPING_SEGMENT_LIMIT = 1_000_000


def prove_unique(grid: Grid, axes: Sequence[Axis]) -> list[Finding]:
    """Up to five overlaps and five gaps. Where rows overlap and splitting explodes the gaps are left out."""
    if len(grid.rows) > ROW_LIMIT or len(axes) > COLUMN_LIMIT:
        return [Finding("too_large")]
    overlaps = _find_overlaps(grid, axes)
    if overlaps:
        widest = max((axis.count for axis in axes), default=1)
        gaps, _ = search_gaps(begin_cover(grid, axes), split_limit=OVERLAPPING_SEGMENT_LIMIT // widest)
        return overlaps + gaps
    return _find_gaps(grid, axes)


def _find_overlaps(grid: Grid, axes: Sequence[Axis]) -> list[Finding]:
    found: list[Finding] = []
    meeting = [_meeting_masks(axis) for axis in axes]
    for row in range(len(grid.rows)):
        mask = -1 << (row + 1) & ((1 << len(grid.rows)) - 1)
        for masks, axis in zip(meeting, axes, strict=True):
            mask &= masks[axis.kinds[row]]
            if not mask:
                break
        for other in spell_out(mask):
            box = tuple(_first_common(axis.runs_of(row), axis.runs_of(other)) for axis in axes)
            names = (grid.rows[row].name, grid.rows[other].name)
            found.append(Finding("overlap", names, readable(axes, box)))
            if len(found) == REPORTED:
                return found
    return found


def _meeting_masks(axis: Axis) -> list[int]:
    """For each distinct cell of a column the rows that share a segment with it.

    The masks of 2, 4, 8... neighbouring segments are made only when a cell is that wide, so a stretch of any
    width costs two ORs.
    """
    levels = [list(axis.at)]

    def union(first: int, last: int) -> int:
        level = (last - first + 1).bit_length() - 1
        while len(levels) <= level:
            below, step = levels[-1], 1 << (len(levels) - 1)
            levels.append([below[at] | below[at + step] for at in range(len(below) - step)])
        return levels[level][first] | levels[level][last - (1 << level) + 1]

    masks: list[int] = []
    for runs in axis.shapes:
        mask = 0
        for first, last in runs:
            mask |= union(first, last)
        masks.append(mask)
    return masks


def _first_common(ours: Runs, theirs: Runs) -> tuple[int, int]:
    for first, last in ours:
        for other_first, other_last in theirs:
            if max(first, other_first) <= min(last, other_last):
                return max(first, other_first), min(last, other_last)
    raise AssertionError("asked only of cells that meet")


def _find_gaps(grid: Grid, axes: Sequence[Axis]) -> list[Finding]:
    volumes = _Volumes(grid, axes)
    cover: Cover | None = None
    found: list[Finding] = []
    while len(found) < REPORTED and volumes.missing():
        cover = cover or begin_cover(grid, axes)
        box = cover.grow(volumes.find_point())
        cover.add(box)
        volumes.add(box)
        found.append(report_gap(axes, box))
    return found


class _Volumes:
    """Disjoint boxes and how much of each column they take, counted in values.

    Where the table has an `else` only known values are counted: the rest is covered by it.
    """

    def __init__(self, grid: Grid, axes: Sequence[Axis]) -> None:
        self._counts = [axis.known if grid.covers_not_applicable else axis.count for axis in axes]
        self._before = [_values_before(axis) for axis in axes]
        self._sizes = [before[count] for before, count in zip(self._before, self._counts, strict=True)]
        rows = range(len(grid.rows))
        self._boxes: list[list[Runs]] = [[axis.runs_of(row) for axis in axes] for row in rows]
        by_shape = [[self._weigh(index, runs) for runs in axis.shapes] for index, axis in enumerate(axes)]
        self._widths = [
            [widths[axis.kinds[row]] for widths, axis in zip(by_shape, axes, strict=True)] for row in rows
        ]
        self._covered = sum(map(prod, self._widths))

    def missing(self) -> int:
        return prod(self._sizes) - self._covered

    def add(self, box: Box) -> None:
        runs: list[Runs] = [(side,) for side in box]
        widths = [self._weigh(index, side) for index, side in enumerate(runs)]
        self._boxes.append(runs)
        self._widths.append(widths)
        self._covered += prod(widths)

    def find_point(self) -> Point:
        """A point in no box. In each column the first segment whose slice is not full leads to one."""
        live = list(range(len(self._boxes)))
        rests = self._rests()
        point: list[int] = []
        for index in range(len(self._sizes)):
            wanted = prod(self._sizes[index + 1 :])
            changes = [0] * (self._counts[index] + 1)
            for box in live:
                for first, last in self._clipped(index, self._boxes[box][index]):
                    changes[first] += rests[box][index]
                    changes[last + 1] -= rests[box][index]
            segment, taken = 0, changes[0]
            while taken == wanted:
                segment += 1
                taken += changes[segment]
            point.append(segment)
            live = [box for box in live if _holds(self._boxes[box][index], segment)]
        return point

    def _rests(self) -> list[list[int]]:
        """For each box the volume it has in the columns after each column."""
        rests: list[list[int]] = []
        for widths in self._widths:
            volume, rest = 1, []
            for width in reversed(widths):
                rest.append(volume)
                volume *= width
            rests.append(rest[::-1])
        return rests

    def _weigh(self, index: int, runs: Runs) -> int:
        before = self._before[index]
        return sum(before[last + 1] - before[first] for first, last in self._clipped(index, runs))

    def _clipped(self, index: int, runs: Runs) -> Iterator[tuple[int, int]]:
        end = self._counts[index] - 1
        return ((first, min(last, end)) for first, last in runs if first <= end)


def _values_before(axis: Axis) -> list[int]:
    """How many values lie before each segment, and last of all in the whole column; not applicable is one."""
    values = [start - axis.starts[0] for start in axis.starts]
    return values if axis.count == axis.known else [*values, values[-1] + 1]


def _holds(runs: Runs, segment: int) -> bool:
    return any(first <= segment <= last for first, last in runs)
