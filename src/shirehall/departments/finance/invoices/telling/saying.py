"""The texts of telling, by section."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("texts")
_SECTION = re.compile(r"^# ([a-z_.]+)\n", re.MULTILINE)


def what_to_do(queue_code: str, row: str) -> str:
    """Markdown: what whoever is asked can do about a check."""
    texts = sections("to_do")
    return texts.get(f"{queue_code}.{row}") or texts.get(queue_code) or texts["invoices"]


@cache
def sections(name: str) -> Mapping[str, str]:
    """The parts of a text file by the names of their headings."""
    pieces = _SECTION.split((_FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    return {title: body.strip() for title, body in zip(pieces[1::2], pieces[2::2], strict=True)}
