"""What a company that is named is to an invoice: its parent, who bought the debt, for whom somebody acts."""

import re
from functools import lru_cache

from shirehall.departments.finance.reading.company import companies_in, core
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.words import Cell, Sheet

_FAR = 60


@lru_cache(maxsize=4)
def _phrases(role: str) -> re.Pattern[str]:
    listed = sorted(all_labels().roles.get(role, ()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b")


def is_another(sheet: Sheet, cell: Cell, printed: str) -> bool:
    """Whether the words before a company say that it is a parent of the supplier, or who is only paid."""
    before, _name, after = _around(sheet, cell, printed)
    if any(re.search(_phrases(role).pattern + r"\W*(?:the )?$", before) for role in ("parent", "financier")):
        return True
    return bool(re.match(r"(?:group )?company\b", after)) and before.split()[-1:] in (["a"], ["an"])


def _around(sheet: Sheet, cell: Cell, printed: str) -> tuple[str, str, str]:
    """What stands before and after a name, with the line before where the name begins its own."""
    text, name = plain(cell.text), plain(printed)
    before, found, after = text.partition(name)
    if not found:
        return "", "", ""
    if not before.strip() and cell.line:
        above = [each for each in sheet.lines[cell.line - 1] if each.x0 < cell.x1 and each.x1 > cell.x0]
        before = plain(above[-1].text) if above else ""
    return before[-_FAR:].strip(), found, after.strip()


def has_agent(document: Document) -> bool:
    """Whether somebody acts for another: then nobody can tell from the page alone whose invoice it is. "For and on
    behalf of" before a signature says nothing of the kind."""
    return bool(_phrases("agent").search(re.sub(r"for and on behalf of", "", document.plain)))


def companies(document: Document) -> dict[str, list[Cell]]:
    """Every company with its form that is named and is not who the invoice is for, with the cells in which it is."""
    found: dict[str, list[Cell]] = {}
    for sheet in document.sheets:
        for cell in sheet.cells:
            for printed, part in companies_in(cell):
                if not document.is_buyer(cell):
                    found.setdefault(core(printed), []).append(part)
    return found
