"""Sample invoices that are ready to send: made once, small, and kept in the server's folder, with the registers they
belong to."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from shirehall.casework.api import local_date
from shirehall.departments.finance.registers.api import make_registers
from shirehall.departments.finance.samples.api import make_samples

_FOLDER, _MADE = "invoice-samples", "ready.json"
_SEED, _BY = 1897, "demonstration"
_BEFORE = timedelta(days=35)
_SKIPPED, _COUNT = 40, 20
"""The demonstration's registers hold suppliers of the same seed and orders of its first invoices: ours come after."""
_KINDS = ("pdf-text", "pdf-text", "xml", "pdf-text", "pdf-with-xml", "pdf-scan", "pdf-text", "image")
_PLANTED = dict.fromkeys(
    ("changed_bank", "no_order", "wrong_price", "not_received", "duplicate", "not_an_invoice", "hostile_xml"),
    0.07,
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A sample: where its file lies, who sends it, and what is `planted` in it ("" where nothing is)."""

    name: str
    path: Path
    kind: str
    planted: str
    supplier: str
    address: str
    number: str


def folder() -> Path:
    """Where they are kept."""
    return Path(settings.SHIREHALL_VAR) / _FOLDER


def ready() -> list[Ready]:
    """The samples that stand; none while they are being made."""
    try:
        rows = json.loads((folder() / _MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Ready(**{**row, "path": folder() / row["path"]}) for row in rows]


def make_ready(at: datetime) -> int:
    """Make the samples and the registers that go with them, once. Gives how many were made."""
    if (folder() / _MADE).exists():
        return 0
    made = make_samples(
        count=_SKIPPED + _COUNT, seed=_SEED, folder=folder(), kinds=_KINDS, planted=_PLANTED,
        on=local_date(at) - _BEFORE,
    )[_SKIPPED:]  # fmt: skip
    samples = [each.to_json() for each in made]
    registers = _of(samples, json.loads((folder() / "registers.json").read_text(encoding="utf-8")))
    make_registers(registers, by=_BY, at=at)
    rows = [_row(number, each, registers) for number, each in enumerate(samples, start=1)]
    written = folder() / f"{_MADE}.new"
    written.write_text(json.dumps(rows), encoding="utf-8")
    written.rename(folder() / _MADE)
    return len(rows)


def _of(
    samples: list[dict[str, Any]], registers: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """What of the registers belongs to these samples."""
    numbers = {each.get("po_number") for each in samples}
    return {
        **registers,
        "orders": [each for each in registers["orders"] if each["number"] in numbers],
        "receipts": [each for each in registers["receipts"] if each["order"] in numbers],
    }


def _row(number: int, sample: dict[str, Any], registers: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    supplier = next((each for each in registers["suppliers"] if each["code"] == sample.get("supplier")), {})
    return {
        "name": f"sample-{number}", "path": sample["file"], "kind": sample["kind"], "planted": sample["planted"] or "",
        "supplier": sample.get("supplier_name") or "", "number": sample.get("invoice_number") or "",
        "address": supplier.get("email") or "accounts@supplier.example.org",
    }  # fmt: skip
