"""Proof of a `first` table: split the space column by column and see which row wins where, if any."""

from collections.abc import Sequence
from typing import TypeAlias

from shirehall.kernel.grids.cuts import Axis
from shirehall.kernel.grids.gaps import REPORTED, Cover, Point, begin_cover, readable, report_gap
from shirehall.kernel.grids.model import Finding, Grid, spell_out

ROW_LIMIT = 200
SPLIT_LIMIT = 200_000

_Path: TypeAlias = "tuple[_Path, int] | None"


class _TooManySplitsError(Exception):
    pass


def prove_first(grid: Grid, axes: Sequence[Axis]) -> list[Finding]:
    """Up to five gaps and every dead row; `too_large` where splitting explodes (its gaps are true gaps)."""
    if len(grid.rows) > ROW_LIMIT:
        return [Finding("too_large")]
    gaps, winners = search_gaps(begin_cover(grid, axes), split_limit=SPLIT_LIMIT)
    if winners is None:
        return [*gaps, Finding("too_large")]
    dead = [row for row in range(len(grid.rows)) if not winners >> row & 1]
    satisfiable = [row for row in dead if all(axis.runs_of(row) for axis in axes)]
    return [*gaps, *(_report_dead(grid, axes, row) for row in satisfiable)]


def search_gaps(cover: Cover, *, split_limit: int) -> tuple[list[Finding], int | None]:
    """Up to five gaps and the mask of the rows that win somewhere; None for the mask when it gave up."""
    found: list[Finding] = []
    splitter = _Splitter(cover, split_limit)
    while True:
        try:
            point = splitter.find_gap(ignore_gaps=len(found) == REPORTED)
        except _TooManySplitsError:
            return found, None
        if point is None:
            return found, splitter.winners
        box = cover.grow(point)
        cover.add(box)
        found.append(report_gap(cover.axes, box))


class _Splitter:
    """Walks the columns in order; what matters of a box is only which rows are true in it so far.

    So a box whose rows and column were seen before is not split again, and rows after one that is true of
    everything left are dropped. `winners` are the rows found to win somewhere.
    """

    def __init__(self, cover: Cover, split_limit: int) -> None:
        self.winners = 0
        self._cover = cover
        self._left = split_limit

    def find_gap(self, *, ignore_gaps: bool) -> Point | None:
        """A point no row covers, or None when there is none and `winners` is complete."""
        self._certain = self._certain_rows()
        seen: set[tuple[int, int]] = set()
        stack: list[tuple[int, int, _Path]] = [(0, (1 << self._cover.size) - 1, None)]
        while stack:
            column, live, path = stack.pop()
            if not live:
                if ignore_gaps:
                    continue
                return self._spell_path(path)
            live = self._undecided(column, live)
            if live and (column, live) not in seen:
                seen.add((column, live))
                stack.extend(self._split(column, live, path))
        return None

    def _undecided(self, column: int, live: int) -> int:
        """The rows that still matter in a box, none when there is nothing more to learn of it."""
        whole = live & self._certain[column]
        if not whole:
            return live
        first = whole & -whole
        live &= first | (first - 1)
        if live == first:
            self.winners |= first
        # There is no gap here, so only rows not yet known to win are of interest, and what stands before them.
        wanted = live & ~self.winners
        return live & ((1 << wanted.bit_length()) - 1) | first if wanted else 0

    def _split(self, column: int, live: int, path: _Path) -> list[tuple[int, int, _Path]]:
        self._left -= 1
        if self._left < 0:
            raise _TooManySplitsError
        parts: dict[int, int] = {}
        for segment, mask in enumerate(self._cover.at[column]):
            parts.setdefault(live & mask, segment)
        return [(column + 1, part, (path, segment)) for part, segment in reversed(parts.items())]

    def _certain_rows(self) -> list[int]:
        """For each column the rows true of everything in it and in all columns after it."""
        certain = [(1 << self._cover.size) - 1]
        for masks in reversed(self._cover.at):
            rows = certain[-1]
            for mask in masks:
                rows &= mask
            certain.append(rows)
        return certain[::-1]

    def _spell_path(self, path: _Path) -> Point:
        """The segments along the path; where it ended early anything is uncovered, so the first will do."""
        segments: list[int] = []
        while path is not None:
            path, segment = path
            segments.append(segment)
        segments.reverse()
        return segments + [0] * (len(self._cover.at) - len(segments))


def _report_dead(grid: Grid, axes: Sequence[Axis], row: int) -> Finding:
    meets = covers = (1 << row) - 1
    for axis in axes:
        touched, inside = 0, -1
        for first, last in axis.runs_of(row):
            for mask in axis.at[first : last + 1]:
                touched |= mask
                inside &= mask
        meets &= touched
        covers &= inside
    # One row that hides it all says more than everything that touches it.
    earlier = spell_out(covers & -covers) or spell_out(meets)
    box = tuple(axis.runs_of(row)[0] for axis in axes)
    return Finding("dead_row", tuple(grid.rows[index].name for index in (row, *earlier)), readable(axes, box))
