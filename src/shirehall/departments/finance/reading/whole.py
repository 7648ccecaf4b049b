"""Whether what was read may be a part only: of a name that goes on in the next line, of a number with a blank in it."""

import re

from shirehall.departments.finance.reading.company import has_form
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.words import Cell, Sheet

_BEFORE_A_NAME = frozenset(["from", "to", "by", "with", "payable", "is", "for", "behalf", "c/o", "of"])
_SEPARATORS = ("-", "–", "—", "|", "•", "·", "©")


def may_go_on(sheet: Sheet, part: Cell, printed: str) -> bool:
    """Whether words right before, above or below a name, in its type size, could belong to it."""
    cell = _cell_of(sheet, part)
    if begins_inside(sheet, part):
        return True
    if cell.words[0] == part.words[0] and any(
        _could_join(each, part) for each in (*_left(sheet, cell), *_next_to(sheet, cell, above=True))
    ):
        return True
    return not has_form(printed) and any(
        _could_join(each, part) for each in _next_to(sheet, cell, above=False)
    )


def begins_inside(sheet: Sheet, part: Cell) -> bool:
    """Whether a word stands right before a name that may be its first."""
    cell = _cell_of(sheet, part)
    place = cell.words.index(part.words[0])
    before = cell.words[place - 1].text if place else ":"
    return not (plain(before) in _BEFORE_A_NAME or before.endswith((":", ".", ";")) or before in _SEPARATORS)


def line_above(sheet: Sheet, cell: Cell) -> Cell | None:
    """The line that stands right above a cell in the same column and letters, where it could be the beginning of
    the same name."""
    return next(
        (
            each
            for each in _next_to(sheet, cell, above=True)
            if abs(each.x0 - cell.x0) <= 4 and len(each.words) <= 4 and _could_join(each, cell)
        ),
        None,
    )


def _cell_of(sheet: Sheet, part: Cell) -> Cell:
    return next(cell for cell in sheet.lines[part.line] if part.words[0] in cell.words)


def _could_join(other: Cell, name: Cell) -> bool:
    said = plain(other.text)
    known = all_labels()
    return (
        0.8 <= other.height / name.height <= 1.25
        and not any(sign.isdigit() for sign in other.text)
        and any(sign.isalpha() for sign in other.text)
        and not other.text.rstrip().endswith((":", ".", ","))
        and not has_form(other.text)
        and said not in known.known
        and said not in known.title
    )


def _left(sheet: Sheet, cell: Cell) -> list[Cell]:
    line = sheet.lines[cell.line]
    before = line[: line.index(cell)][-1:]
    return [each for each in before if cell.x0 - each.x1 < 2.5 * cell.height]


def _next_to(sheet: Sheet, cell: Cell, *, above: bool) -> list[Cell]:
    """The cells of the lines around that stand close to a cell, over or under it."""
    lines = (
        sheet.lines[max(0, cell.line - 4) : cell.line]
        if above
        else sheet.lines[cell.line + 1 : cell.line + 5]
    )
    return [
        each
        for line in lines
        for each in line
        if each.x0 < cell.x1
        and each.x1 > cell.x0
        and -0.4 * cell.height <= (cell.y0 - each.y1 if above else each.y0 - cell.y1) <= 1.0 * cell.height
    ]


def is_cut(document: Document, part: Cell) -> bool:
    """Whether a word with figures stands right after a number: then it may be the rest of it."""
    sheet = next(each for each in document.sheets if each.number == part.page)
    cell = next((each for each in sheet.lines[part.line] if part.words[-1] in each.words), None)
    if cell is None:
        return True
    after = cell.words[cell.words.index(part.words[-1]) + 1 :][:1]
    if after:
        return bool(re.match(r"[-/–]|[A-Z]{0,4}\d", after[0].text)) or (
            len(after[0].text) == 1 and after[0].text.isalnum()
        )
    line = sheet.lines[cell.line]
    following = line[line.index(cell) + 1 :][:1]
    if following and following[0].x0 - cell.x1 < 2 * cell.height:
        return any(sign.isdigit() for sign in following[0].words[0].text)
    return part.words[-1].text.endswith(("-", "/", "–"))
