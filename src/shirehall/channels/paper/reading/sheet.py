"""Reading a straightened sheet: each box of its layout, from where it is printed."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from shirehall.channels.paper.reading.features import INK, darkness, sign_of
from shirehall.channels.paper.reading.finding import DOTS_A_MM
from shirehall.channels.paper.reading.signs import ALLOWED, Seen, read_signs

Picture = NDArray[np.uint8]
Numbers = NDArray[np.float32]
Box = Mapping[str, Any]
Dot = TypeVar("Dot", bound=np.generic)

_INSET, _TICK_INSET = 0.35, 0.45
_STRAY = 0.8
_EDGE_GREY, _ALONG = 140, 0.42
"""How dark the printed edges are, and how much of one the pen may cover before it seems to go along it."""
_LEAST_INK = 0.015
_CLEAN, _MARKED = 0.012, 0.045
_REACH = 0.35
_COVERED, _NEARLY_COVERED = 0.45, 0.65
"""Of a ticked box: the widest white spot left in it, in millimetres from its middle to ink, if somebody filled it."""


def read_sheet(sheet: Picture, boxes: Sequence[Box]) -> list[dict[str, Any]]:
    """What stands in each box, JSON-able: of a tick its `state` (empty, ticked, filled, unclear); of cells `seen`, one
    a cell, with sign, chance, sure and others; of lines whether there is `ink`."""
    paper = _paper(sheet)
    level = darkness(sheet, 250, 20)
    placed = [(box, *_settled(level, box)) for box in boxes]
    pen = _pen(sheet, paper, placed)
    dark = np.clip((paper - sheet.astype(np.float32)) / np.maximum(30.0, paper - pen), 0, 1)
    found = []
    for box, x, y in placed:
        if box["kind"] == "tick":
            found.append({"key": box["key"], "kind": "tick", **_tick(dark, box, x, y)})
        elif box["kind"] == "lines":
            inside = _cut(dark, x + 0.6, y + 0.6, box["width"] - 1.2, box["height"] - 1.2)
            found.append({"key": box["key"], "kind": "lines", "ink": float((inside > INK).mean()) > 0.0012})
        else:
            seen = [_said(each) for each in _cells(dark, box, x, y, pen)]
            found.append({"key": box["key"], "kind": "cells", "seen": seen})
    return found


def _said(seen: Seen) -> dict[str, Any]:
    return {"sign": seen.sign, "chance": round(seen.chance, 4), "sure": seen.sure, "others": seen.others}


def _paper(sheet: Picture) -> Numbers:
    """How light the paper is at each place: shadows of a photo come and go slowly."""
    small = cv2.resize(sheet, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    light = cv2.dilate(cv2.medianBlur(small, 3), np.ones((9, 9), np.uint8))
    light = cv2.GaussianBlur(light, (0, 0), 6)
    return cv2.resize(light, (sheet.shape[1], sheet.shape[0])).astype(np.float32)


def _pen(sheet: Picture, paper: Numbers, placed: Sequence[tuple[Box, float, float]]) -> float:
    """How dark the pen is on this sheet: that of the darker half of what was written."""
    written = [np.empty(0, np.uint8)]
    for box, x, y in placed:
        if box["kind"] == "cells":
            for left in box["cells"]:
                place = (
                    x + left + _INSET,
                    y + _INSET,
                    box["cell_width"] - 2 * _INSET,
                    box["height"] - 2 * _INSET,
                )
                cell, white = _cut(sheet, *place), _cut(paper, *place)
                written.append(cell[cell < 0.62 * white])
    dots = np.concatenate(written)
    return float(np.clip(np.percentile(dots, 30), 10, 135)) if len(dots) > 60 else 40.0


def _cut(picture: NDArray[Dot], x: float, y: float, width: float, height: float) -> NDArray[Dot]:
    left, top = round(x * DOTS_A_MM), round(y * DOTS_A_MM)
    return picture[
        max(0, top) : top + round(height * DOTS_A_MM), max(0, left) : left + round(width * DOTS_A_MM)
    ]


def _settled(level: Numbers, box: Box) -> tuple[float, float]:
    """Where the box really lies: its printed edges are looked for within 0.8 mm, for paper does not lie flat."""
    reach = round(0.8 * DOTS_A_MM)
    x, y, width, height = (float(box[each]) * DOTS_A_MM for each in ("x", "y", "width", "height"))
    left, top = round(x) - reach, round(y) - reach
    around = level[max(0, top) : round(y + height) + reach + 1, max(0, left) : round(x + width) + reach + 1]
    if around.shape[0] < height or around.shape[1] < width:
        return float(box["x"]), float(box["y"])
    # Ink counts no more than a printed edge does, so that what was written does not pull.
    faint = np.minimum(around, 0.3)
    lefts = box.get("cells", (0.0,))
    wide = box.get("cell_width", box["width"])
    edges = [edge * DOTS_A_MM for each in lefts for edge in (each, each + wide)]
    across = _best(faint[reach:-reach].mean(axis=0), edges, reach)
    down = _best(faint[:, reach:-reach].mean(axis=1), [0.0, height], reach)
    return float(box["x"]) + across / DOTS_A_MM, float(box["y"]) + down / DOTS_A_MM


def _best(profile: Numbers, edges: Sequence[float], reach: int) -> int:
    smooth = np.convolve(profile, [0.25, 0.5, 0.25], mode="same")
    places = np.round(np.array(edges)).astype(int) + reach
    sums = [
        (
            float(smooth[np.clip(places + move, 0, len(smooth) - 1)].sum()) - 0.002 * abs(move),
            -abs(move),
            move,
        )
        for move in range(-reach, reach + 1)
    ]
    return max(sums)[2]


def _tick(dark: Numbers, box: Box, x: float, y: float) -> dict[str, Any]:
    side = box["width"] - 2 * _TICK_INSET
    inside = (_cut(dark, x + _TICK_INSET, y + _TICK_INSET, side, side) > INK).astype(np.uint8)
    share = float(inside.mean())
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    reach = max(np.ptp(rows), np.ptp(columns)) / max(inside.shape) if len(rows) else 0.0
    white = (
        9.0
        if not inside.any()
        else float(cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3).max()) / DOTS_A_MM
    )
    white = white * 5.5 / box["width"]
    if share < _CLEAN:
        state = "empty"
    elif white < _COVERED:
        state = "filled"
    elif share < _MARKED or reach < _REACH or white < _NEARLY_COVERED:
        state = "unclear"
    else:
        state = "ticked"
    return {"state": state, "share": round(share, 4)}


def _cells(dark: Numbers, box: Box, x: float, y: float, pen: float) -> list[Seen]:
    width, height = box["cell_width"] - 2 * _INSET, box["height"] - 2 * _INSET
    signs = [sign_of(_cut(dark, x + left + _INSET, y + _INSET, width, height)) for left in box["cells"]]
    kinds = [box["signs"]] * len(signs) if box["signs"] in ALLOWED else list(box["signs"])
    read = read_signs(signs, kinds)
    strays = [
        _strays(dark, x + left, y, box) or _on_edge(dark, x + left, y, box, pen) for left in box["cells"]
    ]
    return [
        Seen(each.sign, each.chance, False, each.others)
        if stray or (sign is not None and sign.share < _LEAST_INK)
        else each
        for each, stray, sign in zip(read, strays, signs, strict=True)
    ]


def _on_edge(dark: Numbers, left: float, top: float, box: Box, pen: float) -> bool:
    """Whether the pen went along a printed edge, where it cannot be told from it: the foot of a 2, the bar of a 7."""
    printed = min(0.92, (250 - _EDGE_GREY) / (250 - pen) + 0.12)
    wide, high = box["cell_width"], box["height"]
    bands = (
        (left + 0.5, top - 0.3, wide - 1.0, 0.65, 0), (left + 0.5, top + high - 0.35, wide - 1.0, 0.65, 0),
        (left - 0.3, top + 0.5, 0.65, high - 1.0, 1), (left + wide - 0.35, top + 0.5, 0.65, high - 1.0, 1),
    )  # fmt: skip
    for x, y, width, height, along in bands:
        band = _cut(dark, x, y, width, height)
        if band.size and float((band.max(axis=along) > printed).mean()) > _ALONG:
            return True
    return False


def _strays(dark: Numbers, left: float, top: float, box: Box) -> bool:
    """Whether somebody wrote just above or below the cell: perhaps a correction."""
    for y in (top - 0.3 - _STRAY, top + box["height"] + 0.3):
        band = _cut(dark, left + 0.4, y, box["cell_width"] - 0.8, _STRAY)
        if band.size and float((band > INK).mean()) > 0.3:
            return True
    return False
