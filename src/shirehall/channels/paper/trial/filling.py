"""A form filled by a program: its sheets as pictures, written on by a hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from shirehall.channels.paper.learning.pen import plain_hand, write
from shirehall.channels.paper.trial.writer import Style, style_of, write_sign

Picture = NDArray[np.uint8]
DOTS = 200 / 25.4


class Hand(Protocol):
    """Somebody who writes and ticks. Places in millimetres on the sheet."""

    def sign(self, sheet: Picture, sign: str, left: float, top: float, width: float, height: float) -> None:
        """Write a sign into a cell."""

    def tick(self, sheet: Picture, left: float, top: float, side: float) -> None:
        """Tick a box."""


class LearnedHand:
    """Writes with the strokes that the readers have learned from."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random, self.hand = random, plain_hand(random)

    def sign(self, sheet: Picture, sign: str, left: float, top: float, width: float, height: float) -> None:
        cell = write(sign, self.hand, self.random, width=width - 0.7, height=height - 0.7)
        x, y = round((left + 0.35) * DOTS), round((top + 0.35) * DOTS)
        within = sheet[y : y + cell.shape[0], x : x + cell.shape[1]]
        np.minimum(within, cell[: within.shape[0], : within.shape[1]], out=within)

    def tick(self, sheet: Picture, left: float, top: float, side: float) -> None:
        shapes = (
            ([(0.1, 0.1), (0.9, 0.9)], [(0.9, 0.1), (0.1, 0.9)]),
            ([(0.15, 0.5), (0.4, 0.85), (0.95, 0.05)],),
        )
        for line in shapes[int(self.random.integers(2))]:
            points = np.array(line) + self.random.normal(0, 0.06, (len(line), 2))
            _line(sheet, points * side + (left, top), self.hand.dark, max(0.35, self.hand.width))


class TrialHand:
    """Writes with the trial's own strokes, which nothing has seen."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        self.style: Style = style_of(random)

    def sign(self, sheet: Picture, sign: str, left: float, top: float, width: float, height: float) -> None:
        place = {"left": left, "top": top, "width": width, "height": height}
        write_sign(sheet, sign, self.style, self.random, dots=DOTS, **place)

    def tick(self, sheet: Picture, left: float, top: float, side: float) -> None:
        bend = self.random.uniform(-0.1, 0.1)
        t = np.linspace(0, 1, 20)[:, None]
        down = (1 - t) * (0.2, 0.45) + t * (0.42, 0.82) + np.sin(np.pi * t) * (bend, 0.04)
        up = (
            (1 - t) * (0.42, 0.82)
            + t * (1.05, self.random.uniform(-0.2, 0.15))
            + np.sin(np.pi * t) * (0.02, bend)
        )
        shift = self.random.normal(0, 0.05, 2)
        for line in (down, up):
            _line(sheet, (line + shift) * side + (left, top), self.style.grey, self.style.pen)


def _line(sheet: Picture, points: NDArray[np.float64], grey: float, pen: float) -> None:
    dots = np.round(points * DOTS * 16).astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(sheet, [dots], False, grey, max(2, round(pen * DOTS)), cv2.LINE_AA, 4)


def blank_sheets(pdf: bytes) -> list[Picture]:
    """The printed sheets, 200 dots an inch, grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=200 / 72, grayscale=True).to_numpy() for page in document]
    return [np.ascontiguousarray(page[:, :, 0] if page.ndim == 3 else page).copy() for page in pages]


def fill(
    sheets: Sequence[Picture],
    boxes: Sequence[Mapping[str, Any]],
    written: Mapping[str, str],
    hand_of: Callable[[], Hand],
) -> None:
    """Write into the boxes, all in one hand."""
    hand = hand_of()
    for box in boxes:
        text = written.get(box["key"], "")
        if not text:
            continue
        sheet = sheets[box["sheet"] - 1]
        if box["kind"] == "tick":
            hand.tick(sheet, box["x"], box["y"], box["width"])
        elif box["kind"] == "cells":
            for sign, left in zip(text, box["cells"], strict=False):
                if sign != " ":
                    hand.sign(sheet, sign, box["x"] + left, box["y"], box["cell_width"], box["height"])
        else:
            _on_lines(sheet, box, text, hand)


def _on_lines(sheet: Picture, box: Mapping[str, Any], text: str, hand: Hand) -> None:
    """Words written freely, as far as the lines go."""
    a_row = int(box["width"] // 5)
    signs = "".join(each if each.isascii() and each.isalnum() else " " for each in text)
    for number, sign in enumerate(signs[: a_row * int(box["height"] // 8)]):
        if sign != " ":
            x, y = box["x"] + 2 + (number % a_row) * 4.8, box["y"] + 1 + (number // a_row) * 8
            hand.sign(sheet, sign, x, y, 4.4, 7)
