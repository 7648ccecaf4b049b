"""The trial's own writer: each has a style (slant, size, tremor, a pen whose line swells) kept over a form."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from shirehall.channels.paper.trial.strokes import SHAPES, Part

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]
_FINER = 4


@dataclass(frozen=True, slots=True)
class Style:
    """One writer. Lengths are parts of a cell's height, `pen` in millimetres, `grey` of the ink."""

    lean: float
    tall: float
    broad: float
    tremor: float
    drift: float
    pen: float
    grey: float


def style_of(random: np.random.Generator) -> Style:
    """A writer at random."""
    return Style(
        lean=random.uniform(-0.12, 0.3), tall=random.uniform(0.58, 0.82), broad=random.uniform(0.5, 0.75),
        tremor=random.uniform(0.003, 0.012), drift=random.uniform(0.0, 0.03), pen=random.uniform(0.38, 0.8),
        grey=random.uniform(5, 80),
    )  # fmt: skip


def write_sign(
    sheet: Picture, sign: str, style: Style, random: np.random.Generator, *, left: float, top: float,
    width: float, height: float, dots: float,
) -> None:  # fmt: skip
    """Write one sign into a cell of a sheet; millimetres, with `dots` dots to one."""
    room = 0.25 * height
    size = (round((width + 2 * room) * dots * _FINER), round((height + 2 * room) * dots * _FINER))
    canvas = np.full((size[1], size[0]), 255, np.uint8)
    bend = random.normal(0, 0.035, (2, 3))
    tall = style.tall * height * random.uniform(0.93, 1.07)
    broad = min(style.broad * height * random.uniform(0.92, 1.08), 0.86 * width)
    middle = np.array([width / 2 + room, height / 2 + room + random.normal(0, style.drift) * height])
    for part in SHAPES[sign]:
        line = _bent(_points(part) / 100 - 0.5, bend)
        line = line + _tremor(len(line), style.tremor, random)
        placed = np.stack([line[:, 0] * broad - line[:, 1] * style.lean * tall, line[:, 1] * tall], axis=1)
        _stroke(canvas, (placed + middle) * dots * _FINER, style, random, dots)
    ink = cv2.resize(canvas, (size[0] // _FINER, size[1] // _FINER), interpolation=cv2.INTER_AREA)
    at_x, at_y = round((left - room) * dots), round((top - room) * dots)
    within = sheet[at_y : at_y + ink.shape[0], at_x : at_x + ink.shape[1]]
    np.minimum(within, ink[: within.shape[0], : within.shape[1]], out=within)


def _points(part: Part) -> Points:
    kind, numbers = part
    if kind == "a":
        x, y, rx, ry, start, end = numbers
        angle = np.radians(np.linspace(start, end, 48))
        return np.stack([x + rx * np.cos(angle), y + ry * np.sin(angle)], axis=1)
    corners = np.array(numbers).reshape(-1, 2)
    legs = [np.linspace(a, b, 18) for a, b in pairwise(corners)]
    return np.concatenate(legs)


def _bent(line: Points, bend: NDArray[np.float64]) -> Points:
    """The whole sign leans and bulges a little, all its parts alike."""
    x, y = line[:, 0], line[:, 1]
    terms = np.stack([x * y, y * y, np.sin(3 * y)], axis=1)
    return line + terms @ bend.T


def _tremor(count: int, size: float, random: np.random.Generator) -> Points:
    steps = random.normal(0, size, (count, 2))
    for at in range(1, count):
        steps[at] += 0.82 * steps[at - 1]
    return steps


def _stroke(canvas: Picture, line: Points, style: Style, random: np.random.Generator, dots: float) -> None:
    speed = np.linalg.norm(np.diff(line, axis=0), axis=1)
    swell = np.clip(speed.mean() / (speed + 1e-6), 0.75, 1.3)
    for at in range(len(line) - 1):
        wide = max(1, round(style.pen * dots * _FINER * swell[at] * random.uniform(0.95, 1.05)))
        ends = np.round(line[at : at + 2] * 16).astype(int)
        cv2.line(canvas, tuple(ends[0]), tuple(ends[1]), style.grey, wide, cv2.LINE_AA, 4)
