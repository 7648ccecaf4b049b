"""Who may do what with an invoice, as a matrix: role by whose it is."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from shirehall.casework.models import CaseJudgement
from shirehall.departments.finance.desk.conftest import (
    ADA,
    DEV,
    ESME,
    GITA,
    IRIS,
    NELL,
    As,
    dearer,
    not_received,
    uncertain,
)
from shirehall.departments.finance.desk.test_pages import HOME, address
from shirehall.departments.finance.invoices.conftest import MONDAY, Town
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.registers.models import Absence
from shirehall.partnership.api import Place, add_officer

OTHER = "other.council@example.org"
ADVISER, ADMINISTRATOR = "kit.havenrow@example.org", "joss.tidewater@example.org"
WAYS = ("page", "print", "correct", "undo", "lines", "original", "assign", "pass", "reject", "receive")
SEES, NOTHING = {"page", "print"}, set[str]()
WORKS = SEES | {"correct", "undo", "lines", "original", "pass", "reject", "assign"}


@pytest.fixture
def other_council(town: Town) -> None:
    """An officer of finance for another council."""
    add_officer(
        email=OTHER, name="Other Council", places=[Place("finance", "finance_officer", "north_dorset")], password=None,
        by="test", at=MONDAY,
    )  # fmt: skip


MATRIX: dict[str, dict[str, set[str]]] = {
    # Procurement works on what waits in its own queues; who has no part in an invoice sees nothing of it.
    "uncertain": {
        GITA: WORKS, IRIS: SEES, NELL: NOTHING, DEV: NOTHING, ADA: NOTHING, OTHER: NOTHING, ADVISER: NOTHING,
        ADMINISTRATOR: NOTHING,
    },
    "dearer": {NELL: WORKS, GITA: WORKS, DEV: NOTHING},
    "not_received": {GITA: WORKS, DEV: SEES | {"pass", "receive"}, ESME: NOTHING, OTHER: NOTHING, IRIS: SEES},
    "not_received for a delegate": {ESME: SEES | {"pass", "receive"}},
    "not_received told to the manager": {ESME: SEES | {"pass", "receive"}},
}  # fmt: skip


@pytest.mark.usefixtures("other_council")
@pytest.mark.parametrize("kind", list(MATRIX))
def test_the_matrix(town: Town, as_officer: As, kind: str) -> None:
    invoice = make(town, kind)
    for who, allowed in MATRIX[kind].items():
        assert ways_open(invoice, as_officer(who)) == allowed, who


def ways_open(invoice: Invoice, client: Client) -> set[str]:
    """What the pages let an officer do; tried with a stale version, so that nothing is done by trying."""
    found = set()
    seen = {"seen": "999999", "key": "abc", "field-gross": "1.00", "field": "gross"}
    page = client.get(address(invoice))
    for way in WAYS:
        if way in ("page", "print", "lines"):
            answer = client.get(address(invoice, {"page": "", "print": "print/", "lines": "lines/"}[way]))
        elif way in ("correct", "undo", "original"):
            answer = client.post(address(invoice, f"{way}/"), seen)
        else:
            if f'id="do-{way}"' in page.content.decode():
                found.add(way)
            continue
        if answer.status_code in (200, 409, 422):
            found.add(way)
        else:
            assert answer.status_code in (403, 404), (way, answer.status_code)
    return found


def make(town: Town, kind: str) -> Invoice:
    """An invoice of this kind."""
    if kind == "uncertain":
        return uncertain(town)
    if kind == "dearer":
        return dearer(town)
    invoice = not_received(town)
    if kind.endswith("delegate"):
        Absence.objects.create(officer=DEV, delegate=ESME, from_on=date(2026, 1, 1), by=DEV, at=MONDAY)
    if kind.endswith("manager"):
        InvoiceException.objects.filter(invoice=invoice).update(level="manager", told=ESME)
    return invoice


def test_a_stranger_is_sent_to_sign_in(town: Town, client: Client) -> None:
    for path in (
        "",
        "asked/",
        "find/",
        "afterwards/",
        "invoices.csv",
        "AAA-AAA-AAA/",
        "AAA-AAA-AAA/page/1.png",
    ):
        assert client.get(HOME + path).headers["Location"].startswith("/account/sign-in/"), path
    assert client.post(f"{HOME}assign/").headers["Location"].startswith("/account/sign-in/")


def test_who_sees_no_invoices_takes_none_away(town: Town, as_officer: As) -> None:
    uncertain(town)
    for who in (DEV, ADVISER, ADMINISTRATOR):
        client = as_officer(who)
        assert client.get(f"{HOME}invoices.csv").content.decode().count("\n") == 1
        assert client.get(f"{HOME}afterwards/").status_code == 403
        assert client.post(f"{HOME}assign/", {"invoice": "1", "to": "me"}).status_code == 403
        assert "Nothing found" in client.post(f"{HOME}find/", {"q": "INV"}).content.decode()


def test_no_invoice_and_one_that_is_hidden_look_the_same(town: Town, as_officer: As) -> None:
    invoice, client = uncertain(town), as_officer(DEV)
    hidden, missing = client.get(address(invoice)), client.get(f"{HOME}AAA-AAA-AAA/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content


def test_the_ordinary_case_page_decides_no_invoice(town: Town, as_officer: As) -> None:
    invoice = dearer(town)
    reference, browser = invoice.case.reference, as_officer(GITA)
    for form in ("judge-price_accepted", "judge-amount_approved", "end"):
        about = {
            "answer": "yes",
            "reason": "Let it pass",
            "key": "k",
            "seen": str(invoice.case.last_sequence),
        }
        browser.post(reverse("desk_do", args=[reference, form]), about)
    page = browser.get(reverse("desk_case", args=[reference]))
    assert page.status_code == 200
    assert "judge-" not in page.content.decode()
    assert browser.get(reverse("desk_change", args=[reference, "bank_details"])).status_code == 404
    assert not CaseJudgement.objects.exists()
