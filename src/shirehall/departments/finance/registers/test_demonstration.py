"""Registers for the demonstration: made from the plain data of the samples, whole, and once."""

from datetime import timedelta
from typing import Any

import pytest

from shirehall.departments.finance.registers import api
from shirehall.departments.finance.registers.conftest import AT, CLERK
from shirehall.departments.finance.registers.models import (
    Agreement,
    BankChange,
    BudgetCode,
    BudgetHolder,
    GoodsReceipt,
    PurchaseOrder,
    Supplier,
)

pytestmark = pytest.mark.django_db
DATA: dict[str, Any] = {
    "suppliers": [
        {
            "code": "LARK001", "name": "Larkmere Office Supplies Ltd", "trade": "stationery", "vat_number": VAT,
            "company_number": "00012345", "sort_code": "00-00-12", "account_number": "00012345",
            "address": ["1 Foundry Lane", "Samplebury"], "phone": "01632 960001", "email": "a@example.org",
            "state": "active", "cis": False,
        }
        for VAT in ("GB000100778",)
    ],
    "orders": [
        {
            "number": "WP/100017", "authority": "weymouth_and_portland", "supplier": "LARK001", "state": "open",
            "ordered_on": "2026-02-01", "requester": "J. Invented", "currency": "GBP", "net": "31.98",
            "lines": [{"line": 1, "text": "A4 copier paper", "quantity": "2", "price": "15.99", "amount": "31.98"}],
        }
    ],
    "receipts": [
        {"order": "WP/100017", "line": 1, "quantity": "1", "received_on": "2026-02-20", "by": "J. Invented"},
        {"order": "WP/100017", "line": 1, "quantity": "1", "received_on": "2026-03-20", "by": "J. Invented"},
    ],
    "agreements": [
        {
            "supplier": "LARK001", "authority": "west_dorset", "account": "77", "every": "month",
            "expected_gross": "120.00", "tolerance_percent": "10",
        }
    ],
}  # fmt: skip


def test_registers_are_made_from_what_goes_with_the_samples() -> None:
    made = api.make_registers(DATA, by=CLERK, at=AT)
    assert (made.suppliers, made.orders, made.receipts, made.agreements, len(made.coming)) == (1, 1, 1, 1, 1)
    supplier = Supplier.objects.get()
    assert (supplier.sort_code, supplier.account_number, supplier.vat_number) == (
        "000012",
        "00012345",
        "GB000100778",
    )
    assert BankChange.objects.get().state == "in_force"
    order = api.order_called("wp 100017")
    assert order is not None
    assert order.budget_code is not None
    holder = api.holder_of(order.budget_code)
    assert holder is not None
    assert holder.officer != order.requester
    assert api.order_matching(order, [], 1599).receipt == "full"
    assert api.order_matching(order, [], 3198).receipt == "part"
    coming = made.coming[0]
    later = AT + timedelta(days=30)
    line = order.lines.get(pk=coming.line)
    api.receive(
        line=line, quantity=coming.quantity, received_on=coming.on, by=coming.by, at=later, key=coming.key
    )
    assert api.order_matching(order, [], 3198).receipt == "full"
    assert api.agreement_for(supplier, "west_dorset", AT.date()) == Agreement.objects.get()
    assert {each.year for each in BudgetCode.objects.all()} == {2024, 2025, 2026}


def test_making_them_twice_changes_nothing() -> None:
    api.make_registers(DATA, by=CLERK, at=AT)
    kinds = (Supplier, BankChange, PurchaseOrder, GoodsReceipt, Agreement, BudgetCode, BudgetHolder)
    before = [kind.objects.count() for kind in kinds]
    made = api.make_registers(DATA, by=CLERK, at=AT)
    assert [kind.objects.count() for kind in kinds] == before
    assert (made.suppliers, made.orders, made.receipts, made.agreements) == (0, 0, 0, 0)
