"""Amounts of money on a page, each with the words that say what it is: those before it on its line, or the
heading of its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.values import CODES, Amount, read_amount, read_day
from shirehall.departments.finance.reading.words import Cell, Sheet

_NUMBER = re.compile(r"[^\w]*[\d.,]+\s*%?[^\w]*|[€£$₹%@:;|*()\[\]–—-]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_SMALL = frozenset(["on", "at", "of", "@", "in", "the", "a", "due", "for", "this", "gbp", "eur", "usd"]) - {
    "due",
    "for",
    "this",
}


@dataclass(frozen=True)
class Candidate:
    """An amount that may be a field. `label` is what says so, `sure` whether that label is in the lists; `column` where
    the heading of a column says it, `total` where its line is one of totals. Field "other" is an old balance
    and the like."""

    field: str
    amount: Amount
    cell: Cell
    label: str
    sure: bool
    column: bool = False
    total: bool = False


def amount_of(cell: Cell) -> Amount | None:
    """The amount of money that a whole cell is: with two decimals or a sign of money; years, per cents, counts
    are none."""
    found = read_amount(cell.text.strip(":|*_"))
    if found is None or (not found.exact and not found.symbol):
        return None
    return found


def ending(cell: Cell) -> tuple[Amount, int] | None:
    """The amount that a cell ends with, and the place of its first word."""
    for start in range(len(cell.words)):
        if found := amount_of(cell.part(start, len(cell.words))):
            return found, start
    return None


def row_amounts(sheet: Sheet, *, every: bool = False) -> Iterator[Candidate]:
    """The amounts that the words before them on their line tell to be a field. With `every`, each amount on
    the page."""
    for line in sheet.lines:
        text: Cell | None = None
        run: list[tuple[Amount, Cell]] = []
        for cell in line:
            found = ending(cell)
            if found is None:
                if _is_noise(cell) and text is not None:
                    continue
                yield from _of_run(text, run, every=every)
                text, run = _with_above(sheet, cell), []
                continue
            amount, start = found
            before = cell.part(0, start) if start else None
            if before is not None and (apart := _apart(before)):
                yield from _of_run(text, run, every=every)
                text, run = None, []
                for label, worth, place in apart[0]:
                    yield from _of_run(label, [(worth, place)], every=every)
                before = apart[1]
            if before is not None and not _is_noise(before):
                yield from _of_run(text, run, every=every)
                text, run = before, []
                if len(before.words) > 1 and (inner := _inner(before)):
                    text, first = inner
                    run.append(first)
            run.append((amount, cell.part(start, len(cell.words))))
        yield from _of_run(text, run, every=every)


def _with_above(sheet: Sheet, cell: Cell) -> Cell:
    """A label of two lines, Sub over Total: the cell right above belongs to it where the two make a label together."""
    for above in sheet.lines[cell.line - 1] if cell.line and len(cell.words) <= 2 else ():
        near = above.x0 < cell.x1 and above.x1 > cell.x0 and cell.y0 - above.y1 < 0.7 * cell.height
        if (
            near
            and len(above.words) <= 2
            and plain(above.text)
            and not any(amount_of(each) for each in sheet.lines[above.line] if each.x0 >= above.x1)
        ):
            whole = Cell(cell.page, cell.line, (*above.words, *cell.words))
            if field_of(whole.text)[2] and field_of(whole.text)[0] != field_of(cell.text)[0]:
                return whole
    return cell


def _apart(cell: Cell) -> tuple[list[tuple[Cell, Amount, Cell]], Cell] | None:
    """Labels with their amounts that stand in one cell before another label: Net 412.00 VAT 82.40 Total; with that last
    label. None where what follows the first amount begins no label."""
    found: list[tuple[Cell, Amount, Cell]] = []
    start = 0
    for place, word in enumerate(cell.words):
        part = cell.part(place, place + 1)
        amount = amount_of(part) if any(map(str.isdigit, word.text)) else None
        if amount is not None and place > start and field_of(cell.part(start, place).text)[0]:
            found.append((cell.part(start, place), amount, part))
            start = place + 1
    rest = cell.part(start, len(cell.words)) if start < len(cell.words) else None
    return (found, rest) if found and rest is not None and field_of(rest.text)[0] else None


def _inner(cell: Cell) -> tuple[Cell, tuple[Amount, Cell]] | None:
    """A label with an amount of its own in front of another: "VAT 20% on 100.00  20.00" in one cell."""
    found = ending(cell)
    if found is None or found[1] == 0:
        return None
    return cell.part(0, found[1]), (found[0], cell.part(found[1], len(cell.words)))


def _of_run(text: Cell | None, run: list[tuple[Amount, Cell]], *, every: bool) -> Iterator[Candidate]:
    if not run:
        return
    if every:
        yield from (Candidate("", amount, cell, "", False) for amount, cell in run)
        return
    if text is None:
        return
    field, label, sure = field_of(text.text)
    if not field:
        return
    if field == "gross" and len(run) >= 3:
        values = [each[0].value for each in run[-3:]]
        if values[0] + values[1] == values[2]:
            for name, (amount, cell) in zip(("net", "vat", "gross"), run[-3:], strict=True):
                yield Candidate(name, amount, cell, label, sure, total=True)
            return
    amount, cell = run[-1]
    yield Candidate(field, amount, cell, label, sure)


def stacked_amounts(sheet: Sheet) -> Iterator[Candidate]:
    """The amounts of boxes whose label stands beside them on lines of its own: Sub over Total, or a little higher."""
    told = {(each.cell.line, each.cell.x0) for each in row_amounts(sheet)}
    for line in sheet.lines:
        for cell in line:
            found = ending(cell)
            if (
                found is None
                or found[1] != 0
                or (cell.line, cell.x0) in told
                or _has_words_before(line, cell)
            ):
                continue
            if (label := _stacked_label(sheet, cell)) is not None:
                field, words, sure = field_of(label)
                if field and sure:
                    yield Candidate(field, found[0], cell, words, sure)


def _stacked_label(sheet: Sheet, amount: Cell) -> str | None:
    middle = (amount.y0 + amount.y1) / 2
    near = [
        cell for line in sheet.lines[max(0, amount.line - 3) : amount.line + 4] for cell in line
        if cell.x1 <= amount.x0 and any(map(str.isalpha, cell.text))
        and abs((cell.y0 + cell.y1) / 2 - middle) <= 1.6 * amount.height
    ]  # fmt: skip
    if not near:
        return None
    closest = max(near, key=lambda each: each.x1)
    column = [each for each in near if each.x0 < closest.x1 and each.x1 > closest.x0]
    if amount.x0 - closest.x1 > 25 * amount.height or len(column) > 2 or _is_heading(sheet, closest, amount):
        return None
    return " ".join(each.text for each in sorted(column, key=lambda each: each.y0))


def _has_words_before(line: tuple[Cell, ...], amount: Cell) -> bool:
    """Whether its own line says something of an amount, close by."""
    before = [cell for cell in line if cell.x1 <= amount.x0 and not _is_noise(cell)]
    return bool(before) and amount.x0 - before[-1].x1 < 15 * amount.height


def _is_heading(sheet: Sheet, label: Cell, amount: Cell) -> bool:
    """Whether a label stands in a row of headings, one of which is that of the amount's own column."""
    return any(
        cell.x0 < amount.x1
        and cell.x1 > amount.x0
        and cell.line != amount.line
        and any(map(str.isalpha, cell.text))
        for cell in sheet.lines[label.line]
    )


