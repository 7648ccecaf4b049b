"""What reading gives: fields with their values, how sure each is, by which checks, and where on the page it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
        box = [self.box[0], *(round(each, 1) for each in self.box[1:])] if self.box else None
        return {
            "value": self.value, "certain": self.certain, "confidence": round(self.confidence, 2), "from": self.source,
            "box": box, "checks": list(self.checks),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadInvoice:
    """What a file says. `bank` are the accounts printed on it (IBANs, or sort code and number); `problems` sentences
    for the person who looks at it."""

    kind: str
    fields: Mapping[str, ReadField] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    pages: int = 0
    bank: tuple[str, ...] = ()

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
        }  # fmt: skip
