"""The words of a PDF page's text layer, put together from the places of its letters. What the layer itself says of
blanks is not enough: a browser prints each letter by itself, and then a blank is reported after every one of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from shirehall.departments.finance.reading.placing import Placed, placer
from shirehall.departments.finance.reading.words import Sheet, Word, sheet_of

MOST_LETTERS = 200_000
APART = 0.13
"""Letters further apart than so many times their height belong to two words; with a blank between them, BLANK."""
BLANK = 0.09
RUN = 0.9
"""Letters further apart than so many times their height are not looked at together at all."""
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\u00ad": "-", "\u2010": "-", "\u2011": "-"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, its place in points from the upper left corner; `blank` whether one was reported before it, `real`
    whether one was printed."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    blank: bool
    real: bool

    @property
    def height(self) -> float:
        return max(self.y1 - self.y0, 1.0)


def text_sheet(page: pypdfium2.PdfPage, number: int) -> Sheet:
    """The words of one page. `number` from 0."""
    width, height = page.get_size()
    layer = page.get_textpage()
    words = words_of(_letters(layer, placer(page)))
    layer.close()
    return sheet_of(number + 1, width, height, words)


def words_of(letters: Iterable[Letter]) -> list[Word]:
    """The words that letters make, in the order in which they were printed."""
    return [word for run in _runs(letters) for word in _words(run)]


def _letters(
    layer: pypdfium2.PdfTextPage, place_of: Callable[[float, float, float, float], Placed]
) -> Iterator[Letter]:
    count = min(layer.count_chars(), MOST_LETTERS)
    text = layer.get_text_range(0, count) if count else ""
    # A sign outside the first plane is one for the page and two in the text: then each is asked for by itself.
    signs = text if len(text) == count else [layer.get_text_range(place, 1) for place in range(count)]
    blank = real = False
    for place, sign in enumerate(signs):
        if not sign.strip() or sign == "\x00":
            blank = True
            real = real or not pdfium.FPDFText_IsGenerated(layer, place)
            continue
        left, top, right, bottom = place_of(*layer.get_charbox(place, loose=True))
        yield Letter(sign.translate(_HYPHENS), left, top, right, bottom, blank, real)
        blank = real = False


def _runs(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Letters that follow each other on one line."""
    run: list[Letter] = []
    for letter in letters:
        if run and not _follows(run[-1], letter):
            yield run
            run = []
        run.append(letter)
    if run:
        yield run


def _follows(one: Letter, other: Letter) -> bool:
    tall = max(one.height, other.height)
    return (
        abs(other.y1 - one.y1) <= 0.6 * one.height
        and other.x0 >= one.x0 - 1
        and other.x0 - one.x1 <= RUN * tall
    )


def _words(run: Sequence[Letter]) -> Iterator[Word]:
    """A run parted where its letters stand further apart than the others do. Letters that are all set apart, as in
    T O T A L, are one word."""
    gaps = [other.x0 - one.x1 for one, other in pairwise(run)]
    usual = median(gaps) if len(gaps) >= 4 else 0.0
    height = median(letter.height for letter in run)
    spaced = usual > BLANK * height
    start = 0
    for place, gap in enumerate(gaps, 1):
        letter = run[place]
        enough = 1.7 * usual if spaced else (BLANK if letter.blank else APART) * height
        if gap > enough or (letter.real and not spaced):
            yield _word(run[start:place])
            start = place
    yield _word(run[start:])


def _word(letters: Sequence[Letter]) -> Word:
    return Word(
        "".join(letter.text for letter in letters),
        min(letter.x0 for letter in letters),
        min(letter.y0 for letter in letters),
        max(letter.x1 for letter in letters),
        max(letter.y1 for letter in letters),
    )
