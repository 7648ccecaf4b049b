"""What stands before a value, in the languages that lie in `labels/`. A further language is one more file."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("labels")
_SIGNS = re.compile(r"[^\w#%/@]+")
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
LABELLED = (
    "invoice_number", "invoice_date", "due_date", "net", "vat", "gross", "po_number", "supplier_vat", "supplier_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of all languages. `of` is field -> label -> whether it is a sure one; `months` word -> 1 to 12;
    `money` the words by which the label of an amount is understood that no list holds; `hints` the beginnings
    of words without which a field does not stand on a document; `roles` what stands before a company that is not, or
    may not be, the supplier; `slip` the titles of a slip that goes back with the payment; `sentences` the words by
    which a sentence says until when to pay; `theirs` words that make a number the buyer's;
    `delivery` the labels of `buyer` that say no more than where to deliver; `known` every label."""

    of: Mapping[str, Mapping[str, bool]]
    buyer: frozenset[str]
    not_gross: frozenset[str]
    title: frozenset[str]
    credit: frozenset[str]
    months: Mapping[str, int]
    money: Mapping[str, frozenset[str]]
    hints: Mapping[str, frozenset[str]]
    roles: Mapping[str, frozenset[str]]
    slip: frozenset[str]
    sentences: Mapping[str, frozenset[str]]
    theirs: frozenset[str]
    delivery: frozenset[str]
    known: frozenset[str]


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text as labels are compared: small letters without accents, no signs but those that matter, single blanks.
    P.O. and V.A.T. are words, and N° is No."""
    low = text.casefold().replace("°", "o").replace("º", "o").replace("#", " # ")
    low = "".join(sign for sign in unicodedata.normalize("NFKD", low) if not unicodedata.combining(sign))
    return _SIGNS.sub(" ", _DOTTED.sub("", low)).strip()


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
                months.setdefault(plain(str(short)), number)
    months["sept"] = 9

    def together(key: str) -> frozenset[str]:
        return frozenset(plain(str(each)) for language in read for each in language.get(key, []))

    def inside(key: str) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for language in read:
            for name, listed in language.get(key, {}).items():
                found.setdefault(name, set()).update(plain(str(each)) for each in listed)
        return {name: frozenset(each) for name, each in found.items()}

    known = frozenset(label for labels in of.values() for label in labels) | together("buyer")
    return Labels(
        of, together("buyer"), together("not_gross"), together("title"), together("credit"), months, inside("money"),
        inside("hints"), inside("roles"), together("slip"), inside("sentences"), together("theirs"),
        together("delivery"), known,
    )  # fmt: skip
