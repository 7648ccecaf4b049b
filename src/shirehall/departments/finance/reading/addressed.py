"""Whom pages are for, whether they are a credit note, and whether they speak of the construction industry scheme."""

from collections.abc import Mapping
from decimal import Decimal

from shirehall.departments.finance.reading.found import ReadField
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.line_words import line_words
from shirehall.departments.finance.reading.page import Document
from shirehall.departments.finance.reading.supplier_words import PUBLIC_BODY

MOST = 12
HEAD = 14
"""A title stands in so many lines from the top."""


def addressed_to(document: Document, supplier: str | None) -> tuple[str, ...]:
    """The texts under or beside the labels of a buyer, the label itself left out; besides them every text that names
    a public body, since letters have no label. The supplier's own name is not among them."""
    labelled = [
        _without_label(cell.text)
        for sheet in document.sheets
        for cell in sheet.cells
        if document.is_buyer(cell)
    ]
    named = [
        _without_label(cell.text)
        for sheet in document.sheets
        for cell in sheet.cells
        if PUBLIC_BODY.search(cell.text)
    ]
    found = dict.fromkeys(each for each in (*labelled, *named) if _is_text(each))
    return tuple(each[:200] for each in found if plain(each) != plain(supplier or ""))[:MOST]


def _without_label(text: str) -> str:
    """A text without the label that it begins with: "To: Marchwell Council" is Marchwell Council."""
    words = text.split()
    for size in range(min(5, len(words)), 0, -1):
        if plain(" ".join(words[:size])) in all_labels().buyer and (
            size == len(words) or words[size - 1].endswith((":", "-")) or size > 1
        ):
            return " ".join(words[size:]).strip(" :-")
    return text.strip()


def _is_text(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= 3


def is_credit(document: Document, fields: Mapping[str, ReadField]) -> bool:
    """Whether the title says that it is a credit note, wherever on the first page it stands by itself, or the total is
    less than nothing."""
    gross = fields["gross"].value
    if gross is not None and Decimal(gross) < 0:
        return True
    cells = [[plain(cell.text) for cell in line] for line in document.sheets[0].lines]
    titles = all_labels().credit
    if any(_says(cell, title) for line in cells[:HEAD] for cell in line for title in titles):
        return True
    return any(line == [title] for line in cells for title in titles)


def _says(text: str, title: str) -> bool:
    return text == title or text.startswith(f"{title} ")


def is_construction(document: Document) -> bool:
    """Whether the pages have a phrase of the construction industry scheme or of VAT that the customer accounts for."""
    return any(f" {phrase} " in document.plain for phrase in line_words().construction)
