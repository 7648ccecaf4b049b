"""The day until which to pay, where a sentence says it and no label does: Zahlbar ohne Abzug bis zum 23.11.2026."""

import re
from collections.abc import Iterator

from shirehall.departments.finance.reading.labelled import Labelled
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.values import Day, placed_day
from shirehall.departments.finance.reading.words import Cell


def days_to_pay(document: Document) -> list[Labelled[Day]]:
    """Every such day. A day until which a discount is given is none."""
    return [found for sheet in document.sheets for cell in sheet.cells for found in _in_cell(cell)]


def _in_cell(cell: Cell) -> Iterator[Labelled[Day]]:
    start = 0
    while found := placed_day(cell.text[start:]):
        before = cell.text[start : start + found[0]]
        if _says(before):
            yield Labelled(found[1], cell, plain(before), True, "after")
        start += found[0] + 6


def _says(before: str) -> bool:
    said = plain(re.split(r"[.!?] ", before)[-1])
    words = all_labels().sentences
    until = any(re.search(rf"(?:^|\b){re.escape(each)}(?: the)?$", said) for each in words["until"] if each)
    pays = any(re.search(rf"\b{re.escape(each)}", said) for each in words["pay"])
    return until and pays and not any(each in said for each in words["not"] if each)
