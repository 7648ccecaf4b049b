"""What stands on each sample, in the shape that `shirehall invoices score` takes."""

from typing import Any

from shirehall.departments.finance.samples.bill import Bill, in_words

KEYS = (
    "supplier_name",
    "supplier_vat",
    "invoice_number",
    "invoice_date",
    "due_date",
    "currency",
    "net",
    "vat",
    "gross",
    "po_number",
)
RULES = (
    "amounts are strings with 2 decimals; dates ISO; null = not on the document; accept[key] lists further "
    "values to count as right; credit notes are positive, as printed; score=false: leave out of field accuracy; "
    "planted: what is wrong on purpose; expected: pay or person, by what is planted and by the construction "
    "scheme alone, limits and budgets apart"
)


def fields_of(bill: Bill) -> dict[str, Any]:
    """The ten fields and what else counts as right."""
    accept: dict[str, list[str | None]] = {}
    if not bill.supplier.vat and not bill.vat:
        accept = {"net": [None], "vat": [None]}  # who charges no VAT prints one total
    return {
        "supplier_name": bill.supplier.name,
        "supplier_vat": f"GB{bill.supplier.vat}" if bill.supplier.vat else None,
        "invoice_number": bill.number,
        "invoice_date": bill.on.isoformat(),
        "due_date": bill.due_on.isoformat() if bill.due_on else None,
        "currency": bill.currency,
        "net": in_words(bill.net),
        "vat": in_words(bill.vat),
        "gross": in_words(bill.gross),
        "po_number": bill.order,
        "accept": accept,
    }
