"""Amounts below the heading of a column, of wide columns and of narrow ones."""

from collections.abc import Iterator

from shirehall.departments.finance.reading.amounts import (
    Candidate,
    amount_beside,
    amount_of,
    ending,
    field_of,
)
from shirehall.departments.finance.reading.labels import all_labels
from shirehall.departments.finance.reading.words import Cell, Sheet, Word

COLUMN_LINES = 45


def column_amounts(sheet: Sheet) -> Iterator[Candidate]:
    """The amounts below the heading of a column that tells a field."""
    for place, line in enumerate(sheet.lines):
        for cell in line:
            if ending(cell) or amount_beside(line, cell):
                continue
            field, label, sure = field_of(cell.text)
            if field and field != "other" and sure:
                yield from _under(sheet, place, cell, (field, label), 8)
            elif len(cell.words) > 1:
                for part, told in _headings_in(sheet, cell):
                    yield from _under(sheet, place, part, told, 0)


def _under(
    sheet: Sheet, place: int, heading: Cell, told: tuple[str, str], near: float
) -> Iterator[Candidate]:
    for below in sheet.lines[place + 1 : place + 1 + COLUMN_LINES]:
        for each in below:
            if (amount := amount_of(each)) and each.x0 < heading.x1 + near and each.x1 > heading.x0 - near:
                yield Candidate(*told[:1], amount, each, told[1], True, column=True, total=_is_total(below))


def _headings_in(sheet: Sheet, cell: Cell) -> Iterator[tuple[Cell, tuple[str, str]]]:
    """The headings of narrow columns, which stand so close together that they are one cell: Goods VAT Total. Each word
    belongs to the amount that it stands over."""
    rows = (
        [each for each in line if _is_over(cell, each)] for line in sheet.lines[cell.line + 1 : cell.line + 4]
    )
    below = next((row for row in rows if sum(bool(amount_of(each)) for each in row) > 1), [])
    groups: dict[int, list[int]] = {}
    for place, word in enumerate(cell.words if below else ()):
        groups.setdefault(_column_of(word, cell, below), []).append(place)
    for column, places in groups.items():
        part = cell.part(places[0], places[-1] + 1)
        field, label, sure = field_of(part.text)
        if (
            amount_of(below[column])
            and field not in ("", "other")
            and (sure or label in all_labels().of[field])
        ):
            yield below[column], (field, label)


def _column_of(word: Word, heading: Cell, below: list[Cell]) -> int:
    """The column to which a word of a heading belongs: columns are set to their right sides, or to their left ones."""
    if abs(heading.x1 - below[-1].x1) <= 6:
        return next((place for place, each in enumerate(below) if word.x1 <= each.x1 + 4), len(below) - 1)
    if abs(heading.x0 - below[0].x0) <= 6:
        return max((place for place, each in enumerate(below) if each.x0 <= word.x0 + 4), default=0)
    return min(range(len(below)), key=lambda each: abs(word.x0 + word.x1 - below[each].x0 - below[each].x1))


def _is_over(heading: Cell, amount: Cell) -> bool:
    return amount.x0 < heading.x1 + 8 and amount.x1 > heading.x0 - 8


def _is_total(line: tuple[Cell, ...]) -> bool:
    return any(field_of(cell.text)[0] == "gross" for cell in line[:2])
