"""How well files are read: against what is known to stand on them, by kind and field. Accuracy is worth
nothing without its partner, so wrong values that were passed as certain are counted and named."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shirehall.departments.finance.reading.company import core
from shirehall.departments.finance.reading.found import FIELDS, ReadInvoice
from shirehall.departments.finance.reading.numbers import squeezed


class TruthError(ValueError):
    """A file of truth that cannot be used. The message says why."""


@dataclass
class Tally:
    """One field of one kind. `certain_right` and `right_values` are of those with a value: nothing said of
    nothing printed is right, and no answer that a payment could rest on."""

    asked: int = 0
    right: int = 0
    right_values: int = 0
    certain_right: int = 0
    wrong_certain: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "asked": self.asked, "right": self.right, "accuracy": _share(self.right, self.asked),
            "coverage": _share(self.certain_right, self.right_values), "wrong_certain": self.wrong_certain,
        }  # fmt: skip

    def add(self, other: "Tally") -> None:
        self.asked += other.asked
        self.right += other.right
        self.right_values += other.right_values
        self.certain_right += other.certain_right
        self.wrong_certain += other.wrong_certain


@dataclass
class Score:
    """Tallies by (kind, field); `wrong` what was not right; `kinds` files whose kind was not the one known."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    wrong: list[dict[str, Any]] = field(default_factory=list)
    kinds: list[dict[str, Any]] = field(default_factory=list)
    documents: int = 0

    def of(self, kinds: Iterable[str], fields: Iterable[str] = FIELDS) -> Tally:
        """Several together."""
        whole = Tally()
        wished, named = set(kinds), set(fields)
        for (kind, name), tally in self.tallies.items():
            if kind in wished and name in named:
                whole.add(tally)
        return whole

    @property
    def known_kinds(self) -> list[str]:
        return sorted({kind for kind, _name in self.tallies})

    def to_json(self) -> dict[str, Any]:
        by_kind = {
            kind: {
                "all": self.of([kind]).to_json(),
                "fields": {name: self.tallies[kind, name].to_json() for name in FIELDS},
            }
            for kind in self.known_kinds
        }
        whole = self.of(self.known_kinds).to_json()
        return {
            "documents": self.documents,
            "all": whole,
            "kinds": by_kind,
            "wrong": self.wrong,
            "other_kind": self.kinds,
        }


def documents_of(truth: Any) -> list[dict[str, Any]]:
    """The documents of a truth that count. Raises TruthError."""
    listed = truth.get("documents") if isinstance(truth, dict) else truth
    if not isinstance(listed, list) or not all(
        isinstance(each, dict) and isinstance(each.get("file"), str) for each in listed
    ):
        raise TruthError('the truth must hold {"documents": [{"file": ..., "invoice_number": ...}, ...]}')
    return [each for each in listed if each.get("score", True) and each.get("kind") != "hostile-or-broken"]


def score(documents: Sequence[Mapping[str, Any]], read: Mapping[str, ReadInvoice]) -> Score:
    """How what was `read`, by file, holds against the truth."""
    found = Score()
    for truth in documents:
        name, invoice = str(truth["file"]), read[str(truth["file"])]
        found.documents += 1
        kind = str(truth.get("kind") or invoice.kind)
        if kind != invoice.kind:
            found.kinds.append({"file": name, "kind": kind, "read_as": invoice.kind})
        for each in FIELDS:
            if each in truth:
                _score_field(found, kind, each, truth, invoice)
            else:
                found.tallies.setdefault((kind, each), Tally())
    return found


def _score_field(found: Score, kind: str, name: str, truth: Mapping[str, Any], invoice: ReadInvoice) -> None:
    tally = found.tallies.setdefault((kind, name), Tally())
    said = invoice.fields.get(name)
    value, certain = (said.value, said.certain) if said else (None, False)
    accepted = [truth[name], *(truth.get("accept") or {}).get(name, [])]
    tally.asked += 1
    if any(same(name, value, each) for each in accepted):
        tally.right += 1
        tally.right_values += value is not None
        tally.certain_right += certain and value is not None
        return
    tally.wrong_certain += certain
    found.wrong.append(
        {"file": truth["file"], "field": name, "truth": truth[name], "read": value, "certain": certain}
    )


def same(name: str, value: str | None, truth: str | None) -> bool:
    """Whether a value says the same: signs, blanks, capitals and the form of the company apart."""
    if value is None or truth is None:
        return value is None and truth is None
    if name == "supplier_name":
        return core(value) == core(truth)
    if name == "supplier_vat":
        return re.sub(r"^GB(?=\d{9})", "", squeezed(value)) == re.sub(r"^GB(?=\d{9})", "", squeezed(truth))
    if name in ("invoice_number", "po_number"):
        return squeezed(value) == squeezed(truth)
    return value == truth


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
