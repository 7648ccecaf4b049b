"""What is looked at in a cell: its ink, cleaned, brought to one size, and the numbers that two readers are given."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Numbers = NDArray[np.float32]
INK = 0.42
"""How dark, from paper (0) to the darkest pen (1), counts as ink."""
_SIDE, _CELLS, _DIRECTIONS = 28, 4, 8
_SPECK = 0.0035


@dataclass(frozen=True, slots=True)
class Sign:
    """The ink of a cell. `inside` and `stretched` are for the two readers; `holes` white islands; `parts` pieces;
    `share` how much of the cell is ink; `edge` how much of the cell's rim."""

    inside: Numbers
    stretched: Numbers
    holes: int
    parts: int
    share: float
    edge: float


def darkness(cell: Picture, paper: float, pen: float) -> Numbers:
    """How dark each dot is, from paper (0) to pen (1)."""
    dark: Numbers = np.clip((paper - cell.astype(np.float32)) / max(30.0, paper - pen), 0, 1).astype(
        np.float32
    )
    return dark


def sign_of(dark: Numbers) -> Sign | None:
    """The sign in a cell, given how dark each dot of it is; None where there is none."""
    ink = _without_specks((dark > INK).astype(np.uint8))
    share = float(ink.mean())
    if share < _SPECK * 1.6:
        return None
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    soft = np.where(cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0, dark, 0)[top:bottom, left:right]
    high, wide = dark.shape
    place = np.array(
        [(top + bottom) / 2 / high, (left + right) / 2 / wide, (bottom - top) / high, (right - left) / wide],
        np.float32,
    )
    upright = _fitted(_upright(soft))
    stretched = cv2.resize(soft, (16, 16), interpolation=cv2.INTER_AREA)
    rim = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    return Sign(
        inside=np.concatenate([_directions(upright), _small(upright), place]),
        stretched=np.concatenate([stretched.ravel(), place]).astype(np.float32),
        holes=_holes(ink), parts=cv2.connectedComponents(ink, connectivity=8)[0] - 1, share=share,
        edge=float(rim.mean()),
    )  # fmt: skip


def _without_specks(ink: Picture) -> Picture:
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = max(4.0, _SPECK * ink.size)
    keep = np.array([False, *(stats[number, cv2.CC_STAT_AREA] >= least for number in range(1, count))])
    kept: Picture = keep[labels].astype(np.uint8)
    return kept


def _holes(ink: Picture) -> int:
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    outside = np.pad(1 - closed, 1, constant_values=1).astype(np.uint8)
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(outside, connectivity=4)
    return sum(1 for number in range(1, count) if stats[number, cv2.CC_STAT_AREA] >= 8) - 1


def _upright(soft: Numbers) -> Numbers:
    """Without its slant, by its moments."""
    moments = cv2.moments(soft)
    if moments["mu02"] < 1e-2 * moments["m00"] or soft.shape[0] < 10:
        return soft
    slant = float(np.clip(moments["mu11"] / moments["mu02"], -0.5, 0.5))
    high, wide = soft.shape
    room = int(abs(slant) * high) + 1
    move = np.array([[1, -slant, 0.5 * slant * high + room], [0, 1, 0]], np.float32)
    turned = cv2.warpAffine(soft, move, (wide + 2 * room, high), flags=cv2.INTER_LINEAR)
    columns = np.flatnonzero((turned > INK).any(axis=0))
    return turned[:, columns[0] : columns[-1] + 1].astype(np.float32) if len(columns) else soft


def _fitted(soft: Numbers) -> Numbers:
    """Twenty dots at its longer side, in the middle of a square of 28."""
    high, wide = soft.shape
    scale = 20 / max(high, wide)
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    small = cv2.resize(soft, size, interpolation=cv2.INTER_AREA)
    field = np.zeros((_SIDE, _SIDE), np.float32)
    top, left = (_SIDE - size[1]) // 2, (_SIDE - size[0]) // 2
    field[top : top + size[1], left : left + size[0]] = small
    return field


def _directions(field: Numbers) -> Numbers:
    """How much edge of each direction there is in each of 16 squares."""
    smooth = cv2.GaussianBlur(field, (0, 0), 0.8)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    strength, angle = cv2.cartToPolar(across, down)
    bins = angle / (2 * np.pi) * _DIRECTIONS
    low = np.floor(bins).astype(int)
    part = bins - low
    found = np.zeros((_DIRECTIONS, _SIDE, _SIDE), np.float32)
    rows, columns = np.indices(field.shape)
    found[low % _DIRECTIONS, rows, columns] += strength * (1 - part)
    found[(low + 1) % _DIRECTIONS, rows, columns] += strength * part
    side = _SIDE // _CELLS
    squares = found.reshape(_DIRECTIONS, _CELLS, side, _CELLS, side).sum(axis=(2, 4)).ravel()
    part_of_all: Numbers = np.sqrt(squares / (squares.sum() + 1e-6)).astype(np.float32)
    return part_of_all


def _small(field: Numbers) -> Numbers:
    return (cv2.resize(field, (10, 10), interpolation=cv2.INTER_AREA) * 0.5).ravel()
