"""Words with their places, and the lines and cells that they stand in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

GAP = 1.1
"""A gap wider than so many times the height of the letters parts two cells of a line."""
ALIKE = 2.0
"""Words of one line are about as large as each other: not more than so many times."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word. Places are in points from the upper left corner; `sure` is what its reader says of it, 0 to 1."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float = 1.0

    @property
    def height(self) -> float:
        return max(self.y1 - self.y0, 1.0)


@dataclass(frozen=True)
class Cell:
    """Words that stand together on one line of a page."""

    page: int
    line: int
    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def y0(self) -> float:
        return min(word.y0 for word in self.words)

    @property
    def y1(self) -> float:
        return max(word.y1 for word in self.words)

    @property
    def height(self) -> float:
        return max(self.y1 - self.y0, 1.0)

    @property
    def sure(self) -> float:
        return min(word.sure for word in self.words)

    def part(self, start: int, end: int) -> "Cell":
        """The words from one to before another. At least one must be left."""
        return Cell(self.page, self.line, self.words[start:end])


@dataclass(frozen=True)
class Sheet:
    """A page: its size in points, and its lines from the top, each a row of cells from the left."""

    number: int
    width: float
    height: float
    lines: tuple[tuple[Cell, ...], ...]

    @property
    def bottom(self) -> float:
        """Where what is printed ends."""
        return max((cell.y1 for line in self.lines[-3:] for cell in line), default=self.height)

    @property
    def cells(self) -> Iterable[Cell]:
        return (cell for line in self.lines for cell in line)


def sheet_of(number: int, width: float, height: float, words: Sequence[Word]) -> Sheet:
    """The lines of a page, from its words in any order."""
    lines: list[list[Word]] = []
    parts = [part for word in words if word.text.strip() for part in _parted(word)]
    for word in sorted(parts, key=lambda each: (each.y0 + each.y1, each.x0)):
        near = [line for line in lines[-5:] if _on_line(line, word)]
        if near:
            min(near, key=lambda line: abs(_middle(line[-1]) - _middle(word))).append(word)
        else:
            lines.append([word])
    cells = [_cells(number, place, line) for place, line in enumerate(lines)]
    return Sheet(number, width, height, tuple(cells))


_JOINED = re.compile(r"([^\W\d_][^\d:@/]*[:#])([^:/]*\d[^:]*)")


def _parted(word: Word) -> Iterator[Word]:
    """A label and its value that were set without a blank: No:1234."""
    match = _JOINED.fullmatch(word.text)
    if not match:
        yield word
        return
    split = word.x0 + (word.x1 - word.x0) * len(match[1]) / len(word.text)
    yield Word(match[1], word.x0, word.y0, split, word.y1, word.sure)
    yield Word(match[2], split, word.y0, word.x1, word.y1, word.sure)


def _on_line(line: list[Word], word: Word) -> bool:
    """By the middles of those of its words that are about as large: a dash does not speak for a line, and beside one
    large word there may be several lines of small ones. Two words cannot stand in one place."""
    if any(_stands_over(each, word) for each in line):
        return False
    like = [each for each in line if 1 / ALIKE <= each.height / word.height <= ALIKE] or line
    middle = sum(_middle(each) for each in like) / len(like)
    tallest = max(each.height for each in like)
    return abs(_middle(word) - middle) <= 0.42 * max(tallest, word.height) and _alike(
        max(line, key=lambda each: each.height), word
    )


def _stands_over(one: Word, other: Word) -> bool:
    """Whether two words lie over each other from left to right by more than half of the narrower one, and are not two
    readings of one place."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > 0.5 * min(one.x1 - one.x0, other.x1 - other.x0) and down < 0.6 * min(
        one.height, other.height
    )


def _middle(word: Word) -> float:
    return (word.y0 + word.y1) / 2


def _alike(one: Word, other: Word) -> bool:
    """Whether two words may stand on one line: much larger letters beside small ones are a line of their own."""
    tall, low = max(one.height, other.height), min(one.height, other.height)
    return tall <= 2.6 * low or low <= 4 or not any(sign.isalnum() for sign in one.text + other.text)


_AMOUNT = re.compile(r"[£€$]?-?\d[\d.,']*[.,]\d\d")


_RATE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?%?")


def _two_amounts(one: Word, other: Word) -> bool:
    """Whether two words are each an amount with its pence, or one and a rate, so that however close they stand they are
    two cells."""
    left, right = _AMOUNT.fullmatch(one.text), _AMOUNT.fullmatch(other.text)
    return bool(
        (left and right) or (left and _RATE.fullmatch(other.text)) or (one.text.endswith("%") and right)
    )


def _cells(number: int, place: int, line: list[Word]) -> tuple[Cell, ...]:
    found: list[list[Word]] = []
    usual = median(word.height for word in line)
    for word in sorted(line, key=lambda each: each.x0):
        near = found and word.x0 - found[-1][-1].x1 <= GAP * max(
            usual, min(word.height, found[-1][-1].height)
        )
        if near and not _two_amounts(found[-1][-1], word):
            found[-1].append(word)
        else:
            found.append([word])
    return tuple(Cell(number, place, tuple(words)) for words in found)
