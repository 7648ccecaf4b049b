"""One file that was made, and what is known of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shirehall.departments.finance.samples.bill import Bill
from shirehall.departments.finance.samples.truth import fields_of


@dataclass(frozen=True, slots=True)
class Sample:
    """One file that was made. `planted` is "" for an ordinary one; `bill` None where it is no invoice;
    `copy_of` the file that it repeats; `expected` "pay" or "person"; `received_on` when goods came, if at all."""

    file: str
    kind: str
    layout: str
    half: str
    planted: str
    expected: str
    arrives_on: date
    received_on: date | None
    bill: Bill | None
    copy_of: str = ""

    def to_json(self) -> dict[str, Any]:
        """Its entry in truth.json."""
        known: dict[str, Any] = {
            "file": self.file,
            "kind": self.kind,
            "truth_from": "made so",
            "layout": self.layout,
            "half": self.half,
            "planted": self.planted or None,
            "expected": self.expected,
            "arrives_on": self.arrives_on.isoformat(),
            "received_on": self.received_on.isoformat() if self.received_on else None,
            "copy_of": self.copy_of or None,
        }
        if self.bill is None:
            return {**known, "score": self.kind == "not-an-invoice", "accept": {}, "notes": "no invoice"}
        supplier = self.bill.supplier
        bank = (
            {"sort_code": supplier.sort_code, "account_number": supplier.account}
            if self.bill.shows_bank
            else None
        )
        more = {
            "supplier": supplier.code,
            "authority": self.bill.buyer.authority,
            "bank": bank,
            "notes": self.planted,
        }
        return {**known, **fields_of(self.bill), **more}
