"""PDF files: what they carry, the words of their text layer, and pictures of their pages."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pypdf
import pypdfium2
from PIL import Image
from pypdf.errors import PyPdfError

from shirehall.departments.finance.reading.words import Sheet, Word, sheet_of

MOST_PAGES = 60
MOST_READ = 6
"""Totals and the head of an invoice stand on its first pages and on its last."""
DPI = 220
MOST_PIXELS = 30_000_000
E_INVOICES = frozenset(
    {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "cii.xml", "ubl.xml"}
)
_ACTIVE = ("/JavaScript", "/JS", "/Launch", "/RichMedia")


class UnreadablePdfError(ValueError):
    """A PDF that cannot be read. The message says why."""


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed in the end. Raises UnreadablePdfError."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError(f"the PDF cannot be opened ({error})") from error
    try:
        if len(document) == 0:
            raise UnreadablePdfError("the PDF has no pages")
        if len(document) > MOST_PAGES:
            raise UnreadablePdfError(f"the PDF has {len(document)} pages, more than an invoice has")
        yield document
    finally:
        document.close()


def carried_e_invoice(content: bytes) -> tuple[bytes | None, tuple[str, ...]]:
    """The e-invoice that a PDF carries, or None; and what is unsafe in the file."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        unsafe = _active(reader)
        for name, contents in reader.attachments.items():
            if name.lower() in E_INVOICES or name.lower().endswith(".xml"):
                return contents[0], unsafe
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return None, ()
    return None, unsafe


def _active(reader: pypdf.PdfReader) -> tuple[str, ...]:
    root = reader.trailer["/Root"].get_object()
    found = []
    action = root.get("/OpenAction")
    held = action.get_object() if action is not None else None
    if isinstance(held, dict) and held.get("/S") in ("/JavaScript", "/Launch"):
        found.append("it runs something when it is opened")
    names = root.get("/Names")
    inside = names.get_object() if names is not None else {}
    if any(key in inside for key in _ACTIVE):
        found.append("it holds a program")
    return tuple(found)


def pages_read(document: pypdfium2.PdfDocument) -> list[int]:
    """The numbers, from 0, of the pages that are looked at."""
    count = len(document)
    return list(range(count)) if count <= MOST_READ else [*range(MOST_READ - 2), count - 2, count - 1]


def text_sheets(document: pypdfium2.PdfDocument) -> list[Sheet]:
    """The words of the text layer, page by page."""
    return [_text_sheet(document[number], number) for number in pages_read(document)]


def _text_sheet(page: pypdfium2.PdfPage, number: int) -> Sheet:
    width, height = page.get_size()
    layer = page.get_textpage()
    words: list[Word] = []
    letters: list[str] = []
    box: list[float] = []

    def end() -> None:
        text = "".join(letters)
        if text.strip() and box:
            words.append(Word(text, box[0], height - box[3], box[2], height - box[1]))
        letters.clear()
        box.clear()

    count = min(layer.count_chars(), 200_000)
    text = layer.get_text_range(0, count) if count else ""
    # A sign outside the first plane is one for the page and two in the text: then each is asked for by itself.
    signs = text if len(text) == count else [layer.get_text_range(place, 1) for place in range(count)]
    for place, sign in enumerate(signs):
        if not sign.strip() or sign == "\x00":
            end()
            continue
        left, bottom, right, top = layer.get_charbox(place, loose=True)
        if box and (left - box[2] > 0.6 * (top - bottom) or left < box[0] - 1 or abs(bottom - box[1]) > 0.6 * (top - bottom)):
            end()
        letters.append(sign)
        if box:
            box[:] = [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]
        else:
            box[:] = [left, bottom, right, top]
    end()
    layer.close()
    return sheet_of(number + 1, width, height, words)


def pictures(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, float, Image.Image]]:
    """Number, scale (pixels a point) and picture of each page that is looked at."""
    for number in pages_read(document):
        page = document[number]
        width, height = page.get_size()
        scale = DPI / 72
        if width * height * scale * scale > MOST_PIXELS:
            scale = (MOST_PIXELS / (width * height)) ** 0.5
        yield number, scale, page.render(scale=scale, grayscale=True).to_pil()
