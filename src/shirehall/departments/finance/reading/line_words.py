"""The words of the table of what was supplied, in the languages that lie in `labels/lines/`. A further language is one
more file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from shirehall.departments.finance.reading.labels import plain

FOLDER = Path(__file__).with_name("labels") / "lines"
COLUMNS = ("description", "quantity", "unit_price", "amount", "vat_rate", "other")


@dataclass(frozen=True, slots=True)
class LineWords:
    """Words of all languages together. `heads` heading -> the column that it is the heading of; the others are sets of
    words, `carried` (to the next page or from the one before) and `construction` of phrases."""

    heads: Mapping[str, str]
    charges: frozenset[str]
    discounts: frozenset[str]
    totals: frozenset[str]
    carried: frozenset[str]
    construction: frozenset[str]


@lru_cache(maxsize=1)
def line_words() -> LineWords:
    """The words of every language file. English comes first where two languages differ."""
    files = sorted(FOLDER.glob("*.yaml"), key=lambda file: (file.stem != "en", file.stem))
    read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    heads: dict[str, str] = {}
    for language in read:
        for column in COLUMNS:
            for head in language["heads"][column]:
                heads.setdefault(head_of(str(head)), column)

    def together(key: str) -> frozenset[str]:
        return frozenset(plain(str(each)) for language in read for each in language.get(key, []))

    return LineWords(
        heads,
        together("charges"),
        together("discounts"),
        together("totals"),
        together("carried"),
        together("construction"),
    )


def head_of(text: str) -> str:
    """As `plain`, but a lone sign of money is a heading too."""
    return plain(text) or text.strip()
