"""The registers that go with the samples, as plain data: who supplies, what was ordered,
what was received, what is agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shirehall.departments.finance.samples.bill import Bill, in_words
from shirehall.departments.finance.samples.trade import Supplier

_LOWER = 88  # an order for which too much is asked has this many per cent of the prices of the invoice
TOLERANCE = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """What one invoice leaves in the registers. `bill` is as it should have been;
    `received_on` None where nothing came."""

    bill: Bill
    requester: str
    received_on: date | None
    cheaper: bool = False


def registers(suppliers: Sequence[Supplier], kept: Iterable[Kept]) -> dict[str, Any]:
    """{suppliers, orders, receipts, agreements}; amounts are text with two decimals, days ISO."""
    listed = list(kept)
    ordered = [each for each in listed if each.bill.order]
    return {
        "suppliers": [_supplier(each) for each in suppliers],
        "orders": [_order(each) for each in ordered],
        "receipts": [receipt for each in ordered if each.received_on for receipt in _receipts(each)],
        "agreements": [_agreement(each.bill) for each in listed if not each.bill.order],
    }


def _supplier(supplier: Supplier) -> dict[str, Any]:
    return {
        "code": supplier.code,
        "name": supplier.name,
        "trade": supplier.trade,
        "vat_number": f"GB{supplier.vat}" if supplier.vat else None,
        "company_number": supplier.company,
        "sort_code": supplier.sort_code,
        "account_number": supplier.account,
        "address": list(supplier.lines),
        "phone": supplier.phone,
        "email": supplier.email,
        "state": "active",
        "cis": supplier.trade == "building",
    }


def _order(kept: Kept) -> dict[str, Any]:
    bill = kept.bill
    lines = [
        {
            "line": number,
            "text": text,
            "quantity": str(quantity),
            "price": in_words(price),
            "amount": in_words(quantity * price),
        }
        for number, (text, quantity, price) in enumerate(_lines(kept), 1)
    ]
    return {
        "number": bill.order,
        "authority": bill.buyer.authority,
        "supplier": bill.supplier.code,
        "state": "open",
        "ordered_on": (bill.on - timedelta(days=20)).isoformat(),
        "requester": kept.requester,
        "currency": "GBP",
        "lines": lines,
        "net": in_words(sum(quantity * price for _text, quantity, price in _lines(kept))),
    }


def _lines(kept: Kept) -> Iterable[tuple[str, int, int]]:
    """Text, quantity and price in pence; carriage and discount are lines too, so that
    the order comes to the net of the invoice."""
    for each in kept.bill.lines:
        yield each.text, each.quantity, max(1, each.price * _LOWER // 100) if kept.cheaper else each.price
    if kept.bill.carriage:
        yield "Carriage", 1, kept.bill.carriage
    if kept.bill.discount:
        yield "Discount", 1, -kept.bill.discount


def _receipts(kept: Kept) -> Iterable[dict[str, Any]]:
    for number, (_text, quantity, _price) in enumerate(_lines(kept), 1):
        yield {
            "order": kept.bill.order,
            "line": number,
            "quantity": str(quantity),
            "received_on": str(kept.received_on),
            "by": kept.requester,
        }


def _agreement(bill: Bill) -> dict[str, Any]:
    return {
        "supplier": bill.supplier.code,
        "authority": bill.buyer.authority,
        "account": bill.supplier.customer,
        "every": "month",
        "expected_gross": in_words(bill.gross),
        "tolerance_percent": str(TOLERANCE),
    }
