"""Decision tables against their goals: one JSON line a goal.

Run `python benchmarks/grids.py`. Figures are the median of several rounds; the load of the machine stands
beside them, because on shared cores absolute figures drift.
"""

import json
import os
import random
import statistics
import time
from collections.abc import Callable

from shirehall.kernel.grids.api import ANY_CELL, Cell, Column, Domain, Grid, Row, compile_grid, prove

ROUNDS = 9
LOOKS = 20_000

Box = tuple[tuple[int, int], ...]


def partition(columns: int, rows: int, *, high: int, seed: int) -> Grid:
    """A total table without overlap: one box, split in two at random until there are enough rows."""
    chance = random.Random(seed)
    boxes: list[Box] = [tuple((0, high) for _ in range(columns))]
    while len(boxes) < rows:
        box = boxes.pop(chance.randrange(len(boxes)))
        index = chance.randrange(columns)
        low, top = box[index]
        if low == top:
            boxes.append(box)
            continue
        at = chance.randint(low, top - 1)
        boxes.append((*box[:index], (low, at), *box[index + 1 :]))
        boxes.append((*box[:index], (at + 1, top), *box[index + 1 :]))
    return Grid(
        name="partition",
        columns=tuple(Column(f"column_{index}", Domain(0, high)) for index in range(columns)),
        rows=tuple(
            Row(f"row_{number}", tuple(ANY_CELL if side == (0, high) else Cell((side,)) for side in box))
            for number, box in enumerate(boxes)
        ),
        hit="unique",
    )


def without_row(grid: Grid, row: int) -> Grid:
    """The same table with a gap where the row was."""
    rows = (*grid.rows[:row], *grid.rows[row + 1 :])
    return Grid(name=grid.name, columns=grid.columns, rows=rows, hit=grid.hit)


def median_seconds(work: Callable[[], object]) -> float:
    """How long the work takes, once, in the middle of several rounds."""
    seconds: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def report(goal: str, value: float, *, at_most: float, unit: str) -> None:
    """Print the line of one goal."""
    load = round(os.getloadavg()[0], 1)
    line = {"goal": goal, "value": round(value, 2), "at_most": at_most, "unit": unit, "load": load}
    print(json.dumps(line))


def measure_proofs() -> None:
    """Prove a table at the limits of `unique`, without and with a gap."""
    large = partition(8, 2_000, high=1_000_000, seed=1)
    gapped = without_row(large, 1_234)
    if prove(large) or [finding.kind for finding in prove(gapped)] != ["gap"]:
        raise SystemExit("the proof is wrong, so its speed means nothing")
    report(
        "proof of 2,000 rows x 8 columns", median_seconds(lambda: prove(large)) * 1e3, at_most=60, unit="ms"
    )
    report(
        "proof of 2,000 rows x 8 columns that names a gap",
        median_seconds(lambda: prove(gapped)) * 1e3,
        at_most=120,
        unit="ms",
    )


def measure_looks() -> None:
    """Look up complete facts, the commonest case."""
    grid = partition(4, 200, high=1_000_000, seed=2)
    chance = random.Random(3)
    questions = [[chance.randint(0, 1_000_000) for _ in grid.columns] for _ in range(LOOKS)]
    look = compile_grid(grid).look

    def look_all() -> None:
        for values in questions:
            look(values)

    report(
        "look() in 200 rows x 4 columns",
        median_seconds(look_all) / LOOKS * 1e6,
        at_most=3,
        unit="microseconds",
    )


if __name__ == "__main__":
    measure_proofs()
    measure_looks()
