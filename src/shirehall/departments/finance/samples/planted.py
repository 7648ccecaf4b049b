"""What can be wrong with an invoice on purpose, so that a test knows what must become of it."""

import random
from collections.abc import Mapping
from dataclasses import replace

from shirehall.departments.finance.samples.bill import Bill
from shirehall.departments.finance.samples.trade import vat_number

PLANTED: Mapping[str, str] = {
    "duplicate": "the very file that came before",
    "duplicate_renumbered": "an earlier invoice, its number written otherwise",
    "changed_bank": "an account that is not the one on the register",
    "wrong_price": "prices higher than the order's",
    "no_order": "no order number, and no agreement",
    "unknown_order": "an order number that nobody gave",
    "not_received": "nothing was received",
    "late_receipt": "goods received only after the invoice",
    "unknown_supplier": "a supplier who is not on the register",
    "wrong_vat_number": "a VAT number that fails its check",
    "sums_astray": "net and VAT do not make the total",
    "credit_note": "a credit note",
    "foreign_currency": "an invoice in euros",
    "not_an_invoice": "a letter",
    "hostile_xml": "an e-invoice that would grow without end",
    "hostile_pdf": "a PDF with a script in it",
    "broken_pdf": "half a PDF",
}
PAID = ("", "late_receipt")
FILES = ("not_an_invoice", "hostile_xml", "hostile_pdf", "broken_pdf")
NEEDS_ORDER = ("wrong_price", "no_order", "unknown_order", "not_received", "late_receipt")
# The mix of a council, as a share of what comes in.
COUNCIL_MIX: Mapping[str, float] = {
    "duplicate": 0.02, "duplicate_renumbered": 0.01, "changed_bank": 0.01, "wrong_price": 0.05, "no_order": 0.05,
    "unknown_order": 0.01, "not_received": 0.03, "late_receipt": 0.06, "unknown_supplier": 0.01,
    "wrong_vat_number": 0.005,
    "sums_astray": 0.005, "credit_note": 0.02, "foreign_currency": 0.005, "not_an_invoice": 0.02, "hostile_xml": 0.002,
    "hostile_pdf": 0.002, "broken_pdf": 0.003,
}  # fmt: skip
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&d;</Invoice>'
)


def choose(given: random.Random, shares: Mapping[str, float]) -> str:
    """One of the planted by its share, or "" for an ordinary invoice."""
    drawn = given.random()
    for name, share in shares.items():
        drawn -= share
        if drawn < 0:
            return name
    return ""


def check_shares(shares: Mapping[str, float]) -> None:
    """Raises ValueError for a name that is not known, and for shares that are more than all."""
    unknown = sorted(set(shares) - set(PLANTED))
    if unknown:
        raise ValueError(f"nothing is known of {', '.join(unknown)}; known are {', '.join(PLANTED)}")
    if any(each < 0 for each in shares.values()) or sum(shares.values()) > 1.0001:
        raise ValueError("shares are from 0 to 1, and together not more than 1")


def alter(bill: Bill, planted: str, given: random.Random) -> Bill:
    """The invoice as it is sent, with what is planted in it. What concerns the registers alone leaves it as it is."""
    if planted == "changed_bank":
        return replace(
            bill,
            supplier=replace(
                bill.supplier, sort_code="00-00-99", account=f"{given.randint(10**6, 10**7):08d}"
            ),
        )
    if planted == "no_order":
        return replace(bill, order=None)
    if planted == "unknown_order":
        return replace(bill, order=f"XX-{given.randint(10**5, 10**6 - 1)}")
    if planted == "wrong_vat_number":
        return replace(
            bill,
            supplier=replace(bill.supplier, vat=vat_number(int(bill.supplier.vat[:7] or 5), right=False)),
        )
    if planted == "sums_astray":
        return replace(bill, astray=1_000)
    if planted == "credit_note":
        return replace(bill, credit=True, due_on=None)
    if planted == "foreign_currency":
        return replace(bill, currency="EUR")
    if planted == "duplicate_renumbered":
        return replace(bill, number=respelt(bill.number))
    return bill


def respelt(number: str) -> str:
    """The same number to who leaves out signs and leading noughts, and another to who does not."""
    for sign, other in (("-", "/"), ("/", "-"), (" ", "")):
        if sign in number:
            return number.replace(sign, other)
    return f"0{number}" if number[0].isdigit() else f"{number[:1]}-{number[1:]}"
