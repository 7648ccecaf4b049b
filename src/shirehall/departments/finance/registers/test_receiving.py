"""The pages on which officers say what came, and who answers while they are away."""

import pytest
from django.test import Client
from django.utils import timezone

from shirehall.departments.finance.registers import api
from shirehall.departments.finance.registers.conftest import MakeOfficer, make_order, sign_in
from shirehall.departments.finance.registers.models import Absence, GoodsReceipt, PurchaseOrder, Supplier

pytestmark = pytest.mark.django_db
BASE = "/desk/finance/registers/"
OFFICER = ("officer", "housing")


@pytest.fixture
def requester(make_officer: MakeOfficer, supplier: Supplier) -> Client:
    officer = make_officer(*OFFICER, email="asks@example.org")
    make_order(supplier, requester=officer.email)
    make_order(supplier, "45100018", requester=officer.email, matching=4)
    make_order(supplier, "45100019")
    return sign_in(officer)


def test_who_asked_for_it_receives_it_by_one_click_or_many_at_once(requester: Client) -> None:
    page = requester.get(f"{BASE}receipts/").content.decode()
    assert "45100017" in page
    assert "45100019" not in page
    first, second, other = PurchaseOrder.objects.order_by("number")
    key = f"{first.pk}:1:abc"
    for _twice in range(2):
        requester.post(f"{BASE}receipts/", {"one": first.pk, f"key-{first.pk}": key})
    assert GoodsReceipt.objects.filter(line__order=first).count() == 1
    assert requester.post(f"{BASE}receipts/", {}).status_code == 422
    assert requester.post(f"{BASE}receipts/", {"order": [other.pk, "x"]}).status_code == 422
    assert not GoodsReceipt.objects.filter(line__order=other).exists()
    assert requester.post(f"{BASE}receipts/", {"order": [second.pk], "right": "yes"}).status_code == 302
    assert GoodsReceipt.objects.get(line__order=second).accepted is True
    assert requester.get(f"{BASE}orders/{other.pk}/").status_code == 404
    assert requester.post(f"{BASE}orders/{other.pk}/came/", {"all": "1"}).status_code == 404
    assert "Nothing is to come" in requester.get(f"{BASE}receipts/").content.decode()


def test_part_of_an_order_is_received_and_taken_back_and_looked_at(requester: Client) -> None:
    order = PurchaseOrder.objects.get(number="45100018")
    line = order.lines.get()
    address = f"{BASE}orders/{order.pk}/"
    given = {f"line-{line.pk}": "4", "received_on": "2/3/2026", "key": f"{order.pk}:a"}
    for _twice in range(2):
        assert requester.post(f"{address}came/", given).status_code == 302
    assert api.received(line) == 4
    for wrong in (
        {},
        {f"line-{line.pk}": "many"},
        {f"line-{line.pk}": "7"},
        {f"line-{line.pk}": "1", "received_on": "tomorrow"},
    ):
        answer = requester.post(f"{address}came/", wrong)
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
    receipt = GoodsReceipt.objects.get()
    assert "To be looked at" in requester.get(address).content.decode()
    assert requester.post(f"{BASE}receipts/{receipt.pk}/right/", {"right": "yes"}).status_code == 302
    assert requester.post(f"{BASE}receipts/{receipt.pk}/right/", {"right": "no"}).status_code == 422
    back = {f"line-{line.pk}": "-4", "received_on": "2/3/2026", "key": f"{order.pk}:b"}
    assert requester.post(f"{address}came/", back).status_code == 302
    assert api.order_matching(order, [], 8000).receipt == "none"
    assert api.received(line) == 0
    assert requester.post(f"{address}state/", {"because": "x"}).status_code == 404


def test_who_stands_in_receives_for_who_is_away(requester: Client, make_officer: MakeOfficer) -> None:
    stand_in = sign_in(make_officer("officer", "revenues_and_benefits", email="stands.in@example.org"))
    order = PurchaseOrder.objects.get(number="45100017")
    assert stand_in.get(f"{BASE}orders/{order.pk}/").status_code == 404
    today = timezone.localdate()
    given = {"delegate": "stands.in@example.org", "from_on": f"{today:%d/%m/%Y}", "until_on": ""}
    assert requester.post(f"{BASE}absences/", given | {"delegate": ""}).status_code == 422
    assert requester.post(f"{BASE}absences/", given | {"from_on": "soon"}).status_code == 422
    assert requester.post(f"{BASE}absences/", given).status_code == 302
    assert "stands.in@example.org" in requester.get(f"{BASE}absences/").content.decode()
    assert "for asks@example.org" in stand_in.get(f"{BASE}receipts/").content.decode()
    assert "you answer for asks@example.org" in stand_in.get(f"{BASE}absences/").content.decode()
    assert (
        stand_in.post(f"{BASE}orders/{order.pk}/came/", {"all": "1", "received_on": "2/3/2026"}).status_code
        == 302
    )
    assert GoodsReceipt.objects.get().by == "stands.in@example.org"
    absence = Absence.objects.get()
    assert stand_in.post(f"{BASE}absences/{absence.pk}/back/").status_code == 404
    assert requester.post(f"{BASE}absences/{absence.pk}/back/").status_code == 302
    assert stand_in.get(f"{BASE}orders/{order.pk}/").status_code == 404
