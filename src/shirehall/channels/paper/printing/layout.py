"""Where each box of a printed form lies, as data: it is kept with the form, and is all that reading needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shirehall.channels.paper.printing.shapes import Combs, Lines, Plan, Shape, Ticks
from shirehall.channels.paper.printing.sizes import FOOT, MARK, MARKS, PAGE, QR, REFERENCE, WIDTH, Sizes

_BETWEEN_GROUPS = 2.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where Typst put the left top corner of a box: millimetres on a sheet, from 1."""

    key: str
    sheet: int
    x: float
    y: float


def offsets(groups: Sequence[int], sizes: Sizes) -> tuple[float, ...]:
    """The left of each cell from the left of its comb. Groups stand a little apart."""
    found: list[float] = []
    at = 0.0
    for count in groups:
        for _cell in range(count):
            found.append(round(at, 3))
            at += sizes.pitch
        at += _BETWEEN_GROUPS
    return tuple(found)


def layout_of(plan: Plan, spots: Sequence[Spot], sizes: Sizes) -> dict[str, Any]:
    """The layout as JSON: `sheets`, the marks, and `boxes` with key, kind (tick, cells, lines), sheet, x, y, width and
    height in millimetres; of cells also `cells` (the left of each) and `signs`."""
    placed = {spot.key: spot for spot in spots}
    boxes = [box for shape in _shapes(plan) for box in _boxes(shape, placed, sizes)]
    return {
        "sheets": max((spot.sheet for spot in spots), default=1), "page": list(PAGE), "mark": MARK,
        "marks": [list(each) for each in MARKS], "qr": list(QR), "foot": list(FOOT),
        "reference": list(REFERENCE), "boxes": boxes,
    }  # fmt: skip


def _shapes(plan: Plan) -> list[Shape]:
    return [shape for section in plan.sections for ask in section.asks for shape in ask.shapes]


def _boxes(shape: Shape, placed: Mapping[str, Spot], sizes: Sizes) -> list[dict[str, Any]]:
    match shape:
        case Ticks(ticks):
            return [
                _box("tick", str(each.key), placed, sizes.tick, sizes.tick) for each in ticks
            ]  # fmt: skip
        case Combs(combs):
            found = []
            for each in combs:
                lefts = offsets(each.groups, sizes)
                width = lefts[-1] + sizes.cell_width
                box = _box("cells", str(each.key), placed, width, sizes.cell_height)
                found.append(
                    box | {"cells": list(lefts), "cell_width": sizes.cell_width, "signs": each.signs}
                )
            return found
        case Lines(key, lines):
            return [_box("lines", str(key), placed, WIDTH, lines * sizes.line)]
    return []


def _box(
    kind: str, key: str, placed: Mapping[str, Spot], width: float, height: float
) -> dict[str, Any]:  # fmt: skip
    spot = placed[key]
    return {
        "key": key, "kind": kind, "sheet": spot.sheet, "x": round(spot.x, 3), "y": round(spot.y, 3),
        "width": round(width, 3), "height": round(height, 3),
    }  # fmt: skip
