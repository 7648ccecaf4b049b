"""The table of what was supplied: the line of its headings, the columns below them, and its rows down to the totals."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from shirehall.departments.finance.reading.amounts import ending, field_of
from shirehall.departments.finance.reading.line_sums import says_any
from shirehall.departments.finance.reading.line_words import head_of, line_words
from shirehall.departments.finance.reading.values import SYMBOLS, Amount, read_amount
from shirehall.departments.finance.reading.words import Cell, Sheet, Word

LONGEST_HEAD = 5
NEAR = 14.0
"""A number belongs to the column of a heading whose left side, middle or right side is not further away than this."""
_NUMBER = re.compile(r"[-–(]?[£€$]?[-–]?\d[\d.,'’]*\)?-?%?")
_NUMERIC = ("quantity", "unit_price", "amount", "vat_rate")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading: what its column holds, and where it stands from left to right, in points."""

    what: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table and the line that they stand on. `words` is how they are worded."""

    sheet: Sheet
    line: int
    columns: tuple[Column, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the words of each column, and where its text and its numbers stand. `amounts` of each column of amounts
    from the left; `sure` the reader's sureness of its numbers."""

    text: str
    numbers: dict[str, str]
    amounts: tuple[str | None, ...]
    page: int
    box: tuple[float, float, float, float]
    sure: float


def rows_of(sheets: Sequence[Sheet]) -> list[Row]:
    """The rows of the first table of a document, over all its pages."""
    found: list[Row] = []
    first: Head | None = None
    ended = False
    for sheet in sheets:
        head = next((each for each in _heads(sheet) if first is None or each.words == first.words), None)
        if head is None and (first is None or ended):
            continue
        first = first or head
        here = head or replace(_required(first), sheet=sheet, line=-1)
        rows, ended = _rows_under(here)
        found += rows
    return found


def _required(head: Head | None) -> Head:
    assert head is not None
    return head


def _heads(sheet: Sheet) -> Iterator[Head]:
    for place, line in enumerate(sheet.lines):
        words = [word for cell in line for word in cell.words]
        for tried in (words, [*words, *_just_below(sheet, place)]):
            columns = _columns(tried)
            if _is_head(columns, tried):
                last = place if tried is words else place + 1
                yield Head(sheet, last, columns, " ".join(word.text for word in tried))
                break


def _just_below(sheet: Sheet, place: int) -> list[Word]:
    """The words of the next line where it stands so close that a heading may go on in it."""
    if place + 1 >= len(sheet.lines):
        return []
    below, line = sheet.lines[place + 1], sheet.lines[place]
    near = min(cell.y0 for cell in below) - max(cell.y1 for cell in line) < 0.6 * line[0].height
    return [word for cell in below for word in cell.words] if near else []


def _columns(words: list[Word]) -> tuple[Column, ...]:
    """The headings in a line of words, which may be set on two lines: the words above each other are one."""
    ordered = sorted(_stacked(words), key=lambda each: each.x0)
    found: list[Column] = []
    place = 0
    while place < len(ordered):
        size, what = _head_at(ordered, place)
        found.append(Column(what, ordered[place].x0, ordered[place + size - 1].x1))
        place += size
    return tuple(found)


def _stacked(words: list[Word]) -> list[Word]:
    """Words that stand under another one, joined to it."""
    found: list[Word] = []
    for word in words:
        above = next(
            (
                place
                for place, each in enumerate(found)
                if each.x0 < word.x1 and each.x1 > word.x0 and word.y0 > each.y0 + each.height / 2
            ),
            None,
        )
        if above is None:
            found.append(word)
            continue
        each = found[above]
        found[above] = Word(
            f"{each.text} {word.text}", min(each.x0, word.x0), each.y0, max(each.x1, word.x1), word.y1
        )
    return found


def _head_at(words: list[Word], place: int) -> tuple[int, str]:
    """How many words from a place make a heading, and of what; one word of "" where none does."""
    heads = line_words().heads
    for size in range(min(LONGEST_HEAD, len(words) - place), 0, -1):
        part = words[place : place + size]
        if any(right.x0 - left.x1 > 1.1 * left.height for left, right in pairwise(part)):
            continue
        said = head_of(" ".join(word.text for word in part))
        if said in heads:
            return size, heads[said]
    return 1, ""


def _is_head(columns: tuple[Column, ...], words: list[Word]) -> bool:
    kinds = {column.what for column in columns}
    known = sum(bool(column.what) for column in columns)
    priced = "amount" in kinds or {"quantity", "unit_price"} <= kinds
    named = "description" in kinds or "quantity" in kinds
    return (
        priced
        and named
        and len(kinds & {"description", "quantity", "unit_price", "amount"}) >= 2
        and known * 2 > len(columns)
        and not any(map(str.isdigit, "".join(word.text for word in words)))
    )


