"""PDF files: what they carry, the words of their text layer, and pictures of their pages."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdf
import pypdfium2
from PIL import Image
from pypdf.errors import PyPdfError

from shirehall.departments.finance.reading.text_layer import text_sheet
from shirehall.departments.finance.reading.words import Sheet

MOST_PAGES = 60
MOST_READ = 12
"""Of more pictures of pages than these only the first and the last are read: reading one takes a second or two."""
DPI = 220
MOST_PIXELS = 30_000_000
E_INVOICES = frozenset({"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "cii.xml", "ubl.xml"})
LARGEST_XML = 20_000_000
_ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition")
_PROGRAMS = (
    ".exe",
    ".js",
    ".vbs",
    ".bat",
    ".cmd",
    ".scr",
    ".ps1",
    ".jar",
    ".hta",
    ".lnk",
    ".msi",
    ".com",
    ".wsf",
)
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
    """The document, closed in the end. Raises UnreadablePdfError."""
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
    finally:
        document.close()


def carried(content: bytes) -> Carried:
    """What a PDF carries. A PDF whose inside cannot be followed carries nothing; reading its pages shows what it is."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return Carried()
        unsafe = tuple(dict.fromkeys(_active(reader)))
        return Carried(_e_invoice(reader), unsafe)
    except _BROKEN:
        return Carried()


_BROKEN = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    OSError,
    NotImplementedError,
)


def _e_invoice(reader: pypdf.PdfReader) -> bytes | None:
    files = [(name.casefold(), held) for name, contents in reader.attachments.items() for held in contents]
    known = [held for name, held in files if name in E_INVOICES]
    other = [
        held
        for name, held in files
        if name.endswith(".xml") and (b"CrossIndustry" in held or b"ubl:schema" in held)
    ]
    return next((held for held in (*known, *other) if len(held) <= LARGEST_XML), None)


def _active(reader: pypdf.PdfReader) -> Iterator[str]:
    root = _held(reader.trailer["/Root"])
    yield from _of_action(root.get("/OpenAction"))
    yield from _of_actions(root.get("/AA"))
    names = _held(root.get("/Names"))
    if "/JavaScript" in names:
        yield "the PDF holds a program"
    for name in _names_of_files(reader):
        if name.casefold().endswith(_PROGRAMS):
            yield "the PDF carries a program as a file"
    for page in reader.pages[:MOST_PAGES] if len(reader.pages) <= MOST_PAGES else ():
        yield from _of_actions(page.get("/AA"))
        for note in _held_list(page.get("/Annots")):
            yield from _of_action(_held(note).get("/A"))
            yield from _of_actions(_held(note).get("/AA"))
            if _held(note).get("/Subtype") == "/RichMedia":
                yield "the PDF plays something"


def _of_action(action: Any) -> Iterator[str]:
    held = _held(action)
    if held.get("/S") in _ACTIONS or "/JS" in held:
        yield "the PDF runs something when it is opened or clicked"


def _of_actions(actions: Any) -> Iterator[str]:
    for action in _held(actions).values():
        yield from _of_action(action)


def _held(thing: Any) -> dict[str, Any]:
    found = thing.get_object() if thing is not None else None
    return found if isinstance(found, dict) else {}


def _held_list(thing: Any) -> list[Any]:
    found = thing.get_object() if thing is not None else None
    return list(found)[:2000] if isinstance(found, list) else []


def _names_of_files(reader: pypdf.PdfReader) -> list[str]:
    return list(reader.attachments)


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
