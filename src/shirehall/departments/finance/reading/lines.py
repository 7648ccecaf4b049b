"""The lines of what was supplied, as the pages show them, each held against arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from shirehall.departments.finance.reading.amounts import ending
from shirehall.departments.finance.reading.found import Box, ReadField, ReadLine
from shirehall.departments.finance.reading.labels import plain
from shirehall.departments.finance.reading.line_sums import (
    lines_that_add_up,
    lines_that_multiply,
    plain_number,
    price_of,
)
from shirehall.departments.finance.reading.line_words import line_words
from shirehall.departments.finance.reading.page import OCR_SURE, Document
from shirehall.departments.finance.reading.table import Row, amount_in, rows_of
from shirehall.departments.finance.reading.values import read_amount, written
from shirehall.departments.finance.reading.words import Cell

ROUNDING = Decimal("0.02")
MOST = 400
"""So many lines are looked at."""


def read_lines(document: Document, fields: Mapping[str, ReadField]) -> tuple[ReadLine, ...]:
    """The lines of a document, from its table; without a table from sentences that hold a quantity, a price and an
    amount. Certain only where the net total is certain and they make it."""
    net = _net(fields)
    rows = rows_of(document.sheets)[:MOST]
    lines = _best(document, _of_rows(rows, net), net)
    if net is None or not lines:
        return tuple(lines)
    unclear = {(row.page, *row.box) for row in rows if document.source == "ocr" and row.sure < OCR_SURE}
    held = _net_is_certain(fields) and abs(_total(lines) - net) <= ROUNDING
    return tuple(
        replace(each, certain=held and each.box not in unclear and multiplies(each)) for each in lines
    )


def _best(document: Document, table: list[ReadLine], net: Decimal | None) -> list[ReadLine]:
    """Of the lines of the table, of those that multiply and of those that add up the first that make the net total,
    with what stands beside them; else those of the table."""
    if net is None:
        return table or lines_that_multiply(document.sheets)[:MOST]
    found: list[ReadLine] = []
    for tried in (
        table,
        lines_that_multiply(document.sheets)[:MOST],
        lines_that_add_up(document.sheets, net),
    ):
        if not tried:
            continue
        whole = [*tried, *_beside(document, tried, net)]
        if abs(_total(whole) - net) <= ROUNDING and (tried is not table or _are_told(whole)):
            return whole
        found = found or whole
    return found


def _are_told(lines: Sequence[ReadLine]) -> bool:
    """Whether most lines of a table have a quantity and a price that make the amount, so that its columns were told
    rightly."""
    told = sum(multiplies(each) for each in lines)
    return 2 * told > len(lines) or all(each.quantity is None or each.unit_price is None for each in lines)


def _net(fields: Mapping[str, ReadField]) -> Decimal | None:
    name = "net" if fields["net"].value is not None else "gross"
    if name == "gross" and fields["vat"].value not in (None, "0.00"):
        return None
    value = fields[name].value
    return Decimal(value) if value is not None else None


def _net_is_certain(fields: Mapping[str, ReadField]) -> bool:
    return fields["net" if fields["net"].value is not None else "gross"].certain


def _total(lines: Sequence[ReadLine]) -> Decimal:
    return sum((Decimal(each.amount or "0") for each in lines), Decimal(0))


def multiplies(line: ReadLine) -> bool:
    """Whether quantity times price is the amount. What has neither (carriage, a discount) is held by the sum alone."""
    if line.quantity is None and line.unit_price is None and line.description:
        return bool(_words(line.description) & (line_words().charges | line_words().discounts))
    if line.quantity is None or line.unit_price is None or line.amount is None:
        return False
    return abs(Decimal(line.quantity) * Decimal(line.unit_price) - Decimal(line.amount)) <= ROUNDING


def _of_rows(rows: Sequence[Row], net: Decimal | None) -> list[ReadLine]:
    """The lines with the amounts of that column which multiplies and sums best, where there are several."""
    if not rows:
        return []
    columns = range(max(len(row.amounts) for row in rows))
    tried = [[_line(row, column) for row in rows] for column in columns]

    def worth(lines: list[ReadLine]) -> tuple[bool, int, int]:
        summed = net is not None and abs(_total(lines) - net) <= ROUNDING
        return summed, sum(multiplies(each) for each in lines), sum(each.amount is not None for each in lines)

    best = max((_above_the_total(each) for each in tried), key=worth)
    return [each for each in best if each.amount is not None or each.unit_price is not None]


def _above_the_total(lines: list[ReadLine]) -> list[ReadLine]:
    """The lines before a total whose label is not known: it has neither quantity nor price, and is the sum of the
    lines above, all of which have both."""
    for place, each in enumerate(lines):
        if each.quantity is not None and each.unit_price is not None:
            continue
        total = place and each.quantity is None and each.unit_price is None and each.amount is not None
        return (
            lines[:place]
            if total and abs(_total(lines[:place]) - Decimal(each.amount or "0")) <= ROUNDING
            else lines
        )
    return lines


def _line(row: Row, column: int) -> ReadLine:
    amount = amount_in(row.amounts[column])
    price = amount_in(row.numbers.get("unit_price"))
    box: Box = (row.page, *row.box)
    return ReadLine(
        row.text,
        _count(row.numbers.get("quantity")),
        price_of(price.value) if price else None,
        written(amount.value) if amount else None,
        _rate(row.numbers.get("vat_rate")),
        box,
    )


def _count(text: str | None) -> str | None:
    found = amount_in(text)
    return plain_number(found.value) if found else None


def _rate(text: str | None) -> str | None:
    """A rate in per cent; an amount of VAT in the column is none."""
    found = read_amount(text.replace("%", "").strip()) if text else None
    if found is None or not 0 <= found.value <= 30 or (found.exact and "%" not in (text or "")):
        return None
    return plain_number(found.value)


def _beside(document: Document, lines: Sequence[ReadLine], net: Decimal) -> list[ReadLine]:
    """Carriage and discounts that stand below the table, where the lines make the net total with them alone."""
    wanted = net - _total(lines)
    if abs(wanted) <= ROUNDING:
        return []
    found: list[ReadLine] = []
    for sheet in document.sheets:
        for line in sheet.lines:
            if (each := _charge(line)) and each.amount not in {other.amount for other in found}:
                found.append(each)
    for several in [[each] for each in found] + [found]:
        if abs(_total(several) - wanted) <= ROUNDING:
            return several
    return []


def _charge(line: tuple[Cell, ...]) -> ReadLine | None:
    for place, cell in enumerate(line):
        last = ending(cell)
        label = cell.part(0, last[1]) if last and last[1] else line[place - 1] if last and place else None
        if last is None or label is None:
            continue
        said, known = _words(label.text), line_words()
        if said & known.totals or not said & (known.charges | known.discounts):
            continue
        value = last[0].value
        if said & known.discounts:
            value = -abs(value)
        box: Box = (cell.page, label.x0, min(label.y0, cell.y0), cell.x1, max(label.y1, cell.y1))
        return ReadLine(label.text.strip(" :"), None, None, written(value), None, box)
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())
