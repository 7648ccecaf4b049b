"""Invented e-invoices, read and held against the registers that go with them: what is right passes, what is wrong does
not."""

import json
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from shirehall.departments.finance.reading.api import ReadLine, read_invoice
from shirehall.departments.finance.registers import api
from shirehall.departments.finance.registers.conftest import CLERK
from shirehall.departments.finance.registers.matching import Billed, Match
from shirehall.departments.finance.samples.api import make_samples

pytestmark = pytest.mark.django_db
LONG_AFTER = datetime(2027, 6, 1, tzinfo=UTC)
PLANTED = {"wrong_price": 0.2, "not_received": 0.2}


def billed(line: ReadLine) -> Billed:
    return Billed(
        line.description,
        Decimal(line.quantity) if line.quantity else None,
        Decimal(line.unit_price) if line.unit_price else None,
        int(Decimal(line.amount or "0") * 100),
    )


def test_right_invoices_match_and_wrong_ones_do_not(tmp_path: Path) -> None:
    made = make_samples(count=60, seed=11, folder=tmp_path, kinds=["xml"], planted=PLANTED)
    registers = json.loads((tmp_path / "registers.json").read_text())
    api.make_registers(registers, by=CLERK, at=LONG_AFTER)
    found: Counter[str] = Counter()
    for sample in made:
        read = read_invoice((tmp_path / sample.file).read_bytes())
        values = {name: field.value or "" for name, field in read.fields.items()}
        order = api.order_called(values["po_number"])
        if order is None:
            found["no order"] += 1
            continue
        supplier = api.find_supplier(
            vat_number=values["supplier_vat"], accounts=read.bank, name=values["supplier_name"]
        ).supplier
        assert supplier == order.supplier, sample.file
        match = api.order_matching(
            order, [billed(each) for each in read.lines], int(Decimal(values["net"]) * 100)
        )
        planted = sample.planted or "ordinary"
        assert passes(match) == (planted == "ordinary"), (sample.file, planted, match)
        assert match.by_lines
        found[planted] += 1
    assert found["ordinary"] >= 20
    assert found["wrong_price"] >= 2
    assert found["not_received"] >= 2


def passes(match: Match) -> bool:
    """As the checks ask, without any tolerance."""
    return match.price_over == 0 and match.value_left and match.receipt == "full"
