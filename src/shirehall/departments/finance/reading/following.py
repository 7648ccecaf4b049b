"""Fields found by what is remembered of a supplier's layout. A hint comes before what reading finds by itself; it makes
a value certain only where it was borne out before, and the other checks hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from shirehall.departments.finance.reading.amounts import amount_of
from shirehall.departments.finance.reading.days import day_of
from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.hints import ENOUGH, Hint, shape_of
from shirehall.departments.finance.reading.labels import plain
from shirehall.departments.finance.reading.numbers import squeezed
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.values import read_amount, uk_vat_is_right, written
from shirehall.departments.finance.reading.whole import is_cut
from shirehall.departments.finance.reading.words import Cell, Sheet

MONEY = ("net", "vat", "gross")
NUMBERS = ("invoice_number", "po_number")
DAYS = ("invoice_date", "due_date")
LEARNED, BORNE_OUT = "as learned", "borne out before"
BELOW = 3.2
LONGEST = 8
NEAR = 0.04
"""A value without a label stands within such a part of the page of where it stood before."""
CENTS = Decimal("0.02")


@dataclass(frozen=True)
class Followed:
    """What a hint leads to. `plain` whether nothing else on the document could be meant."""

    hint: Hint
    value: str
    cell: Cell
    plain: bool


def follow(document: Document, hint: Hint) -> Followed | None:
    """Where a hint leads on a document, or None."""
    sheet = _sheet(document, hint)
    if sheet is None:
        return None
    led = list(_by_place(sheet, hint) if hint.relation == "place" else _by_label(sheet, hint))
    if not led:
        return None
    best = min(led, key=lambda each: _away(sheet, hint, each[0]))
    return Followed(hint, best[1], best[0], len({value for _cell, value in led}) == 1)


def _sheet(document: Document, hint: Hint) -> Sheet | None:
    return document.sheets[-1 if hint.last else 0] if document.sheets else None


def _away(sheet: Sheet, hint: Hint, cell: Cell) -> float:
    return abs(cell.x0 / max(sheet.width, 1) - hint.x) + abs(cell.y0 / max(sheet.height, 1) - hint.y)


def _by_place(sheet: Sheet, hint: Hint) -> Iterator[tuple[Cell, str]]:
    for cell in sheet.cells:
        for start in range(len(cell.words)):
            rest = cell.part(start, len(cell.words))
            near = (
                abs(rest.x0 / sheet.width - hint.x) <= NEAR and abs(rest.y0 / sheet.height - hint.y) <= NEAR
            )
            if near and (found := _start(rest, hint)):
                yield found
                break


def _by_label(sheet: Sheet, hint: Hint) -> Iterator[tuple[Cell, str]]:
    wanted = hint.label.split()
    for cell in sheet.cells:
        for start, end in _places_of(cell, wanted):
            if found := _beside(sheet, cell, start, end, hint):
                yield found
                break


def said(cell: Cell) -> list[str]:
    """The plain words of a cell but those with figures, which change from one document to the next."""
    return [
        word for word in plain(cell.text).split() if not any(map(str.isdigit, word)) and word.strip("#@%/")
    ]


def _places_of(cell: Cell, wanted: list[str]) -> Iterator[tuple[int, int]]:
    """The places in a cell, first word and word after, where it says a label: after which it may have any figures."""
    for start in range(len(cell.words)):
        for end in range(start + 1, min(len(cell.words), start + len(wanted) + 3) + 1):
            if said(cell.part(start, end)) == wanted and said(cell.part(start, start + 1)):
                yield start, end


def _beside(sheet: Sheet, cell: Cell, start: int, end: int, hint: Hint) -> tuple[Cell, str] | None:
    if hint.relation == "after":
        return _start(cell.part(end, len(cell.words)), hint) if end < len(cell.words) else None
    line = sheet.lines[cell.line]
    if hint.relation == "right":
        after = line[line.index(cell) + 1 :][:1] if end == len(cell.words) else ()
        return _start(after[0], hint) if after else None
    label = cell.part(start, end)
    for lower in sheet.lines[cell.line + 1 : cell.line + 5]:
        for each in lower:
            near = 0 <= each.y0 - label.y1 + 2 <= BELOW * label.height
            if near and each.x0 < label.x1 + 4 and each.x1 > label.x0 - 4 and (found := _start(each, hint)):
                return found
    return None


def _start(cell: Cell, hint: Hint) -> tuple[Cell, str] | None:
    """The value that a cell begins with, of the most words."""
    for size in range(min(len(cell.words), LONGEST), 0, -1):
        part = cell.part(0, size)
        if (value := value_of(part, hint)) is not None:
            return part, value
    return None


def value_of(cell: Cell, hint: Hint) -> str | None:
    """The value of a hint's field that a whole cell is, as ReadField holds it."""
    text = cell.text.strip(" :;,|").rstrip(".")
    if hint.field in MONEY:
        amount = amount_of(cell) or read_amount(text)
        return written(amount.value) if amount and (amount.exact or amount.symbol) else None
    if hint.field in DAYS:
        day = day_of(cell)
        if day is None:
            return None
        return (day.other if hint.order == "month" and day.other else day.on).isoformat()
    if hint.field in NUMBERS:
        return text if shape_of(text) == hint.shape and any(map(str.isdigit, text)) else None
    same = squeezed(text) == squeezed(hint.value) and bool(squeezed(hint.value))
    return hint.value if same else None


