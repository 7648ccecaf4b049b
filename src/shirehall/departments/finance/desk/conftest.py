"""A council with an order and officers, invoices that wait for each reason, and browsers in which officers signed in."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from shirehall.departments.finance.invoices.conftest import LINES, Town, own_folder, town, with_account
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.registers.conftest import sign_in
from shirehall.partnership.api import Officer

__all__ = ["own_folder", "town"]

GITA, DEV, NELL, KIT, LENA, IRIS, ADA, ESME, CLEO = (
    f"{name}@example.org"
    for name in (
        "gita.pennybrook", "dev.appletharp", "nell.tallowmere", "kit.hollowmere", "lena.copperfold", "iris.wintersedge",
        "ada.fernhollow", "esme.quillworth", "cleo.marchwell",
    )
)  # fmt: skip
As = Callable[[str], Client]


@pytest.fixture
def as_officer(town: Town) -> As:
    """A browser in which an officer of the demonstration has signed in."""
    return lambda email: sign_in(Officer.objects.get(email=email))


def uncertain(town: Town, **more: object) -> Invoice:
    """An invoice whose sums do not agree: it waits for finance."""
    return town.send(town.bill(astray=1_000, **more))


def not_received(town: Town, number: str = "WD-200001") -> Invoice:
    """An invoice for an order of which nothing came: it waits for Dev, who ordered."""
    order = town.another_order(number, received=False)
    return town.send(town.bill(order=order.number))


def dearer(town: Town) -> Invoice:
    """An invoice that asks for more than was agreed: it waits for Nell, the buyer."""
    return town.send(town.bill(lines=(replace(LINES[0], price=2_200), LINES[1])))


def other_account(town: Town) -> Invoice:
    """An invoice with another account: it waits for two officers of finance."""
    return town.send(town.bill(supplier=with_account(town.seller)))
