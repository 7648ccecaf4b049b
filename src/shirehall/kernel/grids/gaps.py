"""Boxes that no row covers, grown until they read well, each reported once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shirehall.kernel.grids.cuts import Axis
from shirehall.kernel.grids.model import Finding, Grid, Side

Box: TypeAlias = tuple[tuple[int, int], ...]  # first and last segment of each column
Point: TypeAlias = Sequence[int]  # one segment of each column

REPORTED = 5  # findings of one kind; more would not be read


@dataclass(slots=True)
class Cover:
    """What is covered so far: the rows, the table's `else`, then every gap already reported.

    `at` holds the masks of each column's segments, `size` how many rows they speak of. A reported gap is
    covered from then on, so that gaps do not overlap.
    """

    axes: Sequence[Axis]
    at: list[list[int]]
    size: int

    def add(self, box: Box) -> None:
        bit = 1 << self.size
        self.size += 1
        for masks, (first, last) in zip(self.at, box, strict=True):
            for segment in range(first, last + 1):
                masks[segment] |= bit

    def grow(self, point: Point) -> Box:
        """The largest box around an uncovered point, made by widening one column after the other."""
        unions = [masks[segment] for masks, segment in zip(self.at, point, strict=True)]
        box: list[tuple[int, int]] = []
        for index, (axis, masks) in enumerate(zip(self.axes, self.at, strict=True)):
            others = -1
            for other, union in enumerate(unions):
                if other != index:
                    others &= union
            first, last = _widen(axis, masks, others, point[index])
            for segment in range(first, last + 1):
                unions[index] |= masks[segment]
            box.append((first, last))
        return tuple(box)


def begin_cover(grid: Grid, axes: Sequence[Axis]) -> Cover:
    """The rows of the grid and, where it has an `else`, every box in which a column is not applicable."""
    cover = Cover(axes, [list(axis.at) for axis in axes], len(grid.rows))
    if grid.covers_not_applicable:
        whole = [(0, axis.count - 1) for axis in axes]
        for index, axis in enumerate(axes):
            if axis.domain.may_be_not_applicable:
                cover.add((*whole[:index], (axis.known, axis.known), *whole[index + 1 :]))
    return cover


def report_gap(axes: Sequence[Axis], box: Box) -> Finding:
    """The finding that says nothing covers the box."""
    return Finding("gap", box=readable(axes, box))


def readable(axes: Sequence[Axis], box: Box) -> tuple[Side, ...]:
    """The sides of the box as values instead of segments."""
    return tuple(axis.side(first, last) for axis, (first, last) in zip(axes, box, strict=True))


def _widen(axis: Axis, masks: Sequence[int], others: int, segment: int) -> tuple[int, int]:
    """The widest stretch around `segment` touched by no row that touches the box in every other column.

    Not applicable has no neighbours: it joins only when the stretch then is the whole column.
    """
    if not any(mask & others for mask in masks):
        return 0, axis.count - 1
    first = last = segment
    if segment == axis.known:
        return first, last
    while first > 0 and not masks[first - 1] & others:
        first -= 1
    while last < axis.known - 1 and not masks[last + 1] & others:
        last += 1
    return first, last
