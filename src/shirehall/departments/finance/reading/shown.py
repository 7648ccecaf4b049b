"""What a file shows: what it is by its first bytes, and the words of its pages."""

from dataclasses import dataclass

from shirehall.departments.finance.reading import ocr, pdf
from shirehall.departments.finance.reading.picture import is_pdf, is_picture
from shirehall.departments.finance.reading.words import Sheet

LARGEST = 30_000_000
FEWEST_LETTERS = 60
"""A PDF with fewer letters in its text layer is held for a scan."""


@dataclass(frozen=True)
class Shown:
    """What a file shows. `kind` as in ReadInvoice; `source` xml, text or ocr; `sheets` the pages that were read, of
    `pages` in all; `xml` an e-invoice that the file is or carries; `layer` the PDF itself where its words are those of
    a text layer, which may say other things than are seen."""

    kind: str
    source: str
    sheets: tuple[Sheet, ...] = ()
    pages: int = 0
    xml: bytes | None = None
    layer: bytes | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every page was read."""
        return len(self.sheets) == self.pages


class RefusedError(ValueError):
    """A file that shows nothing. `kind` is what it is held for; the message is a sentence for people."""

    def __init__(self, kind: str, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.kind, self.problems = kind, problems


def shown_in(content: bytes, name: str = "") -> Shown:
    """What a file shows. Raises RefusedError."""
    if len(content) > LARGEST:
        raise RefusedError("unsafe", "The file is larger than an invoice may be.")
    if not content.strip():
        raise RefusedError("unreadable", "The file is empty.")
    if is_pdf(content):
        return _in_pdf(content)
    if is_picture(content):
        return _in_picture(content)
    if _is_xml(content):
        return Shown("xml", "xml", xml=content)
    raise RefusedError("not-an-invoice", f"{name or 'The file'} is neither XML nor PDF nor a picture.")


def _is_xml(content: bytes) -> bool:
    head = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\x00", b"")
    return head.startswith(b"<")


def _in_picture(content: bytes) -> Shown:
    try:
        pages = ocr.open_picture(content)
    except ocr.PictureError as error:
        kind = "unsafe" if "too many" in str(error) else "unreadable"
        raise RefusedError(kind, f"Not read: {error}.") from error
    sheets = [ocr.read_picture(number, ocr.scale_of(page), page) for number, page in enumerate(pages)]
    return Shown("image", "ocr", tuple(sheets), len(pages))


def _in_pdf(content: bytes) -> Shown:
    try:
        carried = pdf.carried(content)
        if carried.unsafe:
            raise RefusedError("unsafe", *(f"Not opened: {each}." for each in carried.unsafe))
        with pdf.opened(content) as document:
            sheets, source = pdf.text_sheets(document), "text"
            if letters(sheets) < FEWEST_LETTERS:
                pictures = pdf.pictures(document)
                sheets = [ocr.read_picture(number, scale, page) for number, scale, page in pictures]
                source = "ocr"
            kind = (
                "pdf-with-xml" if carried.xml is not None else f"pdf-{'text' if source == 'text' else 'scan'}"
            )
            layer = content if source == "text" else None
            return Shown(kind, source, tuple(sheets), len(document), carried.xml, layer)
    except pdf.EncryptedPdfError as error:
        raise RefusedError("unsafe", f"Not opened: {error}.") from error
    except pdf.UnreadablePdfError as error:
        raise RefusedError("unreadable", f"Not read: {error}.") from error


def letters(sheets: list[Sheet] | tuple[Sheet, ...]) -> int:
    """How many letters and figures stand on pages."""
    return sum(sign.isalnum() for sheet in sheets for cell in sheet.cells for sign in cell.text)