def _rows_under(head: Head) -> tuple[list[Row], bool]:
    """The rows below the headings, and whether the table came to its end on this page."""
    rows: list[Row] = []
    waiting: list[Word] = []
    bottom = head.sheet.lines[head.line][0].y1 if head.line >= 0 else 0.0
    for line in head.sheet.lines[head.line + 1 :]:
        words = [word for cell in line for word in cell.words]
        if says_any(" ".join(word.text for word in words), line_words().carried):
            continue
        row = _row(head, words, line[0].page)
        if _ends(line, row):
            return rows, True
        high = max(word.height for word in words)
        if rows and min(word.y0 for word in words) - bottom > 7 * high:
            return rows, True
        if row is not None:
            above = " ".join(word.text for word in waiting)
            rows.append(replace(row, text=f"{above} {row.text}".strip()))
            waiting = []
        elif text := _described(head, words):
            close = min(word.y0 for word in text) - bottom < 0.7 * high
            if rows and close and not waiting:
                rows[-1] = replace(
                    rows[-1], text=f"{rows[-1].text} {' '.join(each.text for each in text)}".strip()
                )
            else:
                waiting = [*waiting, *text][-40:]
        bottom = max(word.y1 for word in words)
    return rows, False


def _ends(line: tuple[Cell, ...], row: Row | None) -> bool:
    """Whether a line is one of the totals below the table."""
    held = row is not None and "quantity" in row.numbers and "unit_price" in row.numbers
    for cell in line:
        found = ending(cell)
        words = cell.part(0, found[1]) if found and found[1] else cell
        if found and not found[1]:
            continue
        field, label, sure = field_of(words.text)
        if field and sure and not (held and field == "other"):
            return True
        if (
            field
            and not held
            and set(label.split()) & line_words().totals
            and any(ending(each) for each in line)
        ):
            return True
    return False


def _row(head: Head, words: list[Word], page: int) -> Row | None:
    """The row that a line is; None for one without an amount."""
    held: list[list[Word]] = [[] for _column in head.columns]
    text: list[Word] = []
    for word, after in zip(words, [*words[1:], None], strict=True):
        place = _column_of(head, word, after)
        if place is not None:
            held[place].append(word)
        elif not _is_sign(word):
            text.append(word)
    numbers: dict[str, str] = {}
    amounts: list[str | None] = []
    for column, part in zip(head.columns, held, strict=True):
        said = " ".join(word.text for word in part)
        if column.what == "amount":
            amounts.append(said or None)
        elif said and column.what in _NUMERIC:
            numbers.setdefault(column.what, said)
    if not any(amount_in(each) for each in amounts):
        return None
    described = _described(head, text)
    box = (
        min(word.x0 for word in words), min(word.y0 for word in words),
        max(word.x1 for word in words), max(word.y1 for word in words),
    )  # fmt: skip
    sure = min((word.sure for part in held for word in part), default=1.0)
    return Row(" ".join(word.text for word in described), numbers, tuple(amounts), page, box, sure)


def _is_sign(word: Word) -> bool:
    return not any(sign.isalnum() for sign in word.text)


def amount_in(text: str | None) -> Amount | None:
    """The number that the words of a column are, with or without a sign of money."""
    if not text:
        return None
    bare = text.strip(" :|*_%")
    return read_amount(bare) or read_amount(bare.split()[-1]) if bare else None


def _column_of(head: Head, word: Word, after: Word | None) -> int | None:
    """The column of numbers that a word belongs to, None for a word of text."""
    if not (_NUMBER.fullmatch(word.text) or word.text in SYMBOLS or word.text == "$"):
        return None
    near: list[tuple[float, int]] = []
    for place, column in enumerate(head.columns):
        if column.what not in (*_NUMERIC, "other", ""):
            continue
        if (far := _away(column, word.x0, word.x1)) <= NEAR:
            near.append((far, place))
        elif (
            after is not None
            and not _NUMBER.fullmatch(after.text)
            and after.x0 - word.x1 < word.height
            and (far := _away(column, word.x0, after.x1)) <= NEAR
        ):
            near.append((far + 1, place))
    described = next((column for column in head.columns if column.what == "description"), None)
    if described and described.x0 <= word.x0 <= described.x1 and (not near or min(near)[0] > 3):
        return None
    return min(near)[1] if near else None


def _away(column: Column, x0: float, x1: float) -> float:
    """How far a word stands from a column: the least of its left sides, middles and right sides."""
    return min(abs(x0 - column.x0), abs(x1 - column.x1), abs((x0 + x1) / 2 - (column.x0 + column.x1) / 2))


def _described(head: Head, words: list[Word]) -> list[Word]:
    """The words of a line that stand in the column of descriptions."""
    place = next((each for each, column in enumerate(head.columns) if column.what == "description"), None)
    if place is None:
        numeric = [column.x0 for column in head.columns if column.what in ("unit_price", "amount")]
        return [word for word in words if word.x1 < min(numeric, default=1e9)]
    left = head.columns[place - 1].x1 - 3 if place else -1e9
    right = head.columns[place + 1].x0 - 3 if place + 1 < len(head.columns) else 1e9
    if place and head.columns[place].x0 - head.columns[place - 1].x1 < 60:
        left = head.columns[place].x0 - 6
    return [word for word in words if left <= word.x0 < right]
