"""Measures of a printed form, in millimetres, for each variant."""

from dataclasses import dataclass

STANDARD, LARGE = "standard", "large"


@dataclass(frozen=True, slots=True)
class Sizes:
    """`text` in points; a cell is a box for one letter or number, `gap` lies between two; `tick` is a side."""

    text: float
    cell_width: float
    cell_height: float
    gap: float
    tick: float
    line: float

    @property
    def pitch(self) -> float:
        """From the left of one cell to the left of the next."""
        return self.cell_width + self.gap

    @property
    def in_a_row(self) -> int:
        """How many cells fit beside each other."""
        return int((WIDTH - _BESIDE + self.gap) // self.pitch)


PAGE = (210.0, 297.0)
SIDE, TOP, BOTTOM = 17.0, 37.0, 27.0
WIDTH = PAGE[0] - 2 * SIDE
_BESIDE = 4.0
"""Room beside a comb for what is printed before and after it."""
MARK = 5.0
MARKS = ((11.0, 11.0), (199.0, 11.0), (199.0, 286.0), (11.0, 286.0))
"""The middles of the four marks: left top, right top, right bottom, left bottom."""
QR = (168.0, 10.0, 22.0)
"""Left, top and side of the QR code on every sheet."""
FOOT = (20.0, 274.5, 170.0, 9.5)
"""Left, top, width and height of the line with the reference in words, on every sheet."""
REFERENCE = (46.0, 274.5, 52.0, 9.5)
"""Where the reference itself stands in that line."""

SIZES = {
    STANDARD: Sizes(text=11.5, cell_width=5.9, cell_height=8.0, gap=0.6, tick=5.5, line=9.0),
    LARGE: Sizes(text=18, cell_width=8.4, cell_height=11.0, gap=0.8, tick=8.0, line=13.0),
}
