"""An invoice that waits, with its order, and the officers of the demonstration."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from shirehall.casework.conftest import case_of, publish_bins, send
from shirehall.departments.finance.invoices.models import Invoice, InvoiceFile
from shirehall.departments.finance.registers.conftest import make_order, make_supplier
from shirehall.departments.finance.registers.models import BudgetCode, BudgetHolder, PurchaseOrder, Supplier
from shirehall.partnership.api import load_partnership, make_demonstration_officers

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
GITA, IVO = "gita.pennybrook@example.org", "ivo.marlbarrow@example.org"
LENA, MOSS = "lena.copperfold@example.org", "moss.brackenridge@example.org"
DEV, ESME = "dev.appletharp@example.org", "esme.quillworth@example.org"
NELL, KIT, HAL, CLEO = (
    "nell.tallowmere@example.org", "kit.hollowmere@example.org", "hal.stonecroft@example.org",
    "cleo.marchwell@example.org",
)  # fmt: skip
FINANCE = "finance@dorset-councils.example.org"
MakeInvoice = Callable[..., Invoice]


@pytest.fixture(autouse=True)
def own_settings(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents lie in a folder of the test's own, and e-mail stays in the outbox."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    for name in ("EMAIL_PROVIDER", "SENDER", "SITE"):
        monkeypatch.delenv(f"SHIREHALL_{name}", raising=False)


@pytest.fixture
def officers(db: None) -> None:
    """The invented officers."""
    load_partnership(by="test", at=MONDAY)
    make_demonstration_officers(by="test", at=MONDAY)


@pytest.fixture
def supplier(officers: None) -> Supplier:
    """Who sends the invoices."""
    return make_supplier(email="accounts@larkmere.example.org")


@pytest.fixture
def order(supplier: Supplier) -> PurchaseOrder:
    """What was ordered, by Dev, with Nell as the buyer, out of a budget of Kit's."""
    code = BudgetCode.objects.create(
        code="CS-100", authority="west_dorset", year=2025, title="Customer services", budget=5_000_000, holder=KIT,
        accountant=IVO,
    )  # fmt: skip
    for officer, limit, manager in ((KIT, 100_000, HAL), (HAL, 1_000_000, CLEO), (CLEO, 10_000_000, "")):
        BudgetHolder.objects.create(officer=officer, authority="west_dorset", limit=limit, manager=manager)
    return make_order(supplier, requester=DEV, buyer=NELL, budget_code=code)


@pytest.fixture
def make_invoice(order: PurchaseOrder) -> MakeInvoice:
    """Make an invoice that waits, as it stands on its case."""
    publish_bins()

    def make(**given: Any) -> Invoice:
        number = Invoice.objects.count() + 1
        file = InvoiceFile.objects.create(
            source_key=f"key {number}", channel="invoice_mail", name="invoice.pdf", sha256="0" * 64, size=1,
            received_at=MONDAY, by="shirehall",
        )  # fmt: skip
        case = case_of(send(authority="west_dorset"))
        columns: dict[str, Any] = {
            "authority": "west_dorset", "state": Invoice.State.WITH_PERSON, "supplier": order.supplier, "order": order,
            "supplier_name": "Larkmere", "number": f"INV-{number}", "net": 100_000, "vat": 20_000, "gross": 120_000,
            "received_at": MONDAY, "currency": "GBP",
        }  # fmt: skip
        made = Invoice.objects.create(case=case, file=file, **{**columns, **given})
        return Invoice.objects.get(pk=made.pk)

    return make
