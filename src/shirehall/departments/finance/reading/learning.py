"""Learning a supplier's layout from what people put right. Pure: pages and values in, hints out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from shirehall.departments.finance.reading.amounts import amount_of
from shirehall.departments.finance.reading.days import day_of
from shirehall.departments.finance.reading.following import DAYS, LONGEST, MONEY, NUMBERS, follow, said
from shirehall.departments.finance.reading.found import FIELDS
from shirehall.departments.finance.reading.hints import RELATIONS, Hint, Layout, shape_of
from shirehall.departments.finance.reading.numbers import squeezed
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.shown import RefusedError, shown_in
from shirehall.departments.finance.reading.values import read_amount
from shirehall.departments.finance.reading.words import Cell, Sheet

LONGEST_LABEL = 5
ABOVE = 3.2
MOST_HINTS = 60


def learn(document: Document, field: str, value: str, key: str = "") -> Hint | None:
    """A hint that leads to the value which a person says is right, or None where it does not stand on the pages. `key`
    tells documents apart, so that none is counted twice."""
    for last in (False, True) if len(document.sheets) > 1 else (False,):
        sheet = document.sheets[-1 if last else 0]
        # The nearest label first: what a value has in front of it tells more than what stands above it.
        tried = [
            replace(hint, last=last, seen=(key,) if key else ())
            for cell in _standing(sheet, field, value)
            for hint in _hints_at(sheet, cell, field, value)
        ]
        good = [hint for hint in tried if _leads(document, hint, value)]
        if good:
            return min(good, key=_worth)
    return None


def teach(layout: Layout, document: Document, values: Mapping[str, str | None], key: str) -> Layout:
    """What is remembered after a person said what stands on a document. `values` are the fields that they looked at,
    None for what does not stand there: a hint that leads to the value is borne out, one that leads elsewhere is
    dropped, and where none bears it out the value's place is learned."""
    hints: list[Hint] = [each for each in layout.hints if each.field not in values]
    for field, value in values.items():
        if field not in FIELDS:
            continue
        kept = []
        for hint in layout.of(field):
            led = follow(document, hint)
            if led is None:
                kept.append(hint)
            elif value is not None and _same(field, led.value, value):
                kept.append(hint.agreeing(key))
        known = any(key in each.seen for each in kept)
        if value is not None and not known and (new := learn(document, field, value, key)):
            kept.append(new)
        hints += kept
    return Layout(tuple(hints)[-MOST_HINTS:])


def learn_from(content: bytes, field: str, value: str) -> Hint | None:
    """As `learn`, of a file. An e-invoice needs no hints, so there are none of it."""
    document = _document(content, None)
    return learn(document, field, value, _key(content, None)) if document else None


def teach_from(
    layout: Layout, content: bytes, values: Mapping[str, str | None], part: tuple[int, int] | None = None
) -> Layout:
    """As `teach`, of a file, or of its pages from one to another."""
    document = _document(content, part)
    return teach(layout, document, values, _key(content, part)) if document else layout


def _document(content: bytes, part: tuple[int, int] | None) -> Document | None:
    try:
        shown = shown_in(content)
    except RefusedError:
        return None
    first, last = part or (1, shown.pages)
    sheets = tuple(sheet for sheet in shown.sheets if first <= sheet.number <= last)
    return Document(sheets, shown.source) if sheets and shown.xml is None else None


def _key(content: bytes, part: tuple[int, int] | None) -> str:
    return f"{sha256(content).hexdigest()[:24]}{part[0] if part else 1}"


def _worth(hint: Hint) -> tuple[float, ...]:
    """Labels before places, and those before the value first. Of amounts the lowest: totals stand below the lines."""
    lowest = -round(hint.y, 2) if hint.field in MONEY and hint.label else 0.0
    return lowest, float(RELATIONS.index(hint.relation)), float(-len(hint.label.split()))


def _leads(document: Document, hint: Hint, value: str) -> bool:
    led = follow(document, hint)
    return led is not None and led.plain and _same(hint.field, led.value, value)


def _same(field: str, one: str, other: str) -> bool:
    if field in MONEY:
        first, second = read_amount(one), read_amount(other)
        return first is not None and second is not None and first.value == second.value
    return one == other if field in DAYS else squeezed(one) == squeezed(other)


def _standing(sheet: Sheet, field: str, value: str) -> Iterator[Cell]:
    """The words of a page that are the value."""
    for cell in sheet.cells:
        for start in range(len(cell.words)):
            for end in range(min(len(cell.words), start + LONGEST), start, -1):
                part = cell.part(start, end)
                if _is_value(part, field, value):
                    yield part
                    break


def _is_value(cell: Cell, field: str, value: str) -> bool:
    if field in MONEY:
        amount, wanted = amount_of(cell), read_amount(value)
        return amount is not None and wanted is not None and amount.value == wanted.value
    if field in DAYS:
        day = day_of(cell)
        return day is not None and value in (
            day.on.isoformat(), day.other.isoformat() if day.other else ""
        )  # fmt: skip
    return bool(squeezed(value)) and squeezed(cell.text) == squeezed(value)


def _hints_at(sheet: Sheet, cell: Cell, field: str, value: str) -> Iterator[Hint]:
    """The hints that lead to a value which stands somewhere: by the words before, left and above, or by its place."""
    bare = Hint(
        field, "", "place", round(cell.x0 / max(sheet.width, 1), 4), round(cell.y0 / max(sheet.height, 1), 4),
        shape=shape_of(cell.text.strip(" :;,|").rstrip(".")) if field in NUMBERS else "",
        value=value if field not in (*NUMBERS, *DAYS, *MONEY) else "",
        order=_order(cell, value) if field in DAYS else "",
    )  # fmt: skip
    for label, relation in _labels_by(sheet, cell):
        yield replace(bare, label=label, relation=relation)
    yield bare


def _order(cell: Cell, value: str) -> str:
    day = day_of(cell)
    if day is None or day.other is None or day.other == day.on:
        return ""
    return "day" if day.on.isoformat() == value else "month"


def _labels_by(sheet: Sheet, part: Cell) -> Iterator[tuple[str, str]]:
    line = sheet.lines[part.line]
    cell = next(each for each in line if part.words[0] in each.words)
    start = cell.words.index(part.words[0])
    if start:
        for size in range(min(LONGEST_LABEL, start), 0, -1):
            if label := _label(cell.part(start - size, start)):
                yield label, "after"
    else:
        before = line[: line.index(cell)][-1:]
        for each in before:
            for size in range(min(LONGEST_LABEL, len(each.words)), 0, -1):
                if label := _label(each.part(len(each.words) - size, len(each.words))):
                    yield label, "right"
    for above in _above(sheet, part):
        if label := _label(above):
            yield label, "below"


def _above(sheet: Sheet, part: Cell) -> Iterator[Cell]:
    for line in reversed(sheet.lines[max(0, part.line - 4) : part.line]):
        for each in line:
            near = 0 <= part.y0 - each.y1 + 2 <= ABOVE * each.height
            if near and each.x0 < part.x1 + 4 and each.x1 > part.x0 - 4 and len(each.words) <= LONGEST_LABEL:
                yield each


def _label(cell: Cell) -> str:
    """The plain words of a label, "" where it is none."""
    return " ".join(said(cell))
