"""Reading a sheet: its code and marks however it lies, ticks of every sort, and cells."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from shirehall.channels.paper.cells import joined
from shirehall.channels.paper.conftest import CALL, Paper
from shirehall.channels.paper.reading.finding import codes_of, straighten
from shirehall.channels.paper.reading.sheet import read_sheet
from shirehall.channels.paper.trial.filling import DOTS, blank_sheets
from shirehall.channels.paper.trial.spoiling import Spoiling, spoil

Picture = NDArray[np.uint8]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_sheet_is_found_and_straightened_however_it_lies(paper: Paper, turns: int) -> None:
    made = paper.print()
    sheet = paper.fill(made, CALL)[0]
    seen = spoil(sheet, Spoiling(skew=3, turned=0), np.random.default_rng(turns))
    seen = np.ascontiguousarray(np.rot90(seen, turns))
    [code] = codes_of(seen)
    straight = straighten(seen, made.form.layout, code.corners)
    assert straight is not None
    assert straight.shape == sheet.shape
    [upright] = codes_of(straight)
    assert np.abs(upright.corners[0] / DOTS - (168, 10)).max() < 0.6


def ticks(paper: Paper, draw: "dict[int, str]") -> list[str]:
    """The states of the ticks of a question, drawn upon as `draw` says by their places."""
    made = paper.print()
    sheets = blank_sheets(made.pdf)
    boxes = [box for box in made.form.layout["boxes"] if "|topic||" in box["key"]]
    for place, what in draw.items():
        _draw(sheets[boxes[place]["sheet"] - 1], boxes[place], what)
    sheet = cv2.GaussianBlur(sheets[boxes[0]["sheet"] - 1], (0, 0), 0.8)
    return [each["state"] for each in read_sheet(np.asarray(sheet, np.uint8), boxes)]


def _draw(sheet: Picture, box: dict[str, float], what: str) -> None:
    left, top = box["x"] * DOTS, box["y"] * DOTS
    side = box["width"] * DOTS

    def at(x: float, y: float) -> tuple[int, int]:
        return round(left + x * side), round(top + y * side)

    if what == "tick":
        cv2.polylines(sheet, [np.array([at(0.2, 0.5), at(0.45, 0.8), at(1.1, -0.1)])], False, 30, 4)
    elif what == "cross":
        cv2.line(sheet, at(0.1, 0.1), at(0.9, 0.9), 30, 4)
        cv2.line(sheet, at(0.9, 0.1), at(0.1, 0.9), 30, 4)
    elif what == "filled":
        cv2.rectangle(sheet, at(0.02, 0.02), at(0.98, 0.98), 30, -1)
    elif what == "speck":
        cv2.circle(sheet, at(0.5, 0.5), 4, 30, -1)


def test_ticks_and_crosses_are_told_from_what_was_filled_in_and_from_specks(paper: Paper) -> None:
    assert ticks(paper, {}) == ["empty"] * 5
    assert ticks(paper, {0: "tick", 3: "cross"}) == ["ticked", "empty", "empty", "ticked", "empty"]
    assert ticks(paper, {1: "filled", 2: "tick"}) == ["empty", "filled", "ticked", "empty", "empty"]
    assert ticks(paper, {4: "speck"})[4] == "unclear"


def seen(text: str) -> list[dict[str, object]]:
    """Cells that were read without doubt."""
    return [{"sign": sign.strip(), "sure": True, "chance": 1.0, "others": ""} for sign in text]


@pytest.mark.parametrize(
    ("kind", "rows", "text", "sure"),
    [
        ("integer", [("1", "  42")], "42", True),
        ("integer", [("1", "4 2 ")], "42", False),
        ("money", [("pounds", "   125"), ("pence", "50")], "125.50", True),
        ("money", [("pounds", "   125"), ("pence", "5 ")], "125.5", False),
        ("money", [("pounds", "      "), ("pence", "  ")], "", True),
        ("postcode", [("1", "DT9 3AA")], "DT9 3AA", True),
        ("postcode", [("1", "SO1 3AA")], "SO1 3AA", False),
        ("name", [("1", "ADA HILL "), ("2", "         ")], "Ada Hill", True),
        ("name", [("1", "ADA HILLS"), ("2", "ON       ")], "Ada Hillson", False),
        ("short_text", [("1", "12 HIGH ST")], "12 HIGH ST", True),
        ("short_text", [("1", "UNIT 1B")], "UNIT 1B", False),
    ],
)
def test_cells_are_joined_and_only_what_can_be_told_is_sure(
    kind: str, rows: list[tuple[str, str]], text: str, sure: bool
) -> None:
    found = joined(kind, "", [(part, seen(signs)) for part, signs in rows])
    assert (found.text, found.sure) == (text, sure)
