"""A pen that writes a sign into a cell as many hands would: jittered, slanted, wobbling, thick or thin, broken."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from shirehall.channels.paper.learning.strokes import WAYS, Stroke

Picture = NDArray[np.uint8]
_FINER = 4
_SHIFT = 4
DOTS_A_MM = 200 / 25.4


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes: `slant` a shear, `turn` in radians, `wobble` and `jitter` parts of the sign's height,
    `width` of the pen in millimetres, `dark` the grey of the ink (0 black)."""

    slant: float
    turn: float
    wobble: float
    jitter: float
    width: float
    dark: float


def some_hand(random: np.random.Generator) -> Hand:
    """A hand at random: learning goes further than most hands go."""
    return Hand(
        slant=random.normal(0.05, 0.17), turn=random.normal(0, 0.08), wobble=abs(random.normal(0, 0.018)),
        jitter=abs(random.normal(0.02, 0.022)), width=random.uniform(0.3, 1.0), dark=random.uniform(0, 95),
    )  # fmt: skip


def plain_hand(random: np.random.Generator) -> Hand:
    """A hand such as fills in forms: hurried, but meant to be read."""
    return Hand(
        slant=random.normal(0.08, 0.1), turn=random.normal(0, 0.05), wobble=random.uniform(0, 0.012),
        jitter=random.uniform(0.005, 0.025), width=random.uniform(0.35, 0.8), dark=random.uniform(0, 80),
    )  # fmt: skip


def curve(points: NDArray[np.float64], *, bent: bool) -> NDArray[np.float64]:
    """Many points along a stroke: straight lines, or a Catmull-Rom curve through the points."""
    if len(points) < 3 or not bent:
        parts = [np.linspace(a, b, 10, endpoint=False) for a, b in pairwise(points)]
        return np.concatenate([*parts, points[-1:]])
    closed = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, 10, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(closed[:-3], closed[1:-2], closed[2:-1], closed[3:], strict=True):
        parts.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    return np.concatenate([*parts, points[-1:]])


def write(sign: str, hand: Hand, random: np.random.Generator, *, width: float, height: float) -> Picture:
    """A cell of so many millimetres with a sign in it, 200 dots an inch, grey on white. "" leaves it empty; "?" is
    something that is no sign."""
    finer = _FINER * DOTS_A_MM
    canvas = np.full((round(height * finer), round(width * finer)), 255, np.uint8)
    if sign == "?":
        _scribble(canvas, hand, random)
    elif sign:
        way = WAYS[sign][random.integers(len(WAYS[sign]))]
        _draw(canvas, [_line(each, hand, random) for each in way], hand, random)
    size = (round(width * DOTS_A_MM), round(height * DOTS_A_MM))
    return cv2.resize(canvas, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _line(stroke: Stroke, hand: Hand, random: np.random.Generator) -> NDArray[np.float64]:
    bent, points = stroke
    given = np.array(points, float) + random.normal(0, hand.jitter, (len(points), 2))
    line = curve(given, bent=bent or random.random() < 0.12)
    if len(line) > 8 and random.random() < 0.25:  # the pen stops short, or goes on
        cut = int(random.integers(0, max(2, len(line) // 9)))
        line = line[cut:] if random.random() < 0.5 else line[: len(line) - cut]
    waves = random.normal(0, hand.wobble, (4, 2))
    along = np.linspace(0, np.pi, len(line))[:, None]
    for number, wave in enumerate(waves, start=1):
        line = line + wave * np.sin(along * number + random.uniform(0, 6))
    return line


def _draw(canvas: Picture, lines: list[NDArray[np.float64]], hand: Hand, random: np.random.Generator) -> None:
    high, wide = canvas.shape
    tall = random.uniform(0.5, 0.92) * high
    broad = min(tall * random.uniform(0.45, 0.85), wide * 0.95)
    middle = np.array([wide / 2 + random.normal(0, 0.06) * wide, high / 2 + random.normal(0, 0.05) * high])
    cos, sin = np.cos(hand.turn + random.normal(0, 0.04)), np.sin(hand.turn)
    shape = (
        np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, -hand.slant], [0, 1]]) @ np.diag([broad, tall])
    )
    thick = max(1, round(hand.width * random.uniform(0.85, 1.2) * _FINER * DOTS_A_MM))
    placed = _inside([(line - 0.5) @ shape.T + middle for line in lines], wide, high, thick / 2)
    for points in placed:
        broken = random.random() < 0.04 and len(points) > 14
        pieces = [points] if not broken else [points[: len(points) // 2 - 1], points[len(points) // 2 + 1 :]]
        for piece in pieces:
            dots = np.round(piece * 2**_SHIFT).astype(np.int32)
            cv2.polylines(canvas, [dots.reshape(-1, 1, 2)], False, hand.dark, thick, cv2.LINE_AA, _SHIFT)


def _inside(lines: list[NDArray[np.float64]], wide: int, high: int, rim: float) -> list[NDArray[np.float64]]:
    """The same lines, moved and if need be made smaller, so that no part of the sign is cut off: a 2 without its foot
    is a 7, and nothing should learn otherwise."""
    points = np.concatenate(lines)
    low, top = points.min(axis=0), points.max(axis=0)
    room = np.array([wide, high]) - 2 * rim
    scale = float(min(1.0, *(room / np.maximum(top - low, 1.0))))
    middle = (low + top) / 2
    held = np.clip(
        middle, rim + (top - low) * scale / 2, np.array([wide, high]) - rim - (top - low) * scale / 2
    )
    return [(line - middle) * scale + held for line in lines]


def _scribble(canvas: Picture, hand: Hand, random: np.random.Generator) -> None:
    """No sign: two signs on one another, a crossed-out one, a scrawl, a speck."""
    signs = list(WAYS)
    kind = random.integers(4)
    if kind < 3:
        for _each in range(2 if kind == 0 else 1):
            way = WAYS[signs[random.integers(36)]]
            _draw(
                canvas, [_line(each, hand, random) for each in way[random.integers(len(way))]], hand, random
            )
    if kind in (1, 3):
        points = random.uniform(0, 1, (int(random.integers(4, 10)), 2))
        _draw(canvas, [curve(points, bent=True)], hand, random)
    if kind == 2:
        for _each in range(int(random.integers(1, 4))):
            ends = np.array(
                [
                    [random.uniform(0, 0.2), random.uniform(0, 1)],
                    [random.uniform(0.8, 1), random.uniform(0, 1)],
                ]
            )
            _draw(canvas, [curve(ends, bent=False)], hand, random)
