"""PDF files: what they carry, the words of their text layer, and pictures of their pages."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pypdf
import pypdfium2
from PIL import Image

from shirehall.departments.finance.reading.active import BROKEN, active_in
from shirehall.departments.finance.reading.text_layer import text_sheet
from shirehall.departments.finance.reading.words import Sheet

MOST_PAGES = 60
MOST_READ = 12
"""Of more pictures of pages than these only the first and the last are read: reading one takes a second or two."""
DPI = 220
MOST_PIXELS = 30_000_000
E_INVOICES = frozenset({"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "cii.xml", "ubl.xml"})
_MARKS = re.compile(
    rb"CrossIndustry(?:Invoice|Document)|ubl:schema:xsd:(?:Invoice|CreditNote)|FatturaElettronica"
)
_HEAD = 4000
"""An e-invoice is known by its first bytes, whatever its file is called."""
LARGEST_XML = 20_000_000
Pdf = pypdfium2.PdfDocument


class UnreadablePdfError(ValueError):
    """A PDF that cannot be read. The message says why."""


class EncryptedPdfError(ValueError):
    """A PDF that needs a password."""


@dataclass(frozen=True)
class Carried:
    """What a PDF has inside: an e-invoice, and sentences on what is unsafe."""

    xml: bytes | None = None
    unsafe: tuple[str, ...] = ()


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed in the end. Raises UnreadablePdfError, also where a page cannot be used inside."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise EncryptedPdfError("the PDF needs a password") from error
        raise UnreadablePdfError(f"the PDF cannot be opened ({error})") from error
    try:
        if len(document) == 0:
            raise UnreadablePdfError("the PDF has no pages")
        if len(document) > MOST_PAGES:
            raise UnreadablePdfError(f"the PDF has {len(document)} pages, more than an invoice has")
        yield document
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError(f"a page of the PDF is broken ({error})") from error
    finally:
        document.close()


def carried(content: bytes) -> Carried:
    """What a PDF carries. A PDF whose inside cannot be followed carries nothing; reading its pages shows what it is."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return Carried()
        return Carried(_e_invoice(reader), _unsafe(reader))
    except BROKEN:
        return Carried()


def _unsafe(reader: pypdf.PdfReader) -> tuple[str, ...]:
    """What was found before anything broke counts."""
    found: dict[str, None] = {}
    with suppress(*BROKEN):
        for each in active_in(reader):
            found[each] = None
    return tuple(found)


def _e_invoice(reader: pypdf.PdfReader) -> bytes | None:
    with suppress(*BROKEN):
        return _attached(reader)
    return None


def _attached(reader: pypdf.PdfReader) -> bytes | None:
    files = [(name.casefold(), held) for name, contents in reader.attachments.items() for held in contents]
    known = [held for name, held in files if name in E_INVOICES]
    other = [
        held
        for _name, held in files
        if len(held) <= LARGEST_XML and _MARKS.search(held.replace(b"\x00", b"")[:_HEAD])
    ]
    return next((held for held in (*known, *other) if len(held) <= LARGEST_XML), None)


def pages_read(document: pypdfium2.PdfDocument) -> list[int]:
    """The numbers, from 0, of the pages whose pictures are read."""
    count = len(document)
    return list(range(count)) if count <= MOST_READ else [*range(MOST_READ - 2), count - 2, count - 1]


def text_sheets(document: pypdfium2.PdfDocument) -> list[Sheet]:
    """The words of the text layer, page by page."""
    return [text_sheet(document[number], number) for number in range(len(document))]


def pictures(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, float, Image.Image]]:
    """Number, scale (pixels a point) and picture of each page that is read."""
    for number in pages_read(document):
        page = document[number]
        width, height = page.get_size()
        scale = DPI / 72
        if width * height * scale * scale > MOST_PIXELS:
            scale = (MOST_PIXELS / (width * height)) ** 0.5
        yield number, scale, page.render(scale=scale, grayscale=True).to_pil()
