"""One file, read as one invoice: by the e-invoice that it is or carries, or by what its pages show."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from shirehall.departments.finance.reading.document import read_document
from shirehall.departments.finance.reading.e_invoice import NotAnEInvoiceError, UnsafeError, read_e_invoice
from shirehall.departments.finance.reading.found import ReadInvoice, unsure
from shirehall.departments.finance.reading.hints import Hint
from shirehall.departments.finance.reading.numbers import squeezed
from shirehall.departments.finance.reading.seeing import looked_at
from shirehall.departments.finance.reading.shown import FEWEST_LETTERS, RefusedError, Shown, letters, shown_in
from shirehall.departments.finance.reading.values import amounts_in
from shirehall.departments.finance.reading.words import Sheet


def read_invoice(
    content: bytes, name: str = "", *, hints: Sequence[Hint] = (), compare: bool = True
) -> ReadInvoice:
    """What a file says. `hints` are what was learned of its supplier; with `compare` what decides a payment is read
    from the picture of a PDF as well as from its text, else only where something may hide it. Never raises for what is
    in the file: kind and problems say what was the matter with it."""
    try:
        return read_shown(shown_in(content, name), hints, compare=compare)
    except RefusedError as refused:
        return ReadInvoice(refused.kind, {}, refused.problems)


def read_shown(shown: Shown, hints: Sequence[Hint] = (), *, compare: bool = True) -> ReadInvoice:
    """What a file that was opened says, as one invoice."""
    if shown.xml is None:
        return read_sheets(shown, shown.sheets, hints, compare=compare)
    if shown.kind != "pdf-with-xml":
        return _read_xml(shown.xml)
    found = _with_pages(shown, shown.xml)
    return _seen(shown, shown.sheets, found, compare=compare)


def read_sheets(
    shown: Shown, sheets: Sequence[Sheet], hints: Sequence[Hint] = (), *, compare: bool = True
) -> ReadInvoice:
    """What some pages of a file say, by themselves."""
    found = read_document(shown.kind, sheets, shown.source, shown.pages, hints)
    found = _seen(shown, sheets, found, compare=compare)
    if shown.is_whole:
        return found
    said = f"Only {len(shown.sheets)} of {shown.pages} pages were read."
    return replace(unsure(found), problems=(*found.problems, said))


def _seen(shown: Shown, sheets: Sequence[Sheet], found: ReadInvoice, *, compare: bool) -> ReadInvoice:
    if shown.layer is None or not found.fields:
        return found
    return looked_at(shown.layer, sheets, found, compare=compare)


def _read_xml(content: bytes) -> ReadInvoice:
    try:
        return read_e_invoice(content)
    except UnsafeError as error:
        return ReadInvoice("unsafe", {}, (f"Not opened: {error}.",))
    except NotAnEInvoiceError as error:
        broken = "broken" in str(error)
        return ReadInvoice("unreadable" if broken else "not-an-invoice", {}, (f"Not read: {error}.",))


def _with_pages(shown: Shown, xml: bytes) -> ReadInvoice:
    """The XML is the invoice; what a person would see on the page must be the same."""
    try:
        stated = read_e_invoice(xml)
    except UnsafeError as error:
        return ReadInvoice("unsafe", {}, (f"The e-invoice inside was not opened: {error}.",), shown.pages)
    except NotAnEInvoiceError as error:
        if shown.source == "ocr" or letters(shown.sheets) < FEWEST_LETTERS:
            return ReadInvoice(
                "unreadable", {}, (f"The e-invoice inside cannot be read: {error}.",), shown.pages
            )
        found = unsure(read_sheets(replace(shown, kind="pdf-text", layer=None), shown.sheets))
        return replace(found, problems=(*found.problems, f"The file inside is no e-invoice: {error}."))
    wrong = _differences(stated, shown.sheets)
    said = tuple(_SAID[name] for name in wrong)
    whole = replace(stated, kind="pdf-with-xml", problems=(*stated.problems, *said), pages=shown.pages)
    return replace(unsure(whole, 0.4), contradicts=True) if wrong else whole


_SAID = {
    "invoice_number": "The number in the e-invoice does not stand on the page.",
    "gross": "The amount in the e-invoice does not stand on the page.",
}


def _differences(stated: ReadInvoice, sheets: Sequence[Sheet]) -> list[str]:
    text = "\n".join(cell.text for sheet in sheets for cell in sheet.cells)
    wrong = []
    number, gross = stated.value("invoice_number"), stated.value("gross")
    if number and squeezed(number) not in squeezed(text):
        wrong.append("invoice_number")
    if gross and abs(Decimal(gross)) not in {abs(each) for each in amounts_in(text)}:
        wrong.append("gross")
    return wrong
