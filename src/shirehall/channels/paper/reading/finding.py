"""Which sheet a picture shows, and how it lies: by the QR code, then by the four marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]
PREFIX = "SH1."
DOTS_A_MM = 200 / 25.4
_WIDEST_LOOK = 1400


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of ours: its text, and its corners in the picture (left top first, clockwise as it is printed)."""

    text: str
    corners: Points


def codes_of(picture: Picture) -> list[Code]:
    """The codes of ours in a picture, without repeats of the same text."""
    for look in _looks(picture):
        found: dict[str, Code] = {}
        for each in zxingcpp.read_barcodes(
            look.picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        ):
            if each.text.startswith(PREFIX):
                at = each.position
                corners = np.array(
                    [(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)], float
                )
                found.setdefault(each.text, Code(each.text, corners * look.scale))
        if found:
            return list(found.values())
    return []


@dataclass(frozen=True, slots=True)
class _Look:
    picture: Picture
    scale: float


def _looks(picture: Picture) -> Sequence[_Look]:
    """The picture as it is, then with its noise smoothed, then of another size: one of them can be read."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 1.2)
    factor = max(picture.shape) / _WIDEST_LOOK
    small = cv2.resize(picture, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    _level, plain = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return (_Look(picture, 1), _Look(smooth, 1), _Look(small, factor), _Look(plain, 1))  # type: ignore[arg-type]


def straighten(picture: Picture, layout: Mapping[str, Any], corners: Points | None) -> Picture | None:
    """The sheet upright, 200 dots an inch; None where its marks cannot be found. `corners` are those of its code, or
    None where it had none: then the picture must be near upright."""
    marks = np.array(layout["marks"], float)
    if corners is None:
        x, y = layout["page"]
        high, wide = picture.shape
        known = np.array([[0, 0], [x, 0], [x, y], [0, y]], float)
        seen = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], float)
    else:
        left, top, side = layout["qr"]
        known = np.array([[left, top], [left + side, top], [left + side, top + side], [left, top + side]])
        seen = corners
    found = _marks(picture, marks, known, seen, layout["mark"])
    if found is None:
        return None
    move = cv2.getPerspectiveTransform(
        found.astype(np.float32), (marks * DOTS_A_MM).astype(np.float32)
    )  # fmt: skip
    size = (round(layout["page"][0] * DOTS_A_MM), round(layout["page"][1] * DOTS_A_MM))
    return cv2.warpPerspective(  # type: ignore[return-value]
        picture, move, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )


def _marks(picture: Picture, marks: Points, known: Points, seen: Points, side: float) -> Points | None:
    """The middles of the marks in the picture. Each that is found makes the guess of the next better."""
    move = _similar(known, seen)
    scale = float(np.sqrt(abs(np.linalg.det(move[:, :2]))))
    squares = _squares(picture, side * scale)
    found: dict[int, Points] = {}
    start = known.mean(axis=0)
    for number in sorted(range(4), key=lambda each: float(np.linalg.norm(marks[each] - start))):
        guess = move[:, :2] @ marks[number] + move[:, 2]
        reach = scale * (14 if len(found) < 2 else 9)
        near = [each for each in squares if np.linalg.norm(each - guess) < reach]
        if not near:
            return None
        found[number] = min(near, key=lambda each: float(np.linalg.norm(each - guess)))
        taken = list(found)
        move = _similar(
            np.concatenate([known, *(marks[[each]] for each in taken)]),
            np.concatenate([seen, *(found[each][None] for each in taken)]),
        )
    return np.array([found[number] for number in range(4)])


def _similar(known: Points, seen: Points) -> Points:
    """The move, turn and scale (nothing else) that brings `known` nearest to `seen`: two rows of three."""
    ones, zeros = np.ones(len(known)), np.zeros(len(known))
    rows = np.concatenate([
        np.stack([known[:, 0], -known[:, 1], ones, zeros], axis=1),
        np.stack([known[:, 1], known[:, 0], zeros, ones], axis=1),
    ])  # fmt: skip
    a, b, x, y = np.linalg.lstsq(rows, np.concatenate([seen[:, 0], seen[:, 1]]), rcond=None)[0]
    return np.array([[a, -b, x], [b, a, y]])


def _squares(picture: Picture, side: float) -> list[Points]:
    """The middles of everything that looks like one of our marks: dark, full, about as wide as high, of that size."""
    smooth = cv2.GaussianBlur(picture, (0, 0), max(0.8, side / 20))
    reach = int(side * 3) | 1
    plain = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, reach, 25)
    outlines, _tree = cv2.findContours(plain, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    found = []
    for outline in outlines:
        area = cv2.contourArea(outline)
        if not 0.55 * side**2 < area < 1.6 * side**2:
            continue
        _middle, (wide, high), _angle = cv2.minAreaRect(outline)
        if min(wide, high) < 0.72 * max(wide, high) or area < 0.8 * wide * high:
            continue
        moments = cv2.moments(outline)
        middle = np.array([moments["m10"], moments["m01"]]) / moments["m00"]
        if picture[int(middle[1]), int(middle[0])] < 140:
            found.append(middle)
    return found
