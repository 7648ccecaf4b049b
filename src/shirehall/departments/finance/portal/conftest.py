"""Suppliers with an address on file, their invoices, and somebody with a browser."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import make_reference
from shirehall.casework.conftest import bins as bins  # noqa: PLC0414 - a fixture for the tests here
from shirehall.casework.models import Case, ServiceVersion
from shirehall.departments.finance.invoices.models import Invoice, InvoiceFile
from shirehall.departments.finance.portal.codes import send_waiting_codes
from shirehall.departments.finance.registers.api import invoice_key
from shirehall.departments.finance.registers.models import Supplier
from shirehall.design.test_parts import check as check_page

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MakeInvoice = Callable[..., Invoice]
_COUNT = count(1)


@pytest.fixture(autouse=True)
def _apart(settings: Any) -> None:
    """Counters lie in memory, and messages can be read in the outbox of a demonstration."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.SHIREHALL_DEMO = True
    cache.clear()


def make_supplier(code: str = "S-100", **changed: Any) -> Supplier:
    """A supplier with an address on file."""
    given = {
        "name": f"Hedgerow Paper {code} Ltd", "email": "accounts@hedgerow.example.org", "sort_code": "309634",
        "account_number": "12345678", "account_name": "HEDGEROW PAPER", "made_by": "test", "made_at": AT, **changed,
    }  # fmt: skip
    return Supplier.objects.create(code=code, **given)


@pytest.fixture
def invoice(bins: ServiceVersion) -> MakeInvoice:
    """Makes an invoice of a supplier, as a row: how it was decided does not matter here."""
    version = ServiceVersion.objects.latest("id")

    def make(supplier: Supplier | None, number: str = "HP-1042", **changed: Any) -> Invoice:
        received = changed.pop("received_at", AT)
        authority = changed.pop("authority", "west_dorset")
        channel = changed.pop("channel", "invoice_mail")
        case = Case.objects.create(
            reference=make_reference(), service="supplier_invoice", service_version=version, authority=authority,
            channel=channel, state=Case.State.WITH_OFFICER, outcome="refer", submitted_at=received,
            decide_by_on=date(2026, 3, 9),
        )  # fmt: skip
        key = hashlib.sha256(str(next(_COUNT)).encode()).hexdigest()
        file = InvoiceFile.objects.create(
            source_key=key, channel=channel, name="invoice.pdf", sha256=key, size=100, received_at=received, by="test",
            state=InvoiceFile.State.READ,
        )  # fmt: skip
        given = {
            "state": Invoice.State.WITH_PERSON, "number_key": invoice_key(number), "net": 100000, "vat": 20000,
            "gross": 120000, "currency": "GBP", "invoice_date": date(2026, 2, 27), "received_at": received, **changed,
        }  # fmt: skip
        if given["state"] not in (Invoice.State.WITH_PERSON, Invoice.State.REJECTED):
            given.setdefault("approved_at", received)
        return Invoice.objects.create(
            case=case, file=file, supplier=supplier, authority=authority, number=number, **given
        )

    return make


def last_code() -> str:
    """Let the worker send what waits, and read the last code in the outbox."""
    send_waiting_codes(timezone.now())
    found = re.search(r"\b(\d{6})\b", Message.objects.latest("id").text)
    assert found
    return found[1]


@dataclass
class Browser:
    """Somebody with a browser: opens pages, sends forms, goes where they lead. Every page is held to the design."""

    client: Client = field(default_factory=Client)
    url: str = ""
    html: str = ""
    status: int = 0

    def open(self, url: str) -> "Browser":
        """Open an address and follow where it leads."""
        return self._took(self.client.get(url, follow=True), url)

    def send(self, to: str = "", **typed: str) -> "Browser":
        """Send the form of the open page."""
        return self._took(self.client.post(to or self.url, typed, follow=True), to or self.url)

    def ask(self, number: str = "HP-1042", who: str = "accounts@hedgerow.example.org") -> "Browser":
        """Ask for a code."""
        return self.open("/suppliers/").send(number=number, who=who)

    def enter(self, number: str = "HP-1042", who: str = "accounts@hedgerow.example.org") -> "Browser":
        """Ask, and type the code that came."""
        return self.ask(number, who).send(code=last_code())

    def _took(self, response: Any, url: str) -> "Browser":
        chain = getattr(response, "redirect_chain", [])
        self.url, self.status = (chain[-1][0] if chain else url), response.status_code
        self.html = response.content.decode()
        check_page(self.html, whole=True)
        return self


@pytest.fixture
def browser_of() -> Callable[[], Browser]:
    """Gives somebody with a browser."""
    return Browser
