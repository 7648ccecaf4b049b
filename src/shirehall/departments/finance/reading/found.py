"""What reading gives: fields with their values, how sure each is, by which checks, and where on the page it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

FIELDS = (
    "supplier_name", "supplier_vat", "invoice_number", "invoice_date", "due_date", "currency", "net", "vat", "gross",
    "po_number",
)  # fmt: skip
KINDS = (
    "xml", "pdf-with-xml", "pdf-text", "pdf-scan", "image", "unreadable", "unsafe", "not-an-invoice",
)  # fmt: skip
Box = tuple[int, float, float, float, float]
"""A page (from 1), then left, top, right and bottom in points from the upper left corner."""


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field. `value` is text (amounts with two decimals, dates ISO), None where it does not stand on the document.
    `checks` are the names of those that it passed; `certain` only where they are enough; `source` xml, text or ocr."""

    value: str | None = None
    certain: bool = False
    confidence: float = 0.0
    source: str = ""
    box: Box | None = None
    checks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As `shirehall invoices read --json` prints it."""
        return {
            "value": self.value, "certain": self.certain, "confidence": round(self.confidence, 2), "from": self.source,
            "box": _rounded(self.box), "checks": list(self.checks),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of what was supplied. Numbers are text with a decimal point (`amount` with two decimals, without VAT;
    `vat_rate` in per cent), None where they are not printed. `certain` where quantity times price is the amount and all
    lines make the net total."""

    description: str = ""
    quantity: str | None = None
    unit_price: str | None = None
    amount: str | None = None
    vat_rate: str | None = None
    box: Box | None = None
    certain: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it stands under "lines"."""
        return {
            "description": self.description, "quantity": self.quantity, "unit_price": self.unit_price,
            "amount": self.amount, "vat_rate": self.vat_rate, "box": _rounded(self.box), "certain": self.certain,
        }  # fmt: skip


def _rounded(box: Box | None) -> list[float] | None:
    return [box[0], *(round(each, 1) for each in box[1:])] if box else None


@dataclass(frozen=True, slots=True)
class ReadInvoice:
    """What a file says. `bank` are the accounts printed on it (IBANs, or sort code and number); `problems` sentences
    for the person who looks at it. `addressed_to` are the texts that say whom it is for; `is_credit` a credit note;
    `construction` whether it speaks of the construction industry scheme or of VAT that the customer accounts for;
    `contradicts` whether two tellings of one fact differ (e-invoice and page, text layer and picture); `part` the first
    and last page of the file that this invoice takes up, None for all of it."""

    kind: str
    fields: Mapping[str, ReadField] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    pages: int = 0
    bank: tuple[str, ...] = ()
    lines: tuple[ReadLine, ...] = ()
    addressed_to: tuple[str, ...] = ()
    is_credit: bool = False
    construction: bool = False
    contradicts: bool = False
    part: tuple[int, int] | None = None

    def value(self, name: str) -> str | None:
        """The value of a field, or None."""
        found = self.fields.get(name)
        return found.value if found else None

    def to_json(self) -> dict[str, Any]:
        """One object, every field in it."""
        return {
            "kind": self.kind,
            "fields": {name: self.fields.get(name, ReadField()).to_json() for name in FIELDS},
            "problems": list(self.problems), "pages": self.pages, "bank": list(self.bank),
            "lines": [each.to_json() for each in self.lines], "addressed_to": list(self.addressed_to),
            "is_credit": self.is_credit, "construction": self.construction, "contradicts": self.contradicts,
            "part": list(self.part) if self.part else None,
        }  # fmt: skip


def unsure(found: ReadInvoice, at_most: float = 0.5) -> ReadInvoice:
    """The same, nothing of it certain."""
    fields = {
        name: replace(each, certain=False, confidence=min(each.confidence, at_most))
        for name, each in found.fields.items()
    }
    return replace(found, fields=fields, lines=tuple(replace(each, certain=False) for each in found.lines))


def from_json(given: Mapping[str, Any]) -> ReadInvoice:
    """What `ReadInvoice.to_json` wrote, now or before it had the later keys. Raises ValueError, KeyError, TypeError."""
    if given["kind"] not in KINDS:
        raise ValueError("a kind that is not known")
    fields = {name: _field_from(given["fields"][name]) for name in FIELDS}
    part = given.get("part")
    return ReadInvoice(
        given["kind"],
        fields,
        tuple(given["problems"]),
        int(given["pages"]),
        tuple(given["bank"]),
        tuple(_line_from(each) for each in given.get("lines", ())),
        tuple(given.get("addressed_to", ())),
        bool(given.get("is_credit", False)),
        bool(given.get("construction", False)),
        bool(given.get("contradicts", False)),
        (int(part[0]), int(part[1])) if part else None,
    )


def _field_from(given: Mapping[str, Any]) -> ReadField:
    return ReadField(
        given["value"],
        bool(given["certain"]),
        float(given["confidence"]),
        given["from"],
        _box_from(given["box"]),
        tuple(given["checks"]),
    )


def _line_from(given: Mapping[str, Any]) -> ReadLine:
    return ReadLine(
        given["description"],
        given["quantity"],
        given["unit_price"],
        given["amount"],
        given["vat_rate"],
        _box_from(given["box"]),
        bool(given["certain"]),
    )


def _box_from(given: Any) -> Box | None:
    if not given:
        return None
    page, x0, y0, x1, y1 = given
    return int(page), float(x0), float(y0), float(x1), float(y1)