def with_hints(
    document: Document, fields: Mapping[str, ReadField], hints: Sequence[Hint]
) -> dict[str, ReadField]:
    """The fields, those first that hints lead to."""
    found = dict(fields)
    followed: dict[str, list[Followed]] = {}
    for hint in hints:
        if hint.field in found and (led := follow(document, hint)):
            followed.setdefault(hint.field, []).append(led)
    for field, several in followed.items():
        best = max(several, key=lambda each: (each.hint.agreed, each.plain))
        agree = len({squeezed(each.value) for each in several}) == 1
        found[field] = _learned(document, fields[field], best, agree)
    return _held(found, followed) if followed else found


def is_led(document: Document, hints: Sequence[Hint]) -> bool:
    """Whether hints lead to a number and to an amount, so that it is an invoice whatever its words are."""
    led = {hint.field for hint in hints if hint.relation != "place" and follow(document, hint)}
    return "invoice_number" in led and "gross" in led


def _learned(document: Document, own: ReadField, best: Followed, agree: bool) -> ReadField:
    same = own.value is not None and squeezed(own.value) == squeezed(best.value)
    if same and own.certain and agree:
        return replace(own, checks=(*own.checks, LEARNED))
    borne_out = best.hint.agreed >= ENOUGH
    holds = borne_out and agree and best.plain and _is_clear(document, best)
    certain = holds and (same or not own.certain)
    cell = best.cell
    checks = (LEARNED, *((BORNE_OUT,) * borne_out), *(("no other",) * best.plain))
    return ReadField(
        best.value, certain, cell.sure * (0.95 if certain else 0.6), document.source,
        (cell.page, cell.x0, cell.y0, cell.x1, cell.y1), checks,
    )  # fmt: skip


def _is_clear(document: Document, led: Followed) -> bool:
    """Whether the value is read beyond doubt and whole."""
    if not document.is_clearer(led.cell):
        return False
    field, value = led.hint.field, led.value
    if field in NUMBERS:
        lettered = any(map(str.isalpha, value)) and document.source == "ocr"
        return len(squeezed(value)) >= 3 and not is_cut(document, led.cell) and not lettered
    if field in DAYS:
        day = day_of(led.cell)
        return day is not None and (day.other is None or day.other == day.on or bool(led.hint.order))
    if field == "supplier_vat" and value.startswith("GB"):
        return uk_vat_is_right(value)
    return led.hint.relation != "place" or field in ("supplier_name", "supplier_vat", "currency")


def _held(found: dict[str, ReadField], followed: Mapping[str, list[Followed]]) -> dict[str, ReadField]:
    """What hints made certain and the rest of the document does not bear out is not certain: sums, days in order."""
    if any(name in followed for name in MONEY) and not _adds_up(found):
        found |= {name: replace(found[name], certain=False) for name in MONEY if name in followed}
    if any(name in followed for name in DAYS) and not _in_order(found):
        found |= {name: replace(found[name], certain=False) for name in DAYS}
    return found


def _adds_up(found: Mapping[str, ReadField]) -> bool:
    values = [found[name].value for name in MONEY]
    if any(value is None for value in values):
        return False
    net, vat, gross = (Decimal(value or "0") for value in values)
    return abs(net + vat - gross) <= CENTS


def _in_order(found: Mapping[str, ReadField]) -> bool:
    dated, due = found["invoice_date"].value, found["due_date"].value
    return dated is None or due is None or date.fromisoformat(dated) <= date.fromisoformat(due)
