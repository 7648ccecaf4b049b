"""A council's registers with one supplier and one order, and invoices that are sent to it and truly read."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from shirehall.casework.api import publish
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.receiving import receive_file
from shirehall.departments.finance.invoices.taking_in import take_in
from shirehall.departments.finance.registers.api import NewLine, add_order, receive_order
from shirehall.departments.finance.registers.models import BudgetCode, BudgetHolder, PurchaseOrder, Supplier
from shirehall.departments.finance.samples.bill import Bill, Line
from shirehall.departments.finance.samples.e_invoices import make_ubl
from shirehall.departments.finance.samples.trade import Buyer, invent_suppliers
from shirehall.departments.finance.samples.trade import Supplier as Seller
from shirehall.partnership.api import load_partnership, make_demonstration_officers
from tests.services.folders import folders, texts_of

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DEV, KIT, CLEO, GITA = (
    f"{name}@example.org"
    for name in ("dev.appletharp", "kit.hollowmere", "cleo.marchwell", "gita.pennybrook")
)
WEST = Buyer("west_dorset", "West Dorset District Council", ("Creditors Section", "Dorchester", "DT1 9ZZ"))
LINES = (
    Line("P1", "A4 copier paper 80gsm white", 20, "box", 2_000, 20),
    Line("P2", "Lever arch files assorted", 100, "each", 250, 20),
)


@dataclass
class Town:
    """What a test needs of a council: its supplier as a seller (on invoices) and on the register, its order."""

    seller: Seller
    supplier: Supplier
    order: PurchaseOrder
    code: BudgetCode
    sent: int = 0

    def bill(self, **changed: Any) -> Bill:
        """An invoice for the order, unless changed: 650.00 and VAT, 780.00."""
        self.sent += 1
        about: dict[str, Any] = {
            "layout": "", "supplier": self.seller, "buyer": WEST, "number": f"INV-{1000 + self.sent}",
            "on": date(2026, 2, 27), "due_on": date(2026, 3, 29), "order": self.order.number, "lines": LINES,
        }  # fmt: skip
        return Bill(**{**about, **changed})

    def send(self, bill: Bill | bytes, at: datetime = MONDAY, name: str = "invoice.xml") -> Invoice:
        """Send an e-invoice, let it be read and decided, and give it."""
        content = bill if isinstance(bill, bytes) else make_ubl(bill)
        self.sent += 1
        file = receive_file(
            content=content, name=name, channel="invoice_mail", by="shirehall", at=at, source_key=f"test {self.sent}"
        ).file  # fmt: skip
        take_in(file.pk, at=at)
        return Invoice.objects.get(file=file, part=0)

    def another_order(
        self, number: str, lines: tuple[Line, ...] = LINES, *, received: bool = True
    ) -> PurchaseOrder:
        """A further order of the same supplier."""
        return make_order(self.supplier, self.code, number, lines, received=received)


def make_order(
    supplier: Supplier,
    code: BudgetCode,
    number: str,
    lines: tuple[Line, ...] = LINES,
    *,
    received: bool = True,
) -> PurchaseOrder:
    """An order of West Dorset by Dev, received or not."""
    ordered = [NewLine(each.text, Decimal(each.quantity), Decimal(each.price) / 100) for each in lines]
    order = add_order(
        number=number, supplier=supplier, lines=ordered, authority="west_dorset", ordered_on=date(2026, 2, 1),
        requester=DEV, buyer="nell.tallowmere@example.org", budget_code=code, by=GITA, at=MONDAY,
    )  # fmt: skip
    if received:
        receive_order(order=order, received_on=date(2026, 2, 26), by=DEV, at=MONDAY, key=f"all of {number}")
    return order


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Documents lie in a folder of the test's own."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def town(db: None) -> Town:
    """One supplier with one order that was received, in the published service of supplier invoices."""
    return make_town()


def make_town() -> Town:
    """The rows of it."""
    load_partnership(by="test", at=MONDAY)
    make_demonstration_officers(by="test", at=MONDAY)
    publish(
        texts=texts_of(next(each for each in folders() if each.name == "supplier_invoice")),
        by="test",
        at=MONDAY,
    )
    seller = next(each for each in invent_suppliers(7) if each.trade == "stationery" and each.vat)
    supplier = register(seller)
    code = BudgetCode.objects.create(
        code="CS-100", authority="west_dorset", year=2025, title="Customer services", budget=5_000_000, holder=KIT,
        accountant=GITA,
    )  # fmt: skip
    BudgetHolder.objects.create(officer=KIT, authority="west_dorset", limit=2_000_000, manager=CLEO)
    BudgetHolder.objects.create(officer=CLEO, authority="west_dorset", limit=10_000_000)
    return Town(seller, supplier, make_order(supplier, code, "WD-100017"), code)


def register(seller: Seller, **changed: Any) -> Supplier:
    """A seller as it stands on the register, its bank details confirmed by two officers."""
    about: dict[str, Any] = {
        "code": seller.code, "name": seller.name, "vat_number": f"GB{seller.vat}" if seller.vat else "",
        "sort_code": seller.sort_code.replace("-", ""), "account_number": seller.account, "email": seller.email,
        "telephone": seller.phone, "made_by": "test", "made_at": MONDAY, "bank_by": ["one@example.org", "two@example.org"],
    }  # fmt: skip
    return Supplier.objects.create(**{**about, **changed})


def with_account(seller: Seller, sort_code: str = "00-00-99", account: str = "12345678") -> Seller:
    """The same seller with another account printed."""
    return replace(seller, sort_code=sort_code, account=account)
