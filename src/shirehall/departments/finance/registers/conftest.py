"""Suppliers, orders and officers of a small register."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from shirehall.departments.finance.registers.api import NewLine, add_order, add_supplier
from shirehall.departments.finance.registers.models import PurchaseOrder, Supplier
from shirehall.partnership.api import Officer, Place, add_officer, load_partnership

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday
TODAY = AT.date()
CLERK, SECOND, THIRD = "clerk@example.org", "second@example.org", "third@example.org"
REQUESTER = "requester@example.org"
VAT = "GB000100778"
MakeOfficer = Callable[..., Officer]


def make_supplier(code: str = "LARK001", name: str = "Larkmere Office Supplies Ltd", **more: Any) -> Supplier:
    """A supplier on the register."""
    columns = {"sort_code", "account_number", "made_at", "made_by", "standing"} & set(more)
    rest = {key: more.pop(key) for key in columns}
    values = {"name": name, "telephone": "01632 960001", **more}
    supplier = add_supplier(code=code, values=values, by=CLERK, at=AT)
    if rest:
        Supplier.objects.filter(pk=supplier.pk).update(**rest)
        supplier.refresh_from_db()
    return supplier


def new_line(
    description: str = "A4 copier paper", quantity: str = "10", price: str = "20.00", **more: Any
) -> NewLine:
    """A line to order."""
    return NewLine(description, Decimal(quantity), Decimal(price), **more)


def make_order(supplier: Supplier, number: str = "45100017", *lines: NewLine, **more: Any) -> PurchaseOrder:
    """An order of West Dorset."""
    given = {
        "authority": "west_dorset", "ordered_on": date(2026, 2, 1), "requester": REQUESTER, "by": CLERK, "at": AT, **more,
    }  # fmt: skip
    return add_order(number=number, supplier=supplier, lines=lines or (new_line(),), **given)


@pytest.fixture
def supplier(db: None) -> Supplier:
    """One supplier."""
    return make_supplier(vat_number=VAT, sort_code="000012", account_number="00012345")


@pytest.fixture
def order(supplier: Supplier) -> PurchaseOrder:
    """One order with one line."""
    return make_order(supplier)


@pytest.fixture
def make_officer(db: None) -> MakeOfficer:
    """Make an officer with one place."""
    load_partnership(by="test", at=AT)

    def make(
        role: str = "finance_officer", team: str = "finance", authority: str | None = None, email: str = ""
    ) -> Officer:
        name = f"{role} {team} {authority or 'all'}"
        return add_officer(
            email=email or f"{name.replace(' ', '.').lower()}@example.org", name=name.title(),
            places=[Place(team, role, authority)], password=None, by="test", at=AT,
        )  # fmt: skip

    return make


def sign_in(officer: Officer) -> Client:
    """A browser in which the officer has signed in with two factors."""
    client = Client()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session["account_authentication_methods_user"] = str(officer.pk)
    session.save()
    client.cookies["shirehall"] = session.session_key or ""
    return client
