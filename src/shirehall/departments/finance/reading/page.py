"""What the words of a document's pages say, field by field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from shirehall.departments.finance.reading.amounts import ending
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.words import Cell, Sheet

_CODE = re.compile(r"(?<![\w/.-])(?:[A-Z]{1,4}[-/]\d{4,}|45\d{6,8})(?![\w/.-])")
OCR_SURE, OCR_SURER = 0.85, 0.9
"""A word of a picture that is less sure than this settles nothing; where no sum holds it, it must be surer."""


@dataclass(frozen=True)
class Document:
    """The pages of one document. `source` is text or ocr: what a text layer says needs no doubt of its letters."""

    sheets: tuple[Sheet, ...]
    source: str

    @cached_property
    def text(self) -> str:
        """All of it, line by line."""
        return "\n".join(
            " ".join(cell.text for cell in line) for sheet in self.sheets for line in sheet.lines
        )

    @cached_property
    def plain(self) -> str:
        return f" {' '.join(plain(line) for line in self.text.splitlines())} "

    def is_clear(self, cell: Cell) -> bool:
        """Whether the letters of a cell are beyond doubt."""
        return self.source != "ocr" or cell.sure >= OCR_SURE

    def is_clearer(self, cell: Cell) -> bool:
        """As is_clear, for what nothing else on the page bears out."""
        return self.source != "ocr" or cell.sure >= OCR_SURER

    def lacks(self, field: str) -> bool:
        """Whether no word of the document so much as hints at a field. A picture may have words that were not read."""
        hints = all_labels().hints.get(field, frozenset())
        words = set(self.plain.split())
        return (
            self.source == "text"
            and not self.codes
            and not any(word.startswith(hint) for hint in hints for word in words)
        )

    @cached_property
    def codes(self) -> frozenset[str]:
        """Words such as ND-100031 or 4500123456, each of which may be a number that somebody asked for."""
        return frozenset(_CODE.findall(self.text))

    @cached_property
    def buyer_cells(self) -> frozenset[tuple[int, int, float]]:
        """The cells (page, line, left side) that stand under who the invoice is for."""
        return frozenset(
            (cell.page, cell.line, cell.x0) for sheet in self.sheets for cell in _buyer_cells(sheet)
        )

    @cached_property
    def names_buyer(self) -> bool:
        """Whether a label says who is billed, not only where to deliver."""
        delivery = all_labels().delivery
        return any(
            plain(" ".join(word.text for word in cell.words[:size])) not in delivery
            for sheet in self.sheets
            for cell in sheet.cells
            if (size := _buyer_label(cell))
        )

    def is_buyer(self, cell: Cell) -> bool:
        return (cell.page, cell.line, cell.x0) in self.buyer_cells


def _buyer_cells(sheet: Sheet) -> list[Cell]:
    found: list[Cell] = []
    slip = _slip(sheet)
    for cell in sheet.cells:
        end = _buyer_label(cell)
        if not end or (cell.line >= slip and plain(cell.words[0].text) == "to"):
            continue
        found.append(cell)
        line = sheet.lines[cell.line]
        right = line[line.index(cell) + 1 :][:1]
        alone = end == len(cell.words)
        if alone and right and not _buyer_label(right[0]) and right[0].x0 - cell.x1 < 12 * cell.height:
            found += right
        found += _block_below(sheet, cell)
    return found


def _slip(sheet: Sheet) -> int:
    """The line at which a slip begins that is sent back with the payment: on it, "to" says whom it is paid to."""
    return next(
        (cell.line for cell in sheet.cells if plain(cell.text) in all_labels().slip), len(sheet.lines)
    )


def _buyer_label(cell: Cell) -> int:
    """How many words at the start of a cell say that what follows is the buyer; 0 for none."""
    for size in range(min(5, len(cell.words)), 0, -1):
        text = plain(" ".join(word.text for word in cell.words[:size]))
        if text in all_labels().buyer:
            whole = size == len(cell.words)
            marked = cell.words[size - 1].text.endswith((":", "-", "."))
            return size if whole or marked or size > 1 else 0
    return 0


def _block_below(sheet: Sheet, label: Cell) -> list[Cell]:
    found: list[Cell] = []
    bottom = label.y1
    for line in sheet.lines[label.line + 1 : label.line + 14]:
        if any(ending(cell) for cell in line):
            return found
        for cell in line:
            if (
                abs(cell.x0 - label.x0) <= max(14, label.height * 2)
                and 0 <= cell.y0 - bottom + 3 <= (1.5 if found else 2.6) * label.height
            ):
                if _starts_label(cell) or len(found) >= 8:
                    return found
                found.append(cell)
                bottom = cell.y1
    return found


def _starts_label(cell: Cell) -> bool:
    text = plain(cell.text)
    return any(
        text == label or text.startswith(f"{label} ") for label in all_labels().known if len(label) > 6
    ) and (":" in cell.text or (bool(re.search(r"\d{3}", cell.text)) and "vat" in text))


def only(values: Sequence[str]) -> bool:
    """Whether there is but one value, however often."""
    return len(set(values)) == 1
