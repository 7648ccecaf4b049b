"""The pages of the registers: who may open and do what, as a matrix written by hand, and what each page does."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from shirehall.departments.finance.registers import api
from shirehall.departments.finance.registers.conftest import (
    AT,
    CLERK,
    MakeOfficer,
    make_order,
    make_supplier,
    sign_in,
)
from shirehall.departments.finance.registers.models import (
    Absence,
    BankChange,
    BudgetCode,
    PurchaseOrder,
    RegisterImport,
    Supplier,
)

pytestmark = pytest.mark.django_db
BASE = "/desk/finance/registers/"
FINANCE, LEADER = ("finance_officer", "finance"), ("finance_leader", "finance")
BUYER, AUDITOR = ("buyer", "procurement"), ("auditor", "digital")
OFFICER, ADVISER, ADMINISTRATOR = (
    ("officer", "housing"),
    ("adviser", "customer_services"),
    ("administrator", "digital"),
)
EVERYBODY = (FINANCE, LEADER, BUYER, AUDITOR, OFFICER, ADVISER, ADMINISTRATOR)
SEE, KEEP, BANK = (FINANCE, LEADER, BUYER, AUDITOR), (FINANCE, BUYER), (FINANCE, LEADER)
WORK = (FINANCE, LEADER, BUYER, AUDITOR, OFFICER)
GET = {
    "": SEE, "suppliers/{supplier}/": SEE, "bank/": SEE, "orders/": SEE, "orders/{order}/": SEE, "budgets/": SEE,
    "suppliers/add/": KEEP, "suppliers/{supplier}/change/": KEEP, "tables/": KEEP, "tables/{table}/": KEEP,
    "tables/template/suppliers.csv": KEEP, "tables/export/orders.xlsx": KEEP, "tables/{table}/wrong-rows.csv": KEEP,
    "suppliers/{supplier}/bank/": BANK, "bank/{change}/": BANK, "receipts/": WORK, "absences/": WORK,
}  # fmt: skip
POST: dict[str, Any] = {
    "suppliers/{supplier}/standing/": KEEP, "orders/{order}/state/": KEEP, "bank/{change}/call/": BANK,
    "bank/{change}/confirm/": BANK, "bank/{change}/refuse/": BANK, "orders/{order}/came/": (),
    "receipts/{receipt}/right/": (), "absences/{absence}/back/": (),
}  # fmt: skip


@pytest.fixture
def things(supplier: Supplier) -> dict[str, int]:
    """One of each; the order is West Dorset's, the supplier everybody's."""
    order = make_order(supplier, matching=4)
    (receipt,) = api.receive_order(
        order=order, received_on=AT.date(), by="somebody@example.org", at=AT, key="k"
    )
    change = api.ask_bank_change(
        supplier=supplier, sort_code="000099", account_number="00009999", reason="A letter", by=CLERK, at=AT
    )
    table = RegisterImport.objects.create(kind="suppliers", name="a.csv", by=CLERK, at=AT, state="tried")
    absence = Absence.objects.create(
        officer="somebody@example.org", delegate="x@example.org", from_on=AT.date(), by="x", at=AT
    )
    return {
        "supplier": supplier.pk, "order": order.pk, "change": change.pk, "table": table.pk, "receipt": receipt.pk,
        "absence": absence.pk,
    }  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_and_deed_is_for_those_whose_it_is(
    things: dict[str, int], make_officer: MakeOfficer, who: tuple[str, str]
) -> None:
    browser = sign_in(make_officer(*who))
    for page, those in GET.items():
        assert browser.get(BASE + page.format(**things)).status_code == (200 if who in those else 404), page
    for page, those in POST.items():
        status = browser.post(BASE + page.format(**things), {"deed": "hold"}).status_code
        assert (status != 404) == (who in those), page


def test_of_another_council_nothing_is_seen_and_what_is_everybodys_is_not_changed(
    things: dict[str, int], make_officer: MakeOfficer
) -> None:
    north = sign_in(make_officer(*FINANCE, authority="north_dorset"))
    theirs = make_supplier("WEST1", "Westerly Ltd", authority="west_dorset")
    mine = make_supplier("NORTH1", "Northerly Ltd", authority="north_dorset")
    page = north.get(BASE).content.decode()
    assert "Northerly" in page
    assert "Larkmere" in page
    assert "Westerly" not in page
    assert north.get(f"{BASE}suppliers/{theirs.pk}/").status_code == 404
    assert north.get(f"{BASE}suppliers/{mine.pk}/change/").status_code == 200
    assert north.get(f"{BASE}suppliers/{things['supplier']}/").status_code == 200
    for path in (
        "suppliers/{supplier}/change/",
        "suppliers/{supplier}/bank/",
        "bank/{change}/",
        "orders/{order}/",
        "tables/",
    ):
        assert north.get(BASE + path.format(**things)).status_code == 404, path
    assert "45100017" not in north.get(f"{BASE}orders/").content.decode()
    given = {
        "code": "N2",
        "name": "New Ltd",
        "authority": "west_dorset",
        "payment_days": "30",
        "paid_by": "bacs",
    }
    assert north.post(f"{BASE}suppliers/add/", given).status_code == 422
    assert north.post(f"{BASE}suppliers/add/", given | {"authority": ""}).status_code == 422
    assert north.post(f"{BASE}suppliers/add/", given | {"authority": "north_dorset"}).status_code == 302


def test_a_stranger_is_asked_to_sign_in(things: dict[str, int]) -> None:
    for page in (*GET, *POST):
        answer = Client().get(BASE + page.format(**things))
        assert (answer.status_code, "/desk/finance" in answer["Location"].split("?")[0]) == (302, False)


def test_empty_registers_say_how_to_begin(make_officer: MakeOfficer) -> None:
    browser = sign_in(make_officer())
    for page, text in (
        ("", "No suppliers yet"), ("orders/", "No orders yet"), ("bank/", "Begin on the supplier"),
        ("receipts/", "Nothing is to come"), ("budgets/", "No budget codes"), ("tables/", "Nothing yet"),
    ):  # fmt: skip
        assert text in browser.get(BASE + page).content.decode(), page


def test_a_supplier_is_added_found_changed_and_put_on_hold(make_officer: MakeOfficer) -> None:
    browser = sign_in(make_officer())
    given = {
        "code": "lark001",
        "name": "Larkmere Ltd",
        "payment_days": "30",
        "paid_by": "bacs",
        "telephone": "01632 960001",
    }
    wrong = browser.post(f"{BASE}suppliers/add/", given | {"vat_number": "GB123456789"})
    assert wrong.status_code == 422
    assert "fails its check" in wrong.content.decode()
    assert "01632 960001" in wrong.content.decode()
    assert browser.post(f"{BASE}suppliers/add/", given).status_code == 302
    supplier = Supplier.objects.get()
    assert "Larkmere Ltd" in browser.post(BASE, {"text": "lark"}).content.decode()
    assert "None found" in browser.post(BASE, {"text": "nobody"}).content.decode()
    address = f"{BASE}suppliers/{supplier.pk}/"
    assert "Larkmere Ltd" in browser.get(f"{address}change/").content.decode()
    changed = given | {"name": "Larkmere Group", "other_names": "Lark\r\nMere", "seen": "1"}
    assert browser.post(f"{address}change/", changed).status_code == 302
    assert browser.post(f"{address}change/", changed | {"name": "Again"}).status_code == 422
    assert browser.post(f"{address}change/", changed | {"seen": "x"}).status_code == 422
    supplier.refresh_from_db()
    assert (supplier.name, supplier.other_names) == ("Larkmere Group", ["Lark", "Mere"])
    assert browser.post(f"{address}standing/", {"deed": "hold", "because": ""}).status_code == 422
    assert browser.post(f"{address}standing/", {"deed": "sell", "because": "x"}).status_code == 404
    assert browser.post(f"{address}standing/", {"deed": "hold", "because": "A dispute"}).status_code == 302
    page = browser.get(address).content.decode()
    assert "On hold" in page
    assert "A dispute" in page
    assert "Put on hold" in page


def test_new_bank_details_go_by_two_officers_on_the_page(
    supplier: Supplier, make_officer: MakeOfficer
) -> None:
    first, second = make_officer(email="first@example.org"), make_officer(*LEADER, email="other@example.org")
    Supplier.objects.update(made_at=timezone.now() - timedelta(days=60))
    browser, other = sign_in(first), sign_in(second)
    ask = f"{BASE}suppliers/{supplier.pk}/bank/"
    assert browser.post(ask, {"sort_code": "1"}).status_code == 422
    given = {"sort_code": "00-00-99", "account_number": "00009999", "reason": "A letter of 1 May"}
    assert browser.post(ask, given).status_code == 302
    change = BankChange.objects.get()
    address = f"{BASE}bank/{change.pk}/"
    page = browser.get(address).content.decode()
    assert supplier.telephone in page
    assert "00012345" not in page
    assert "00009999" in page
    assert (
        browser.post(f"{address}call/", {"person": "Mo", "called_number": "01632 960666"}).status_code == 422
    )
    assert (
        browser.post(
            f"{address}call/", {"person": "Mo", "agreed": "yes", "called_number": "01632 960666"}
        ).status_code
        == 302
    )
    change.refresh_from_db()
    assert change.called_number == "01632 960001"
    assert "Another officer must confirm" in browser.get(address).content.decode()
    assert browser.post(f"{address}confirm/").status_code == 422
    assert other.post(f"{address}confirm/").status_code == 302
    assert "hold runs until" in other.get(address).content.decode()
    assert other.post(f"{address}refuse/", {"because": ""}).status_code == 422
    assert other.post(f"{address}refuse/", {"because": "They rang: it was not them"}).status_code == 302
    assert "00009999" not in other.get(address).content.decode()
    supplier.refresh_from_db()
    assert supplier.account_number == "00012345"


def test_an_order_is_closed_with_a_reason_and_opened_again(
    order: PurchaseOrder, make_officer: MakeOfficer
) -> None:
    browser = sign_in(make_officer())
    address = f"{BASE}orders/{order.pk}/state/"
    assert browser.post(address, {"because": ""}).status_code == 422
    for state in ("closed", "open"):
        assert browser.post(address, {"because": "So it is"}).status_code == 302
        order.refresh_from_db()
        assert order.state == state
    assert "45100017" in browser.post(f"{BASE}orders/", {"text": "4510-0017"}).content.decode()


def test_budgets_of_a_year_are_shown_with_what_is_left(make_officer: MakeOfficer) -> None:
    BudgetCode.objects.create(
        code="CS100",
        authority="west_dorset",
        year=2025,
        title="Desks",
        budget=100000,
        spent=2500,
        reserved=500,
    )
    api.set_holder(officer="holder@example.org", authority="west_dorset", limit=50000, by=CLERK, at=AT)
    page = sign_in(make_officer()).get(f"{BASE}budgets/?year=2025").content.decode()
    assert "£970.00" in page
    assert "holder@example.org" in page
    for year in ("", "abc", "99999999"):
        assert (
            sign_in(make_officer(*AUDITOR, email=f"a{year}@example.org"))
            .get(f"{BASE}budgets/?year={year}")
            .status_code
            == 200
        )


def test_a_limit_is_set_by_another_officer_who_keeps_the_registers(make_officer: MakeOfficer) -> None:
    keeper, holder = (
        make_officer(email="keeps@example.org"),
        make_officer(*OFFICER, email="holds@example.org"),
    )
    given = {"officer": holder.email, "authority": "west_dorset", "limit": "£5,000.00", "manager": ""}
    browser = sign_in(keeper)
    for wrong in (
        {"officer": keeper.email},
        {"limit": "-1"},
        {"limit": "much"},
        {"authority": ""},
        {"manager": holder.email},
    ):
        assert browser.post(f"{BASE}budgets/", given | wrong).status_code == 422, wrong
    assert browser.post(f"{BASE}budgets/", given).status_code == 302
    found = api.holder_called(holder.email, "west_dorset")
    assert found is not None
    assert found.limit == 500000
    assert sign_in(make_officer(*LEADER)).post(f"{BASE}budgets/", given).status_code == 404
    north = sign_in(make_officer(*FINANCE, authority="north_dorset"))
    assert north.post(f"{BASE}budgets/", given).status_code == 422


def upload(text: str, name: str = "suppliers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def test_a_table_is_tried_reported_and_brought_in(make_officer: MakeOfficer) -> None:
    browser = sign_in(make_officer())
    for given in (
        {},
        {"kind": "suppliers"},
        {"kind": "suppliers", "table": upload("no,table")},
        {"kind": "x", "table": upload("a")},
    ):
        assert browser.post(f"{BASE}tables/", given).status_code == 422
    text = "code,name,sort_code,account_number\nA1,=Good Ltd,00-00-12,00012345\nA2,,,\n"
    answer = browser.post(f"{BASE}tables/", {"kind": "suppliers", "table": upload(text)})
    address = answer["Location"]
    page = browser.get(address).content.decode()
    assert "only tried" in page
    assert "This is needed" in page
    assert "new bank details of 1 supplier" in page
    assert not Supplier.objects.exists()
    wrong = browser.get(f"{address}wrong-rows.csv")
    assert b"A2" in wrong.content
    assert browser.post(address, {"do": "whole"}).status_code == 422
    assert browser.post(address, {"do": "good"}).status_code == 302
    assert browser.post(address, {"do": "good"}).status_code == 422
    page = browser.get(address).content.decode()
    assert "To take it back" in page
    assert "Added" in page
    assert Supplier.objects.get().account_number == ""
    assert b"'=Good" in browser.get(f"{BASE}tables/export/suppliers.csv").content
    again = browser.post(f"{BASE}tables/", {"kind": "suppliers", "table": upload(text)})["Location"]
    assert "nothing to bring in" in browser.get(again).content.decode()
    assert browser.post(again, {"do": "leave"}).status_code == 302
    for path in ("template/recipes.csv", "template/suppliers.exe", "steal/suppliers.csv"):
        assert browser.get(f"{BASE}tables/{path}").status_code == 404


def test_a_buyer_cannot_ask_for_bank_details_by_a_table(make_officer: MakeOfficer) -> None:
    browser = sign_in(make_officer(*BUYER))
    text = "code,name,sort_code,account_number\nA1,Good Ltd,00-00-12,00012345\n"
    address = browser.post(f"{BASE}tables/", {"kind": "suppliers", "table": upload(text)})["Location"]
    assert "may not ask" in browser.get(address).content.decode()
    browser.post(address, {"do": "good"})
    assert not BankChange.objects.exists()


def test_lists_of_many_stay_quick(make_officer: MakeOfficer, django_assert_max_num_queries: Any) -> None:
    supplier = make_supplier()
    officer = make_officer()
    for number in range(60):
        make_order(supplier, f"46{number:06d}", requester=officer.email)
        make_supplier(f"S{number}", f"Supplier {number}")
    browser = sign_in(officer)
    for page in ("", "?page=2", "orders/", "receipts/", f"suppliers/{supplier.pk}/", "tables/"):
        with django_assert_max_num_queries(25):
            assert browser.get(BASE + page).status_code == 200
