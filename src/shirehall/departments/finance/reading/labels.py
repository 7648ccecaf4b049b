"""What stands before a value, in the languages that lie in `labels/`. A further language is one more file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("labels")
_SIGNS = re.compile(r"[^\w#%/°º@]+")
LABELLED = (
    "invoice_number", "invoice_date", "due_date", "net", "vat", "gross", "po_number", "supplier_vat", "supplier_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of all languages. `of` is field -> label -> whether it is a sure one; `months` word -> 1 to 12."""

    of: Mapping[str, Mapping[str, bool]]
    buyer: frozenset[str]
    not_gross: frozenset[str]
    title: frozenset[str]
    credit: frozenset[str]
    months: Mapping[str, int]


def plain(text: str) -> str:
    """A text as labels are compared: small letters, no signs but those that matter, single blanks."""
    return _SIGNS.sub(" ", text.casefold()).strip()


@lru_cache(maxsize=1)
def all_labels() -> Labels:
    """The labels of every language file."""
    read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))]
    of: dict[str, dict[str, bool]] = {name: {} for name in LABELLED}
    months: dict[str, int] = {}
    for language in read:
        for name in LABELLED:
            lists: Mapping[str, Any] = language.get(name, {})
            for label in lists.get("weak", []):
                of[name].setdefault(plain(str(label)), False)
            for label in lists.get("sure", []):
                of[name][plain(str(label))] = True
        for number, month in enumerate(language["months"], 1):
            for short in (month, month[:3], month[:4]):
                months.setdefault(str(short).casefold(), number)
    months["sept"] = 9

    def together(key: str) -> frozenset[str]:
        return frozenset(plain(str(each)) for language in read for each in language.get(key, []))

    return Labels(of, together("buyer"), together("not_gross"), together("title"), together("credit"), months)
