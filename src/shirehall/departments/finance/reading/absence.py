"""When it is certain that a field does not stand on a document: only where nothing is left that could be it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from shirehall.departments.finance.reading.days import every_day
from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.numbers import squeezed
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.values import BARE_UK, placed_day, read_amount
from shirehall.departments.finance.reading.words import Cell, Sheet

_KNOWN_USE = re.compile(
    r"(?i)\b(sort code|account|iban|bic|swift|tel|telephone|phone|mobile|fax|call|company|registered|registration"
    r"|vat|bank)\b|@|www\."
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}\b")
_CODE = re.compile(r"(?=\S*\d)[A-Za-z0-9][\w/.\-]{3,}")


def without_doubtful_absence(document: Document, fields: Mapping[str, ReadField]) -> dict[str, ReadField]:
    """The fields, none of them certainly absent where a code, a date or a number stands whose sense is not known, or
    where the language of the labels was not understood."""
    understood = fields["invoice_number"].certain and fields["invoice_date"].certain
    left: dict[str, Callable[[], set[str | None]]] = {
        "po_number": lambda: _unexplained(document, fields),
        "due_date": lambda: every_day(document) - {fields["invoice_date"].value},
        "supplier_vat": lambda: set(BARE_UK.findall(document.text)),
    }
    return {
        name: replace(each, certain=False, confidence=min(each.confidence, 0.3), checks=())
        if each.value is None and each.certain and (not understood or name not in left or left[name]())
        else each
        for name, each in fields.items()
    }


def _unexplained(document: Document, fields: Mapping[str, ReadField]) -> set[str | None]:
    """Words with figures that are neither another field, nor a date or an amount, nor beside a word of a bank, a
    telephone or a register."""
    others = [squeezed(each.value) for each in fields.values() if each.value]
    return {
        word
        for sheet in document.sheets
        for cell in sheet.cells
        if not placed_day(cell.text) and not _has_known_use(sheet, cell)
        for word in _CODE.findall(_POSTCODE.sub(" ", cell.text))
        if not read_amount(word) and not any(squeezed(word) in other for other in others)
    }


def _has_known_use(sheet: Sheet, cell: Cell) -> bool:
    line = sheet.lines[cell.line]
    before = line[max(0, line.index(cell) - 1) : line.index(cell) + 1]
    return any(_KNOWN_USE.search(each.text) for each in before)
