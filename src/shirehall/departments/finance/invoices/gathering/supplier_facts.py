"""Checks 2, 3 and 6: the supplier, its bank details, its VAT number."""

from collections.abc import Sequence

from shirehall.departments.finance.invoices.believed import Believed
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.reading.api import uk_vat_is_right
from shirehall.departments.finance.registers.api import (
    account_of,
    bank_change_waiting,
    find_supplier,
    supplier_by_code,
    vat_key,
)
from shirehall.departments.finance.registers.models import Supplier

_ACCOUNT = 8


def supplier_of(invoice: Invoice, now: Believed) -> Supplier | None:
    """Whose invoice it is: whom an officer chose, else whom the register finds by what is printed. The sender's
    address never says."""
    chosen = invoice.corrected.get("supplier")
    if chosen and chosen["value"]:
        return supplier_by_code(chosen["value"])
    return find_supplier(
        vat_number=now.text("supplier_vat"), accounts=invoice.bank, name=now.text("supplier_name"),
        authority=invoice.authority,
    ).supplier  # fmt: skip


def standing_fact(supplier: Supplier | None) -> str:
    """The fact `supplier_standing`."""
    return "unknown" if supplier is None else str(supplier.standing)


def bank_fact(supplier: Supplier | None, printed: Sequence[str], problems: Sequence[str]) -> str:
    """The fact `bank_details`. An account that was printed and could not be read counts as another one: what is
    overlooked would be paid wrong."""
    if supplier is None:
        return "none_printed" if not printed else "different"
    if bank_change_waiting(supplier) is not None:
        return "change_waiting"
    ours = (supplier.sort_code, supplier.account_number)
    if supplier.paid_by == Supplier.PaidBy.BACS and not supplier.sort_code:
        return "different"
    if any(account_of(each) != ours and _alone(each) != supplier.account_number for each in printed):
        return "different"
    if printed:
        return "same"
    return "different" if problems else "none_printed"


def _alone(printed: str) -> str:
    """An account number that stands without its sort code, as in many e-invoices; empty for anything else."""
    plain = printed.replace(" ", "")
    return plain if len(plain) == _ACCOUNT and plain.isdecimal() and plain.isascii() else ""


def vat_number_fact(supplier: Supplier | None, number: str, vat: int | None) -> str:
    """The fact `vat_number`. Whoever charges VAT has a number, and prints it."""
    on_file = supplier.vat_number if supplier else ""
    if number:
        key = vat_key(number)
        if key.startswith("GB") and not uk_vat_is_right(key[2:]):
            return "wrong"
        return "right" if key == vat_key(on_file) else "not_the_register"
    return "not_needed" if not vat else "not_the_register"
