"""Whether people see on the pages of a PDF what its text layer says. Every value that was read is looked at for ink in
its place; where something may hide it, or on demand, what decides a payment is read from the picture as well."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pypdfium2
from PIL import Image

from shirehall.departments.finance.reading import ocr, pdf
from shirehall.departments.finance.reading.found import Box, ReadInvoice, unsure
from shirehall.departments.finance.reading.layers import Doubtful, doubtful
from shirehall.departments.finance.reading.numbers import squeezed
from shirehall.departments.finance.reading.placing import Placed
from shirehall.departments.finance.reading.values import amounts_in
from shirehall.departments.finance.reading.words import Sheet, Word

DECIDING = ("invoice_number", "gross", "bank")
SAID = {"invoice_number": "the number", "gross": "the amount to pay", "bank": "the bank details"}
INK = 45
"""How much darker than its ground (of 255) something must be to be seen."""
SMALLEST = 3.5
"""Letters lower than so many points are held for hidden."""
MOST_PLACES = 24
_LOOK_SCALE = 2.0
_TRIES = (
    ((8.0, 3.0), 4.0, True),
    ((60.0, 12.0), 4.0, False),
    ((8.0, 3.0), 6.0, True),
    ((20.0, 5.0), 3.0, True),
)
"""How a place is read: with which margin in points, at which scale, as one line or as several. What one of them reads
as it is said, is seen; small letters are easily misread."""
_ALIKE = str.maketrans("OQDILSBZG", "000115826")
"""Letters that a reader takes for figures. A figure is never taken for another one."""


@dataclass(frozen=True)
class _Place:
    """Where a value is said to stand: of which field, on which page (from 1), in which box."""

    field: str
    value: str
    page: int
    box: Placed


def looked_at(content: bytes, sheets: Sequence[Sheet], found: ReadInvoice, *, compare: bool) -> ReadInvoice:
    """What was read, nothing of it certain where the pages do not show it. `compare` reads from the picture what
    decides even where nothing looks suspicious."""
    places = list(_places(sheets, found))[:MOST_PLACES]
    if not places:
        return found
    try:
        with pdf.opened(content) as document:
            unseen, doubted = _unseen(document, places, compare=compare)
    except (pdf.UnreadablePdfError, pdf.EncryptedPdfError, pypdfium2.PdfiumError):
        return found
    if doubted:
        fields = {
            name: replace(field, certain=False, confidence=min(field.confidence, 0.5))
            if name in doubted
            else field
            for name, field in found.fields.items()
        }
        found = replace(found, fields=fields)
    if not unseen:
        return found
    named = [SAID.get(each, each.replace("_", " ")) for each in dict.fromkeys(unseen)]
    said = f"The text inside the file is not what is seen on its pages: {', '.join(named)}."
    return replace(unsure(found, 0.3), problems=(*found.problems, said), contradicts=True)


def _places(sheets: Sequence[Sheet], found: ReadInvoice) -> Iterator[_Place]:
    """The boxes of the fields; what decides and has none (of an e-invoice, of the bank) wherever its words stand."""
    for name, field in found.fields.items():
        if field.value is not None and field.box is not None:
            printed = field.value if name in DECIDING else _printed(sheets, field.box)
            yield _Place(name, printed, field.box[0], field.box[1:])
    number, gross = found.value("invoice_number"), found.value("gross")
    if number and found.fields["invoice_number"].box is None:
        yield from _standing("invoice_number", number, sheets, squeezed(number))
    if gross and found.fields["gross"].box is None:
        yield from _amounts(gross, sheets)
    for account in found.bank[:4]:
        signs = squeezed(account)
        yield from _standing("bank", signs[-8:], sheets, signs[-8:])


def _printed(sheets: Sequence[Sheet], box: Box) -> str:
    """The words in a box: a date is printed in other words than it is kept in."""
    page, x0, y0, x1, y1 = box
    words = [
        word.text
        for sheet in sheets
        if sheet.number == page
        for cell in sheet.cells
        for word in cell.words
        if x0 - 0.5 <= word.x0 and word.x1 <= x1 + 0.5 and y0 - 0.5 <= word.y0 and word.y1 <= y1 + 0.5
    ]
    return " ".join(words)


def _standing(field: str, value: str, sheets: Sequence[Sheet], signs: str) -> Iterator[_Place]:
    for sheet in sheets:
        for cell in sheet.cells:
            for start in range(len(cell.words)):
                for end in range(start + 1, min(len(cell.words), start + 6) + 1):
                    part = cell.part(start, end)
                    if squeezed(part.text) == signs:
                        yield _Place(field, value, sheet.number, (part.x0, part.y0, part.x1, part.y1))


def _amounts(gross: str, sheets: Sequence[Sheet]) -> Iterator[_Place]:
    wanted = abs(Decimal(gross))
    for sheet in sheets:
        for cell in sheet.cells:
            for word in cell.words:
                if any(abs(each) == wanted for each in amounts_in(word.text)):
                    yield _Place("gross", gross, sheet.number, (word.x0, word.y0, word.x1, word.y1))


def _unseen(
    document: pypdfium2.PdfDocument, places: Sequence[_Place], *, compare: bool
) -> tuple[list[str], list[str]]:
    """The fields of which no place shows what is said, and those that decide nothing and may be read otherwise."""
    seen: dict[str, bool] = {}
    doubted: list[str] = []
    numbers = dict.fromkeys(place.page for place in places if place.page <= len(document))
    pages = {number: _Page(document[number - 1]) for number in numbers}
    for place in places:
        page = pages.get(place.page)
        if page is not None and not seen.get(place.field, False):
            seen[place.field] = page.shows(place, compare=compare)
            if place.field not in DECIDING and page.may_read_otherwise(place):
                doubted.append(place.field)
    return [field for field, is_seen in seen.items() if not is_seen], doubted


class _Page:
    """A page as it is drawn."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page = page
        self.width, self.height = page.get_size()
        self.scale = min(_LOOK_SCALE, (pdf.MOST_PIXELS / (self.width * self.height)) ** 0.5)
        drawn = page.render(scale=self.scale, grayscale=True, may_draw_forms=False)
        self.points = np.asarray(drawn.to_pil())
        self.doubt: Doubtful = doubtful(page)

    def shows(self, place: _Place, *, compare: bool) -> bool:
        """Whether a value is seen where the text layer has it."""
        x0, y0, x1, y1 = place.box
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        if not (0 <= middle[0] <= self.width and 0 <= middle[1] <= self.height) or y1 - y0 < SMALLEST:
            return False
        if not self._has_ink(place.box):
            return False
        if place.field in DECIDING and (compare or self.doubt.touches(place.box)):
            return self._reads(place)
        return True

    def may_read_otherwise(self, place: _Place) -> bool:
        """Whether something may hide a value that decides nothing by itself, and its place does not read as said."""
        return self.doubt.touches(place.box) and not self._reads(place)

    def _has_ink(self, box: Placed) -> bool:
        """Whether there is anything in the middle of a box: lines above and below it are none of it."""
        x0, y0, x1, y1 = box
        inset = (y1 - y0) * 0.18
        part = self.points[
            max(0, int((y0 + inset) * self.scale)) : max(0, int((y1 - inset) * self.scale) + 1),
            max(0, int(x0 * self.scale)) : max(0, int(x1 * self.scale) + 1),
        ]
        return part.size > 0 and int(part.max()) - int(part.min()) >= INK

    def _reads(self, place: _Place) -> bool:
        """Whether the picture of the place reads as it is said."""
        return any(
            _says(self._words(place.box, margin, scale, lone=lone), place) for margin, scale, lone in _TRIES
        )

    def _words(self, box: Placed, margin: tuple[float, float], wished: float, *, lone: bool) -> list[Word]:
        scale = min(wished, (pdf.MOST_PIXELS / (self.width * self.height)) ** 0.5)
        left, right = max(0.0, box[0] - margin[0]), min(self.width, box[2] + margin[0])
        top, bottom = max(0.0, box[1] - margin[1]), min(self.height, box[3] + margin[1])
        crop = (left, self.height - bottom, self.width - right, top)
        drawn: Image.Image = self.page.render(
            scale=scale, crop=crop, grayscale=True, may_draw_forms=False
        ).to_pil()
        return [
            replace(word, x0=word.x0 + left, x1=word.x1 + left, y0=word.y0 + top, y1=word.y1 + top)
            for word in ocr.words_in(drawn, scale, lone=lone)
        ]


def _says(words: Iterable[Word], place: _Place) -> bool:
    x0, y0, x1, y1 = place.box
    high = y1 - y0
    inside = [
        word.text
        for word in words
        if x0 - 2 <= (word.x0 + word.x1) / 2 <= x1 + 2
        and y0 + 0.2 * high <= (word.y0 + word.y1) / 2 <= y1 - 0.2 * high
        and word.y1 - word.y0 > 0.4 * high
    ]
    text = " ".join(inside)
    if place.field == "gross":
        wanted = abs(Decimal(place.value))
        return any(
            abs(each) == wanted for tried in (text, text.replace(" ", "")) for each in amounts_in(tried)
        )
    if place.field == "bank":
        return re.sub(r"\D", "", _folded(place.value)) == re.sub(r"\D", "", _folded(text))
    return _folded(text) == _folded(place.value)


def _folded(text: str) -> str:
    return squeezed(text).translate(_ALIKE)