def amount_beside(line: tuple[Cell, ...], cell: Cell) -> bool:
    right = line[line.index(cell) + 1 :]
    return bool(right) and amount_of(right[0]) is not None


def _is_noise(cell: Cell) -> bool:
    """Counts, rates and signs between a label and its amount."""
    return (
        bool(re.fullmatch(r"[\W\d]*", cell.text))
        or plain(cell.text) in _SMALL
        or cell.text.strip("()") in CODES
    )


def label_of(text: str) -> str:
    """What a text says beside its numbers, rates, dates and currencies."""
    words = []
    for word in text.split():
        bare = word.strip("()[]:;,*")
        if _NUMBER.fullmatch(word) or bare in CODES or re.fullmatch(r"@?\d+([.,]\d+)?%?", bare):
            continue
        words.append(word)
    said = [word for word in plain(" ".join(words)).split() if not re.fullmatch(r"[@\d.,%/]+", word)]
    while said and said[-1] in (
        "on",
        "at",
        "of",
        "@",
        "in",
        "auf",
        "sur",
        "de",
        "over",
        "su",
        "sobre",
        "op",
        "von",
        "à",
    ):
        said.pop()
    return " ".join(said)


def field_of(text: str) -> tuple[str, str, bool]:
    """The field that a text before an amount tells, the label as read, and whether the lists hold it. "" where none."""
    label = label_of(_without_day(text))
    if not label:
        return "", "", False
    known = all_labels()
    bare = label_of(_without_day(_BRACKETS.sub(" ", text)))
    if bare != label and any(known.of[field].get(bare) for field in ("net", "vat", "gross")):
        inside = set(plain(" ".join(_BRACKETS.findall(text))).split())
        if not inside & (known.money["before"] | known.money["with"]):
            label = bare
    if label in known.not_gross:
        return "other", label, True
    for sure in (True, False):
        for field in ("net", "vat", "gross"):
            if known.of[field].get(label) is sure:
                return field, label, sure
    return _by_words(label), label, False


def _without_day(text: str) -> str:
    return re.sub(r"\bon\b.*", "", text, flags=re.IGNORECASE) if read_day(text) else text


def _by_words(label: str) -> str:
    """What the words of a label that is in no list say together."""
    words, kinds = set(label.split()), all_labels().money
    if len(label.split()) > 7:
        return ""
    tax, before, incl, total, other = (
        bool(words & kinds[name]) for name in ("tax", "before", "with", "total", "other")
    )
    if other:
        return "other"
    if before:
        return "net" if total or tax or len(words) <= 2 else ""
    if incl:
        return "gross" if total or tax else ""
    if tax:
        return "vat" if len(words) <= 4 else ""
    return "gross" if total and len(words) <= 5 else ""
