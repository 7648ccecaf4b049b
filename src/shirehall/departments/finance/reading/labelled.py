"""What stands beside a label: after it in the same cell, to the right of it, or below it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.line_words import line_words
from shirehall.departments.finance.reading.words import Cell, Sheet

Value = TypeVar("Value")
BELOW = 3.2
"""A value below its label stands within so many heights of a line."""
LONGEST_LABEL = 8
TELLING = 3
"""A label of so many words that says until when to pay is one, whatever stands before it: balance to be paid by."""


@dataclass(frozen=True)
class Labelled(Generic[Value]):
    """A value with the label beside it. `sure` is the label's; `relation` after, right or below; `rank` is
    less for what is likelier."""

    value: Value
    cell: Cell
    label: str
    sure: bool
    relation: str

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Sure labels first, then values close by; the longer label is the more telling one."""
        return (not self.sure, ("after", "right", "below").index(self.relation), -len(self.label))


def labelled(
    sheets: Sequence[Sheet], field: str, read: Callable[[Cell], Value | None]
) -> list[Labelled[Value]]:
    """Every value of a field with a label, in the order of the document. `read` says what a cell is, or None."""
    found: list[Labelled[Value]] = []
    for sheet in sheets:
        for cell in sheet.cells:
            for label, start, end in _labels_in(cell, field):
                if hit := _beside(sheet, cell, start, end, read):
                    value, where, relation = hit
                    found.append(Labelled(value, where, label, all_labels().of[field][label], relation))
    return found


def _labels_in(cell: Cell, field: str) -> Iterator[tuple[str, int, int]]:
    """The longest label that begins at each word of a cell, with the words it takes up."""
    known = all_labels().of[field]
    place = 0
    while place < len(cell.words):
        for size in range(min(LONGEST_LABEL, len(cell.words) - place), 0, -1):
            text = plain(" ".join(word.text for word in cell.words[place : place + size]))
            if text not in known:
                continue
            heads = size > 1 and known[text] and _follows_label(cell, place)
            telling = field == "due_date" and size >= TELLING
            if place == 0 or telling or heads or not _joined(cell, place):
                yield text, place, place + size
                place += size
                break
        else:
            place += 1


_LEADING = "under per against your our the and quoting quote with on of for is to as"
_LEADS = frozenset(_LEADING.split())
"""Words that lead to a label and do not change it: under purchase order 123."""


def _joined(cell: Cell, place: int) -> bool:
    """Whether the word before belongs to the label, so that it is another one: the "order" of "order date", the "Co."
    of "Co. No."."""
    printed = cell.words[place - 1].text
    before = plain(printed).replace("/", "")
    if printed.endswith(".") and len(printed) <= 5 and printed[:1].isalpha():
        return True
    return before.isalpha() and not printed.endswith((":", ".", "-", "|", "–")) and before not in _LEADS


def _follows_label(cell: Cell, place: int) -> bool:
    """Whether another label ends right before a word: the headings of narrow columns are one cell."""
    return any(_is_known(cell.part(start, place)) for start in range(max(0, place - LONGEST_LABEL), place))


def _is_heading(rest: Cell) -> bool:
    """Whether what follows a label begins with another one of several words."""
    return any(_is_known(rest.part(0, size)) for size in range(2, min(LONGEST_LABEL, len(rest.words)) + 1))


def _is_known(part: Cell) -> bool:
    text = plain(part.text)
    return text in all_labels().known or text in line_words().heads


def _beside(
    sheet: Sheet, cell: Cell, start: int, end: int, read: Callable[[Cell], Value | None]
) -> tuple[Value, Cell, str] | None:
    rest = _without_signs(cell, _end_of_label(cell, end))
    if rest is not None and (hit := _read_start(rest, read)):
        return *hit, "after"
    if rest is not None and plain(rest.text) and not _is_heading(rest):
        return None
    line = sheet.lines[cell.line]
    for right in line[line.index(cell) + 1 :][:2]:
        stripped = _without_signs(_with_next(line, right), 0)
        if stripped is not None and (hit := _read_start(stripped, read)):
            return *hit, "right"
        stripped = _without_signs(right, 0)
        if stripped is not None and (hit := _read_start(stripped, read)):
            return *hit, "right"
        if stripped is not None and len(plain(stripped.text)) > 1:
            break
    label = cell.part(start, end)
    below = next(_below(sheet, label), None)
    if below is not None and (hit := _read_start(below, read)) and len(hit[1].words) == len(below.words):
        return *hit, "below"
    if (
        below is not None
        and (under := _right_under(below, label)) is not None
        and (hit := _read_start(under, read))
    ):
        return (*hit, "below") if len(hit[1].words) == len(under.words) else None
    return None


def _right_under(cell: Cell, label: Cell) -> Cell | None:
    """The words of a cell that stand under a label, where narrow columns have come together; None where all do."""
    places = [
        place for place, word in enumerate(cell.words) if word.x0 < label.x1 + 2 and word.x1 > label.x0 - 2
    ]
    return cell.part(places[0], places[-1] + 1) if places and len(places) < len(cell.words) else None


def _with_next(line: tuple[Cell, ...], cell: Cell) -> Cell:
    """A cell and the next, where little lies between them: a date may have come apart."""
    after = line[line.index(cell) + 1 :][:1]
    if after and after[0].x0 - cell.x1 < 2 * cell.height:
        return Cell(cell.page, cell.line, (*cell.words, *after[0].words))
    return cell


def _end_of_label(cell: Cell, end: int) -> int:
    """Where a label ends that goes on in brackets or in a second language: Invoice Date (Tax Point), Invoice /
    Facture."""
    words = cell.words
    if end < len(words) and words[end].text.startswith("("):
        while end < len(words) and not words[end - 1].text.rstrip(":").endswith(")"):
            end += 1
    elif end < len(words) and words[end].text in ("/", "&"):
        while (
            end < len(words)
            and not words[end - 1].text.endswith(":")
            and not any(map(str.isdigit, words[end].text))
        ):
            end += 1
    return end


def _without_signs(cell: Cell, start: int) -> Cell | None:
    while start < len(cell.words) and not plain(cell.words[start].text).strip("# "):
        start += 1
    return cell.part(start, len(cell.words)) if start < len(cell.words) else None


def _read_start(cell: Cell, read: Callable[[Cell], Value | None]) -> tuple[Value, Cell] | None:
    """The value that a cell begins with: of the most words, since dates and amounts may have several."""
    for size in range(min(len(cell.words), 8), 0, -1):
        part = cell.part(0, size)
        value = read(part)
        if value is not None:
            return value, part
    return None


def _below(sheet: Sheet, label: Cell) -> Iterator[Cell]:
    for line in sheet.lines[label.line + 1 : label.line + 5]:
        for cell in line:
            near = 0 <= cell.y0 - label.y1 + 2 <= BELOW * label.height
            if near and cell.x0 < label.x1 + 4 and cell.x1 > label.x0 - 4:
                yield cell
