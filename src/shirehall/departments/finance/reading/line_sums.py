"""Lines of what was supplied where no headings tell the columns: found by what multiplies, and by what adds up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from shirehall.departments.finance.reading.amounts import ending, field_of
from shirehall.departments.finance.reading.found import Box, ReadLine
from shirehall.departments.finance.reading.labels import plain
from shirehall.departments.finance.reading.values import Amount, read_amount, written
from shirehall.departments.finance.reading.words import Cell, Sheet, Word

_NUMBER = re.compile(r"[-–(]?[£€$]?[-–]?\d[\d.,'’]*\)?-?[A-Za-z%]{0,3}[,;]?")
_DOTS = re.compile(r"[.\s·_]{3,}")
MOST_NUMBERS = 9
SAME_COLUMN = 6.0


def lines_that_multiply(sheets: Sequence[Sheet]) -> list[ReadLine]:
    """The rows that have two numbers whose product is a third: a quantity, a price, an amount. Sentences too, such as
    "33 hours at £165.70 ... £5,468.10"."""
    return [line for sheet in sheets for row in sheet.lines if (line := _product(_whole(row)))]


def _whole(row: tuple[Cell, ...]) -> Cell:
    return Cell(row[0].page, row[0].line, tuple(word for cell in row for word in cell.words))


def _product(row: Cell) -> ReadLine | None:
    numbers = [
        (place, found) for place, word in enumerate(row.words) if (found := number_in(word)) is not None
    ][:MOST_NUMBERS]
    text = _text(row.words)
    if len(numbers) < 3 or not any(map(str.isalpha, text)) or field_of(text)[2]:
        return None
    for last in reversed(range(len(numbers))):
        amount = numbers[last][1]
        if not amount.exact:
            continue
        for (_first, one), (_second, other) in combinations(numbers[:last], 2):
            quantity, price = (one, other) if other.exact or not one.exact else (other, one)
            if quantity.value * price.value == amount.value and _is_count(quantity) and amount.value:
                if quantity.value < 0 and price.value < 0:  # dashes between them, and no signs
                    quantity, price = (
                        replace(quantity, value=-quantity.value),
                        replace(price, value=-price.value),
                    )
                return ReadLine(
                    text,
                    plain_number(quantity.value),
                    price_of(price.value),
                    written(amount.value),
                    None,
                    box_of(row),
                )
    return None


def _is_count(quantity: Amount) -> bool:
    """A quantity has no sign of money and no more than three decimals."""
    return not quantity.symbol and quantity.value == quantity.value.quantize(Decimal("0.001"))


def number_in(word: Word) -> Amount | None:
    """The number that a word is: 4, 2.5, £165.70, 30h."""
    if not _NUMBER.fullmatch(word.text) or word.text.endswith("%"):
        return None
    return read_amount(word.text.rstrip(",;")) or read_amount(re.sub(r"[A-Za-z,;]+$", "", word.text))


def _text(words: Sequence[Word]) -> str:
    said = " ".join(word.text for word in words if number_in(word) is None and not word.text.endswith("%"))
    return _DOTS.sub(" ", said).strip(" :|-")


def lines_that_add_up(sheets: Sequence[Sheet], net: Decimal) -> list[ReadLine]:
    """The rows whose amounts stand in one column above the net total and make it. They have neither quantity nor
    price."""
    for sheet in sheets:
        ends = list(_ends(sheet))
        for place, (total, _amount) in enumerate(ends):
            if abs(_amount.value - net) > 0:
                continue
            above = [each for each in ends[:place] if abs(each[0].x1 - total.x1) <= SAME_COLUMN]
            for count in range(1, len(above) + 1):
                part = above[-count:]
                if sum((amount.value for _cell, amount in part), Decimal(0)) == net:
                    return [_added(sheet, cell, amount) for cell, amount in part]
    return []


def _ends(sheet: Sheet) -> Iterator[tuple[Cell, Amount]]:
    """The amounts that cells end with, line by line."""
    for line in sheet.lines:
        for cell in line:
            if found := ending(cell):
                yield cell.part(found[1], len(cell.words)), found[0]


def _added(sheet: Sheet, cell: Cell, amount: Amount) -> ReadLine:
    row = _whole(sheet.lines[cell.line])
    words = [word for word in row.words if word not in cell.words]
    return ReadLine(_text(words), None, None, written(amount.value), None, box_of(row))


def box_of(cell: Cell) -> Box:
    return cell.page, cell.x0, cell.y0, cell.x1, cell.y1


def plain_number(value: Decimal) -> str:
    """Without noughts at its end."""
    return f"{value.normalize():f}"


def price_of(value: Decimal) -> str:
    """With two decimals at least."""
    return written(value) if value == value.quantize(Decimal("0.01")) else f"{value:f}"


def says_any(text: str, phrases: frozenset[str]) -> bool:
    """Whether a text has one of several phrases."""
    said = f" {plain(text)} "
    return any(f" {phrase} " in said for phrase in phrases)
