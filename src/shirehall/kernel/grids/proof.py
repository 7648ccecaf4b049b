"""What must hold of a table before anything is published."""

from collections.abc import Sequence

from shirehall.kernel.grids.cuts import Axis, cut
from shirehall.kernel.grids.model import Finding, Grid
from shirehall.kernel.grids.proof_first import prove_first
from shirehall.kernel.grids.proof_unique import prove_unique


def prove(grid: Grid) -> tuple[Finding, ...]:
    """Everything wrong with the table; nothing when it is proved.

    `unique`: total and without overlap, up to 2,000 rows and 12 columns. `first`: total and every row can
    win, up to 200 rows and 200,000 splits. `collect`: every row can be true.
    """
    axes = cut(grid)
    findings = _find_empty_cells(grid, axes)
    if grid.hit == "unique":
        findings += prove_unique(grid, axes)
    elif grid.hit == "first":
        findings += prove_first(grid, axes)
    return tuple(findings)


def _find_empty_cells(grid: Grid, axes: Sequence[Axis]) -> list[Finding]:
    found: list[Finding] = []
    for row, named in enumerate(grid.rows):
        empty = tuple(index for index, axis in enumerate(axes) if not axis.runs_of(row))
        if empty:
            found.append(Finding("empty_cell", (named.name,), columns=empty))
    return found
