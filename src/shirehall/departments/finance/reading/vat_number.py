"""The supplier's VAT number: by its shape or after its label, and never the one of whom the invoice is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shirehall.departments.finance.reading.amounts import ending
from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.labelled import labelled
from shirehall.departments.finance.reading.labels import plain
from shirehall.departments.finance.reading.numbers import made, squeezed
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.supplier_words import PUBLIC_BODY
from shirehall.departments.finance.reading.values import BARE_UK, VAT_SHAPES, uk_vat_is_right
from shirehall.departments.finance.reading.words import Cell

_BUYERS = re.compile(
    r"(?i)\b(your|customers?|clients?|buyers?|recipients?|ihre|kunden|votre|vos|uw|klant|su)\b[^:]{0,12}$"
)
_BUYERS_VAT = re.compile(
    r"(?i)\b(your|customer|client|buyer|recipient|ihre|kunden|votre|vos|uw|klant|su)s?(['’]s?)?\W+(vat|tax|tva|btw|ust|mwst|nif|iva)\b"
    r"[^:]{0,24}:?\W*$"
)
_COUNTRY_FIRST = re.compile(r"\bGB[ -]?VAT\b[\w .:]{0,12}?(?<!\d)(\d{3} ?\d{4} ?\d{2})(?!\d)")
_TOKEN = re.compile(r"[A-Z]{0,4}\d[A-Z0-9./\-]{5,17}")


@dataclass(frozen=True)
class Number:
    """A number that may be the supplier's. `shape` is the country whose shape it has, or empty."""

    value: str
    cell: Cell
    shape: str
    labelled: bool
    buyers: bool


def read_supplier_vat(document: Document) -> ReadField:
    """The supplier's VAT number, as printed without blanks."""
    found = list(_numbers(document))
    mine = [each for each in found if not each.buyers]
    if not mine:
        absent = document.lacks("supplier_vat") and not found
        return ReadField(
            None, absent, 0.9 if absent else 0.3, document.source, None, ("no word of it",) * absent
        )
    best = min(mine, key=lambda each: (not each.labelled, not each.shape, each.cell.page, each.cell.y0))
    others = {squeezed(each.value)[-9:] for each in mine} - {squeezed(best.value)[-9:]}
    right = best.shape != "GB" or uk_vat_is_right(best.value)
    checks = (
        ["label"] * best.labelled
        + [f"shaped as one of {best.shape}"] * bool(best.shape)
        + ["no other"] * (not others)
    )
    checks += ["check digits"] * (best.shape == "GB" and right) + ["not the buyer's"]
    # Without check digits of its own, a number is held for right by its label and its shape together.
    enough = bool(best.shape) and right and not others and document.is_clear(best.cell)
    enough = enough and best.labelled
    if document.source == "ocr":
        enough = enough and best.shape == "GB"
    return made(document, best.value, best.cell, enough, checks)


def _numbers(document: Document) -> Iterator[Number]:
    tellers = {
        (each.cell.page, each.cell.line) for each in labelled(document.sheets, "supplier_vat", _any_number)
    }
    for sheet in document.sheets:
        for line in sheet.lines:
            for cell in line:
                text = cell.text
                for country, shape in VAT_SHAPES.items():
                    for match in shape.finditer(text):
                        before = text[: match.start()]
                        if "iban" in before.casefold()[-12:] or re.search(r"(?i)\b(bic|swift)\W*$", before):
                            continue
                        told = (cell.page, cell.line) in tellers or _tells(before)
                        yield Number(
                            squeezed_vat(match[0]),
                            _part(cell, match.start(), match.end()),
                            country,
                            told,
                            _is_buyers(document, cell, before),
                        )
                if first := _COUNTRY_FIRST.search(text):
                    buyers = _is_buyers(document, cell, text[: first.start()])
                    yield Number(f"GB{squeezed_vat(first[1])}", cell, "GB", True, buyers)
                if document.source == "ocr":
                    yield from _mended(document, cell)
    for each in labelled(document.sheets, "supplier_vat", _any_number):
        country = "GB" if BARE_UK.fullmatch(each.value) and uk_vat_is_right(each.value) else ""
        buyers = document.is_buyer(each.cell)
        if not any(pattern.search(each.value) for pattern in VAT_SHAPES.values()):
            yield Number(squeezed_vat(each.value), each.cell, country, True, buyers)


def _mended(document: Document, cell: Cell) -> Iterator[Number]:
    """The B in the middle of a Dutch number, taken for an 8 in a picture. Never certain: it has no country to
    its shape."""
    if match := re.search(r"\bNL ?(\d{9})8(\d{2})\b", cell.text):
        yield Number(f"NL{match[1]}B{match[2]}", cell, "", True, document.is_buyer(cell))


def _tells(before: str) -> bool:
    return bool(re.search(r"(vat|tva|btw|ust|mwst|nif|cif|iva|tax)[\w .:#/-]{0,24}$", plain(before)))


def _is_buyers(document: Document, cell: Cell, before: str) -> bool:
    return (
        document.is_buyer(cell)
        or bool(_BUYERS.search(before))
        or any(_BUYERS_VAT.search(text) for text in (before, *_around(document, cell)))
        or _under_public_body(document, cell)
    )


def _around(document: Document, cell: Cell) -> Iterator[str]:
    """What stands to the left of a number, and right above it."""
    sheet = next(each for each in document.sheets if each.number == cell.page)
    for line in sheet.lines[max(0, cell.line - 2) : cell.line + 1]:
        for other in line:
            if (other.line == cell.line and other.x0 < cell.x0 and other.words[0] not in cell.words) or (
                other.line < cell.line and other.x0 < cell.x1 and other.x1 > cell.x0
            ):
                yield other.text


def _under_public_body(document: Document, cell: Cell) -> bool:
    """Whether a number stands in an address that begins with a council: then it is the council's."""
    sheet = next(each for each in document.sheets if each.number == cell.page)
    bottom = cell.y0
    for line in reversed(sheet.lines[max(0, cell.line - 8) : cell.line]):
        if any(ending(each) for each in line):
            return False
        for above in line:
            if abs(above.x0 - cell.x0) <= 8 and 0 <= bottom - above.y1 + 3 <= 1.6 * cell.height:
                bottom = above.y0
                if PUBLIC_BODY.search(above.text):
                    return True
    return False


def _any_number(cell: Cell) -> str | None:
    text = cell.text.strip(".,;:()")
    if BARE_UK.fullmatch(text) or VAT_SHAPES["GB"].fullmatch(text):
        return text
    return (
        text
        if _TOKEN.fullmatch(text)
        and sum(each.isdigit() for each in text) >= 6
        and not re.fullmatch(r"\d+[.]\d\d", text)
        else None
    )


def squeezed_vat(text: str) -> str:
    """Without blanks and the signs between groups of figures."""
    return text.replace(" ", "")


def _part(cell: Cell, start: int, end: int) -> Cell:
    place, first, last = 0, 0, len(cell.words)
    for number, word in enumerate(cell.words):
        if place <= start:
            first = number
        place += len(word.text) + 1
        if place > end:
            last = number + 1
            break
    return cell.part(first, max(last, first + 1))
