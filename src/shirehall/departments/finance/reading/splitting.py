"""Several invoices in one file, page by page. A new one begins on a page with an invoice number and a date of its own
and a title, "page 1 of" or a sure label, where the pages before it are an invoice already; and each must have an amount
to pay. Terms, delivery notes and further pages stay with the invoice before them. Where it is not plain the file is one
invoice, of which nothing is certain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shirehall.departments.finance.reading.days import read_days
from shirehall.departments.finance.reading.document import read_document
from shirehall.departments.finance.reading.file import read_sheets, read_shown
from shirehall.departments.finance.reading.found import ReadInvoice, unsure
from shirehall.departments.finance.reading.hints import Hint
from shirehall.departments.finance.reading.labelled import labelled
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.numbers import number_of, read_invoice_number, squeezed
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.shown import RefusedError, Shown, shown_in
from shirehall.departments.finance.reading.words import Sheet

_FIRST_PAGE = re.compile(
    r"\b(?:page|seite|pagina|página|blatt)\s*:?\s*1\s*(?:of|/|von|de|sur|van|di)\s*(\d+)\b"
)
_OTHER_PAGE = re.compile(
    r"\b(?:page|seite|pagina|página|blatt)\s*:?\s*(\d+)\s*(?:of|/|von|de|sur|van|di)\s*\d+\b"
)
_TITLE_LINES = 16
FITS = "net and VAT make the total"
DOUBT = "The file may hold several invoices: its pages have different invoice numbers."


@dataclass(frozen=True)
class _Page:
    """What a page says of where invoices begin. `number` is its invoice number, "" for none, `labelled` whether a sure
    label says so; `known` all numbers with such a label; `gross` an amount to pay with a sure label; `first` it says
    page 1 of so many, `later` a later page."""

    sheet: Sheet
    number: str
    labelled: bool
    known: frozenset[str]
    gross: str | None
    dated: bool
    first: bool
    later: bool
    titled: bool


def read_each(
    content: bytes, name: str = "", *, hints: Sequence[Hint] = (), compare: bool = True
) -> list[ReadInvoice]:
    """The invoices of a file, at least one, each with its pages as `part`. `hints` are what was learned of their
    supplier, `compare` as of read_invoice. Never raises for what is in the file."""
    try:
        shown = shown_in(content, name)
    except RefusedError as refused:
        return [ReadInvoice(refused.kind, {}, refused.problems)]
    if shown.xml is not None or len(shown.sheets) < 2 or not shown.is_whole:
        return [read_shown(shown, hints, compare=compare)]
    parts, is_plain = parts_of(shown)
    if len(parts) > 1 and is_plain:
        found = [_part(shown, part, hints, compare=compare) for part in parts]
        if all(each.fields for each in found):
            return found
        is_plain = False
    whole = replace(read_shown(shown, hints, compare=compare), part=(1, shown.pages))
    if is_plain or not whole.fields:
        return [whole]
    said = () if any("several invoices" in each for each in whole.problems) else (DOUBT,)
    return [replace(unsure(whole), problems=(*whole.problems, *said))]


def _part(shown: Shown, sheets: Sequence[Sheet], hints: Sequence[Hint], *, compare: bool) -> ReadInvoice:
    return replace(
        read_sheets(shown, sheets, hints, compare=compare), part=(sheets[0].number, sheets[-1].number)
    )


def parts_of(shown: Shown) -> tuple[list[list[Sheet]], bool]:
    """The pages of each invoice, and whether it is plain that they are so."""
    parts: list[list[_Page]] = []
    doubt = False
    for page in (_page(shown, sheet) for sheet in shown.sheets):
        begins, is_plain = _begins(parts[-1], page) if parts else (True, True)
        doubt = doubt or not is_plain
        if begins:
            parts.append([page])
        else:
            parts[-1].append(page)
    whole = len(parts) == 1 or all(_is_invoice(part) for part in parts)
    return [[page.sheet for page in part] for part in parts], whole and not doubt


def _begins(before: list[_Page], page: _Page) -> tuple[bool, bool]:
    """Whether a page begins another invoice than the pages before it, and whether that is plain."""
    known = frozenset().union(*(each.known | {each.number} for each in before)) - {""}
    if page.number in known or page.known & known:
        return False, True
    if not page.number:
        other = page.gross is not None and page.gross not in {each.gross for each in before}
        return False, not (other and page.titled)
    named = page.titled or page.first or page.labelled
    if named and page.dated and not page.later:
        return True, bool(known) and _is_invoice(before)
    return False, not (named or page.gross is not None)


def _is_invoice(part: list[_Page]) -> bool:
    return any(page.gross is not None for page in part) and any(page.number for page in part)


def _page(shown: Shown, sheet: Sheet) -> _Page:
    found = read_document(shown.kind, [sheet], shown.source, 1)
    text = " ".join(cell.text for cell in sheet.cells).casefold()
    known = [squeezed(each.value) for each in labelled([sheet], "invoice_number", number_of) if each.sure]
    first, other = _FIRST_PAGE.search(text), _OTHER_PAGE.search(text)
    document = Document((sheet,), shown.source)
    # The first of several pages has no amount to pay and is no invoice by itself.
    number = found.fields.get("invoice_number") or read_invoice_number(document)
    dated = found.fields.get("invoice_date") or read_days(document, None, number)[0]
    gross = found.fields.get("gross")
    return _Page(
        sheet,
        squeezed(number.value or ""),
        labelled="label" in number.checks,
        known=frozenset(known),
        gross=gross.value if gross and {"label", FITS} & set(gross.checks) else None,
        dated=dated.value is not None,
        first=first is not None,
        later=first is None and other is not None,
        titled=_has_title(sheet),
    )


def _has_title(sheet: Sheet) -> bool:
    """Whether the words of a title stand alone, or before a number, in the head of a page."""
    titles = all_labels().title - {"statement", "receipt", "bill"}
    heads = [plain(cell.text) for line in sheet.lines[:_TITLE_LINES] for cell in line]
    return any(
        head == title or re.match(rf"{re.escape(title)} (?:no|number|#|\S*\d)", head)
        for head in heads
        for title in titles
    )
