"""Approved invoices of two suppliers, the officers of the demonstration, and runs in every state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from shirehall.casework.api import publish
from shirehall.casework.conftest import case_of, publish_bins, send
from shirehall.departments.finance.invoices.models import Invoice, InvoiceFile
from shirehall.departments.finance.payments.approving import approve
from shirehall.departments.finance.payments.models import PaymentRun
from shirehall.departments.finance.payments.proposing import propose, wish
from shirehall.departments.finance.payments.releasing import release
from shirehall.departments.finance.registers.models import Supplier
from shirehall.partnership.api import Officer, load_partnership, make_demonstration_officers

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PAY_ON = date(2026, 3, 4)
COUNCIL = "west_dorset"
_SERVICE = Path(__file__).parents[5] / "services" / "supplier_invoice"
MakeSupplier = Callable[..., Supplier]
MakeInvoice = Callable[..., Invoice]


@pytest.fixture(autouse=True)
def own_settings(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents lie in a folder of the test's own, e-mail stays in the outbox, settings are those that ship."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    for name in ("EMAIL_PROVIDER", "SENDER", "SITE", "CLAMD", "BASE_RATES", "LEDGER", "LEDGER_FOLDER"):
        monkeypatch.delenv(f"SHIREHALL_{name}", raising=False)
    for name in (
        "FILES",
        "POLICY",
        "EVERY_DAYS",
        "CUT_OFF_DAYS",
        "CUT_OFF_AT",
        "LARGEST_POUNDS",
        "BACS_DAYS",
        "ACCOUNTS",
    ):
        monkeypatch.delenv(f"SHIREHALL_PAYMENTS_{name}", raising=False)


@pytest.fixture
def ground(db: None) -> None:
    """The councils, their officers, and the service of suppliers' invoices."""
    load_partnership(by="test", at=MONDAY)
    make_demonstration_officers(by="test", at=MONDAY)
    files = [*_SERVICE.glob("*.*"), *_SERVICE.glob("messages/*.md")]
    texts = {
        str(each.relative_to(_SERVICE)): each.read_text() for each in files if each.suffix in (".yaml", ".md")
    }
    publish(texts=texts, by="test", at=MONDAY)
    publish_bins()


@pytest.fixture
def make_supplier(ground: None) -> MakeSupplier:
    """Make a supplier with an account of its own."""

    def make(name: str = "Larkmere Paper Ltd", **given: Any) -> Supplier:
        number = Supplier.objects.count() + 1
        columns: dict[str, Any] = {
            "code": f"S{number:04}", "name": name, "sort_code": "200000", "account_number": f"{10_000_000 + number}",
            "email": "accounts@larkmere.example.org", "remittance_email": "", "made_by": "register@example.org",
            "made_at": MONDAY,
        }  # fmt: skip
        return Supplier.objects.create(**{**columns, **given})

    return make


@pytest.fixture
def supplier(make_supplier: MakeSupplier) -> Supplier:
    """A supplier."""
    return make_supplier()


@pytest.fixture
def make_invoice(supplier: Supplier) -> MakeInvoice:
    """Make an approved invoice."""

    def make(gross: int = 120_000, **given: Any) -> Invoice:
        number = Invoice.objects.count() + 1
        file = InvoiceFile.objects.create(
            source_key=f"key {number}", channel="invoice_mail", name="invoice.pdf", sha256="0" * 64, size=1,
            received_at=MONDAY, by="shirehall",
        )  # fmt: skip
        columns: dict[str, Any] = {
            "authority": COUNCIL, "state": Invoice.State.APPROVED, "supplier": supplier, "number": f"INV-{number}",
            "net": gross - gross // 6, "vat": gross // 6, "gross": abs(gross), "is_credit": gross < 0,
            "received_at": MONDAY, "approved_at": MONDAY, "currency": "GBP", "invoice_date": date(2026, 2, 27),
        }  # fmt: skip
        case = case_of(send(authority=COUNCIL))
        return Invoice.objects.create(case=case, file=file, **{**columns, **given})

    return make


def officer(name: str) -> Officer:
    """An officer of the demonstration, by the part of the address before the @."""
    return Officer.objects.get(email=f"{name}@example.org")


@dataclass
class People:
    """Who proposes, approves and releases: three people."""

    gita: Officer
    lena: Officer
    moss: Officer

    def proposed(self, at: datetime = MONDAY, pay_on: date = PAY_ON, policy: str = "at_once") -> PaymentRun:
        """A run of what there is."""
        return propose(
            asked=wish(authority=COUNCIL, pay_on=pay_on, policy=policy, at=at), by=self.gita, at=at
        )

    def approved(self, run: PaymentRun | None = None, at: datetime = MONDAY) -> PaymentRun:
        """The same, approved."""
        run = run or self.proposed(at)
        return approve(run=run, fingerprint=run.fingerprint, by=self.lena, at=at, seen=run.version)

    def released(self, run: PaymentRun | None = None, at: datetime = MONDAY) -> PaymentRun:
        """The same, released."""
        run = self.approved(run, at) if run is None or run.state == "proposed" else run
        return release(run=run, fingerprint=run.fingerprint, by=self.moss, at=at, seen=run.version)


@pytest.fixture
def people(ground: None) -> People:
    """The three."""
    return People(officer("gita.pennybrook"), officer("lena.copperfold"), officer("moss.brackenridge"))
