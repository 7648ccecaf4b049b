"""Layouts for tests, drawn with letters: a sign is six points wide and a line fourteen points high; two blanks part cells."""

import re
from collections.abc import Callable

import pytest

from shirehall.departments.finance.reading.document import read_document
from shirehall.departments.finance.reading.found import ReadInvoice
from shirehall.departments.finance.reading.words import Sheet, Word, sheet_of

WIDE, HIGH = 6.0, 14.0


def laid(text: str, number: int = 1) -> Sheet:
    """A page from its lines. A line that begins with # is set in letters of twice the size."""
    words = []
    for place, line in enumerate(text.splitlines()):
        large = line.startswith("#")
        y = place * HIGH + 20
        for match in re.finditer(r"\S+", line.lstrip("#") if large else line):
            x = 30 + match.start() * WIDE
            words.append(Word(match[0], x, y, x + len(match[0]) * WIDE, y + (17 if large else 10)))
    return sheet_of(number, 620, 842, words)


@pytest.fixture
def read_pages() -> Callable[..., ReadInvoice]:
    """Reads drawn pages as a text layer."""

    def read(*pages: str) -> ReadInvoice:
        return read_document(
            "pdf-text", [laid(page, number) for number, page in enumerate(pages, 1)], "text", len(pages)
        )

    return read
