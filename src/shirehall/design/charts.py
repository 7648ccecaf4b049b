"""Charts drawn on the server as SVG, by pure functions of plain rows.

Widths are percentages and letters keep their size, so that a chart reads as well on a phone as on a wall. Bars begin
at zero. Labels stand beside what they name; colours (six classes, told apart by the colour-blind) only repeat them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from markupsafe import Markup

from shirehall.design.formats import number

COLOURS: Final = 6
LINE: Final = 20
"""Height of a line of text in pixels."""
BAR: Final = 22
GAP: Final = 14
LETTERS: Final = 40
"""Letters of a label that fit on the narrowest phone."""
LONGEST: Final = 70
"""Percent of the width that the longest bar takes, so that its figure fits beside it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`shown` is how the value is written, where it is not a plain number."""

    label: str
    value: float
    shown: str = ""

    @property
    def figure(self) -> str:
        return self.shown or number(self.value)


@dataclass(frozen=True, slots=True)
class Line:
    """Points in order: what the step is called, and its value (never below zero)."""

    label: str
    points: Sequence[tuple[str, float]]


def bar_chart(
    *, id: str, title: str, text: str, bars: Sequence[Bar], unit: str = "", whole: float = 0  # noqa: A002
) -> Markup:  # fmt: skip
    """Bars that lie down, one colour, from zero to the longest, or to `whole` (100 for shares in percent). Raises
    ValueError for a negative value."""
    _check(bar.value for bar in bars)
    top = whole or max((bar.value for bar in bars), default=0) or 1
    parts: list[Markup] = []
    y = 0
    for bar in bars:
        drawn, height = _bar(bar, y=y, start=0.0, width=LONGEST * bar.value / top, colour=1, unit=unit)
        parts.append(drawn)
        y += height
    return _svg(id, title, text, max(y, LINE), Markup("").join(parts))


def stacked_bar(*, id: str, title: str, text: str, parts: Sequence[Bar]) -> Markup:  # noqa: A002
    """Parts of one whole, each in its own row where the one before ended. Raises ValueError for a negative value."""
    _check(part.value for part in parts)
    whole = sum(part.value for part in parts) or 1
    drawn: list[Markup] = []
    y, before = 0, 0.0
    for place, part in enumerate(parts):
        share = LONGEST * part.value / whole
        row, height = _bar(part, y=y, start=before, width=share, colour=place % COLOURS + 1, track=True)
        drawn.append(row)
        y += height
        before += share
    return _svg(id, title, text, max(y, LINE), Markup("").join(drawn))


def line_charts(*, id: str, title: str, text: str, lines: Sequence[Line], columns: int = 3) -> Markup:  # noqa: A002
    """Small multiples: one little chart a line, all on one scale from zero, side by side where there is room."""
    _check(value for line in lines for _, value in line.points)
    top = max((value for line in lines for _, value in line.points), default=0) or 1
    small = [
        _small(f"{id}-{place}", line, top, colour=(place - 1) % COLOURS + 1)
        for place, line in enumerate(lines, 1)
    ]
    return Markup(
        '<div class="sh-multiples sh-multiples--{}" role="group" aria-label="{}. {}">{}</div>'
    ).format(max(1, min(columns, 4)), title, text, Markup("").join(small))


def _bar(
    bar: Bar, *, y: int, start: float, width: float, colour: int, unit: str = "", track: bool = False
) -> tuple[Markup, int]:
    rows = wrap(bar.label, LETTERS) or [""]
    words = Markup("").join(
        Markup('<text class="sh-chart__label" x="0" y="{}">{}</text>').format(y + 15 + LINE * place, row)
        for place, row in enumerate(rows)
    )
    at = y + LINE * len(rows) + 2
    ground = Markup('<rect class="sh-chart__track" x="0" y="{}" width="{}%" height="{}"/>').format(
        at, LONGEST, BAR
    )
    figure = f"{bar.figure} {unit}".strip()
    beside = LONGEST if track else start + width
    drawn = Markup(
        '{}{}<rect class="sh-chart__{}" x="{}%" y="{}" width="{}%" height="{}"/>'
        '<text class="sh-chart__figure" x="{}%" dx="8" y="{}">{}</text>'
    ).format(
        words, ground if track else "", colour, _n(start), at, _n(width), BAR, _n(beside), at + 16, figure
    )
    return drawn, LINE * len(rows) + 2 + BAR + GAP


def _small(name: str, line: Line, top: float, *, colour: int) -> Markup:
    steps = max(1, len(line.points) - 1)
    spots = [(100 * place / steps, 100 - 100 * value / top) for place, (_, value) in enumerate(line.points)]
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in spots)
    first, last = (line.points[0], line.points[-1]) if line.points else (("", 0.0), ("", 0.0))
    said = f"{first[0]}: {number(first[1])}; {last[0]}: {number(last[1])}"
    inner = Markup(
        '<text class="sh-chart__label" x="0" y="15">{}</text>'
        '<text class="sh-chart__figure" x="100%" y="15" text-anchor="end">{}</text>'
        '<svg x="0" y="26" width="100%" height="80" viewBox="0 0 100 100" preserveAspectRatio="none">'
        '<path class="sh-chart__axis" d="M0 100H100"/>'
        '<polyline class="sh-chart__line sh-chart__line--{}" points="{}"/></svg>'
        '<text class="sh-chart__step" x="0" y="122">{}</text>'
        '<text class="sh-chart__step" x="100%" y="122" text-anchor="end">{}</text>'
    ).format(line.label, number(last[1]), colour, path, first[0], last[0])
    return _svg(name, line.label, said, 128, inner)


def _svg(name: str, title: str, text: str, height: int, inner: Markup) -> Markup:
    return Markup(
        '<svg class="sh-chart" role="img" width="100%" height="{}" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
    ).format(height, name, name, name, title, name, text, inner)


def _check(values: Iterable[float]) -> None:
    if any(value < 0 for value in values):
        raise ValueError("a chart that begins at zero cannot show a value below it")


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
