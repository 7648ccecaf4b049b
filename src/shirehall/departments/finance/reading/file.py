"""One file: what it is by its first bytes, then the reader that fits."""

from dataclasses import replace
from decimal import Decimal

from shirehall.departments.finance.reading import ocr, pdf
from shirehall.departments.finance.reading.document import read_document
from shirehall.departments.finance.reading.e_invoice import NotAnEInvoiceError, UnsafeError, read_e_invoice
from shirehall.departments.finance.reading.found import ReadField, ReadInvoice
from shirehall.departments.finance.reading.numbers import squeezed
from shirehall.departments.finance.reading.values import amounts_in
from shirehall.departments.finance.reading.words import Sheet

LARGEST = 30_000_000
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF")
FEWEST_LETTERS = 60
"""A PDF with fewer letters in its text layer is held for a scan."""


def read_invoice(content: bytes, name: str = "") -> ReadInvoice:
    """What a file says. Never raises for what is in the file: kind and problems say what was the matter with it."""
    if len(content) > LARGEST:
        return ReadInvoice("unsafe", {}, ("The file is larger than an invoice may be.",))
    if not content.strip():
        return ReadInvoice("unreadable", {}, ("The file is empty.",))
    if b"%PDF-" in content[:1024]:
        return _read_pdf(content)
    if content.startswith(_PICTURES):
        return _read_picture(content)
    if _is_xml(content):
        return _read_xml(content)
    return ReadInvoice("not-an-invoice", {}, (f"{name or 'The file'} is neither XML nor PDF nor a picture.",))


def _is_xml(content: bytes) -> bool:
    head = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\x00", b"")
    return head.startswith(b"<")


def _read_xml(content: bytes) -> ReadInvoice:
    try:
        return read_e_invoice(content)
    except UnsafeError as error:
        return ReadInvoice("unsafe", {}, (f"Not opened: {error}.",))
    except NotAnEInvoiceError as error:
        broken = "broken" in str(error)
        return ReadInvoice("unreadable" if broken else "not-an-invoice", {}, (f"Not read: {error}.",))


def _read_picture(content: bytes) -> ReadInvoice:
    try:
        pages = ocr.open_picture(content)
    except ocr.PictureError as error:
        return ReadInvoice(
            "unsafe" if "too many" in str(error) else "unreadable", {}, (f"Not read: {error}.",)
        )
    sheets = [ocr.read_picture(number, ocr.scale_of(page), page) for number, page in enumerate(pages)]
    return read_document("image", sheets, "ocr", len(pages))


def _read_pdf(content: bytes) -> ReadInvoice:
    try:
        carried = pdf.carried(content)
        if carried.unsafe:
            return ReadInvoice("unsafe", {}, tuple(f"Not opened: {each}." for each in carried.unsafe))
        with pdf.opened(content) as document:
            sheets = pdf.text_sheets(document)
            if carried.xml is not None:
                return _with_xml(carried.xml, sheets, document)
            if _letters(sheets) >= FEWEST_LETTERS:
                return read_document("pdf-text", sheets, "text", len(document))
            scanned = [
                ocr.read_picture(number, scale, page) for number, scale, page in pdf.pictures(document)
            ]
            return read_document("pdf-scan", scanned, "ocr", len(document))
    except pdf.EncryptedPdfError as error:
        return ReadInvoice("unsafe", {}, (f"Not opened: {error}.",))
    except pdf.UnreadablePdfError as error:
        return ReadInvoice("unreadable", {}, (f"Not read: {error}.",))


def _letters(sheets: list[Sheet]) -> int:
    return sum(sign.isalnum() for sheet in sheets for cell in sheet.cells for sign in cell.text)


def _with_xml(xml: bytes, sheets: list[Sheet], document: "pdf.Pdf") -> ReadInvoice:
    """The XML is the invoice; what a person would see on the page must be the same."""
    try:
        stated = read_e_invoice(xml)
    except UnsafeError as error:
        return ReadInvoice("unsafe", {}, (f"The e-invoice inside was not opened: {error}.",), len(document))
    except NotAnEInvoiceError as error:
        if _letters(sheets) < FEWEST_LETTERS:
            return ReadInvoice(
                "unreadable", {}, (f"The e-invoice inside cannot be read: {error}.",), len(document)
            )
        shown = read_document("pdf-text", sheets, "text", len(document))
        unsure = {name: replace(each, certain=False) for name, each in shown.fields.items()}
        return replace(
            shown, fields=unsure, problems=(*shown.problems, f"The file inside is no e-invoice: {error}.")
        )
    if _letters(sheets) < FEWEST_LETTERS:
        sheets = [ocr.read_picture(number, scale, page) for number, scale, page in pdf.pictures(document)]
    wrong = _differences(stated, sheets)
    fields = dict(stated.fields)
    for name in wrong:
        fields[name] = replace(fields[name], certain=False, confidence=0.4)
    said = tuple(_SAID[name] for name in wrong)
    return replace(
        stated, kind="pdf-with-xml", fields=fields, problems=(*stated.problems, *said), pages=len(document),
        contradicts=bool(wrong),
    )  # fmt: skip


_SAID = {
    "invoice_number": "The number in the e-invoice does not stand on the page.",
    "gross": "The amount in the e-invoice does not stand on the page.",
}


def _differences(stated: ReadInvoice, sheets: list[Sheet]) -> list[str]:
    text = "\n".join(cell.text for sheet in sheets for cell in sheet.cells)
    wrong = []
    number, gross = stated.value("invoice_number"), stated.value("gross")
    if number and squeezed(number) not in squeezed(text):
        wrong.append("invoice_number")
    if gross and abs(Decimal(gross)) not in {abs(each) for each in amounts_in(text)}:
        wrong.append("gross")
    return wrong


def nothing(kind: str, problem: str) -> ReadInvoice:
    """A file of which nothing can be said but why."""
    return ReadInvoice(kind, {}, (problem,))


__all__ = ["ReadField", "nothing", "read_invoice"]
