"""Writers and readers: what they let through, what they refuse, and what they leave behind."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shirehall.departments.finance.registers import api
from shirehall.departments.finance.registers.conftest import (
    AT,
    CLERK,
    REQUESTER,
    SECOND,
    TODAY,
    VAT,
    make_order,
    make_supplier,
    new_line,
)
from shirehall.departments.finance.registers.models import (
    Absence,
    Agreement,
    BudgetHolder,
    GoodsReceipt,
    PurchaseOrder,
    RegisterChange,
    RegisterEvent,
    Supplier,
)
from shirehall.departments.finance.registers.problems import RegisterError, StaleSupplier

pytestmark = pytest.mark.django_db


def changes() -> list[tuple[str, int]]:
    return [(each.kind, each.key) for each in RegisterChange.objects.order_by("id")]


def test_a_supplier_is_added_changed_held_and_opened_and_each_is_kept() -> None:
    supplier = make_supplier()
    assert api.change_supplier(supplier=supplier, values={"email": "a@example.org"}, by=SECOND, at=AT, seen=1)
    assert not api.change_supplier(supplier=supplier, values={"email": "a@example.org"}, by=SECOND, at=AT)
    api.hold_supplier(supplier=supplier, because="A dispute", by=SECOND, at=AT)
    assert (supplier.standing, supplier.standing_because) == ("on_hold", "A dispute")
    api.reopen_supplier(supplier=supplier, because="Settled", by=SECOND, at=AT)
    assert changes() == [("supplier", supplier.pk)] * 4
    told = list(RegisterEvent.objects.order_by("id").values_list("what", "by"))
    assert told == [("added", CLERK), ("changed", SECOND), ("held", SECOND), ("reopened", SECOND)]
    assert api.hands_on([supplier.pk])[supplier.pk] == {CLERK, SECOND}


def test_two_who_change_a_supplier_at_once_do_not_undo_each_other() -> None:
    supplier = make_supplier()
    api.change_supplier(supplier=supplier, values={"trade": "paper"}, by=CLERK, at=AT, seen=1)
    with pytest.raises(StaleSupplier):
        api.change_supplier(supplier=supplier, values={"trade": "pens"}, by=SECOND, at=AT, seen=1)


@pytest.mark.parametrize(
    "column", ["sort_code", "account_number", "bank_by", "standing", "made_by", "version"]
)
def test_no_writer_of_details_touches_what_is_not_a_detail(column: str) -> None:
    supplier = make_supplier()
    with pytest.raises(RegisterError):
        api.change_supplier(supplier=supplier, values={column: "1"}, by=CLERK, at=AT)
    with pytest.raises(RegisterError):
        api.add_supplier(code="X", values={"name": "X", column: "1"}, by=CLERK, at=AT)


def test_a_code_is_given_once_and_a_standing_needs_its_reason() -> None:
    supplier = make_supplier()
    with pytest.raises(RegisterError) as caught:
        make_supplier(" lark001 ")
    assert "code" in caught.value.fields
    for deed in (api.hold_supplier, api.close_supplier, api.reopen_supplier):
        with pytest.raises(RegisterError):
            deed(supplier=supplier, because=" ", by=CLERK, at=AT)


def test_a_supplier_is_found_by_number_then_account_then_name(supplier: Supplier) -> None:
    make_supplier("SALT002", "Saltmarsh Stationers Ltd", sort_code="000013", account_number="00099999")
    found = api.find_supplier(
        vat_number="000 1007 78", accounts=["00-00-13 00099999"], name="Saltmarsh Stationers"
    )
    assert (found.supplier, found.by) == (supplier, "vat_number")
    assert [each.agreed for each in found.matches] == [("vat_number",), ("account", "name")]
    found = api.find_supplier(accounts=["GB29NWBK00001300099999"])
    assert found.supplier is not None
    assert (found.supplier.code, found.by) == ("SALT002", "account")
    found = api.find_supplier(name="LARKMERE OFFICE SUPPLIES LIMITED")
    assert (found.supplier, found.by) == (supplier, "name")
    assert api.find_supplier(name="Something Else Entirely plc").supplier is None
    assert api.find_supplier(vat_number="", accounts=[], name="").matches == ()


def test_a_name_alone_never_decides_between_two_that_are_near(supplier: Supplier) -> None:
    make_supplier("LARK002", "Larkmere Office Supplies (Wessex) Ltd")
    make_supplier("LARK003", "Larkmere Office Supplies")
    found = api.find_supplier(name="Larkmere Office Supplies Ltd")
    assert (found.supplier, found.by) == (None, "")
    assert len(found.matches) >= 2
    api.change_supplier(supplier=supplier, values={"other_names": ["Quillbury Paper"]}, by=CLERK, at=AT)
    assert api.find_supplier(name="Quillbury Paper Ltd").supplier == supplier


def test_branches_with_one_vat_number_are_told_apart_or_left_open(supplier: Supplier) -> None:
    branch = make_supplier(
        "LARK009", "Larkmere Print Works", vat_number=VAT, sort_code="000077", account_number="00000077"
    )
    assert api.find_supplier(vat_number=VAT).supplier is None
    assert api.find_supplier(vat_number=VAT, accounts=["00-00-77 00000077"]).supplier == branch
    assert api.find_supplier(vat_number=VAT, name="Larkmere Print Works").supplier == branch


def test_another_councils_supplier_is_not_found_for_this_one(db: None) -> None:
    make_supplier(authority="north_dorset", vat_number=VAT)
    assert api.find_supplier(vat_number=VAT, authority="west_dorset").supplier is None
    assert api.find_supplier(vat_number=VAT, authority="north_dorset").supplier is not None


@pytest.mark.parametrize(
    "text",
    ["45100017", "PO 45100017", "po-45100017", "P.O. No: 4510 0017", "Order number 45100017", "45/100017"],
)
def test_an_order_is_found_however_it_is_written(order: PurchaseOrder, text: str) -> None:
    assert api.order_called(text) == order
    assert api.order_called(text, "west_dorset") == order
    assert api.order_called(text, "north_dorset") == order


def test_two_councils_may_have_the_number(order: PurchaseOrder) -> None:
    other = make_order(order.supplier, authority="north_dorset")
    assert api.order_called("45100017", "north_dorset") == other
    assert api.order_called("45100017", "weymouth_and_portland") is None
    assert api.order_called("") is None
    assert api.order_called("PO") is None


def test_an_order_is_not_made_twice_nor_with_another_councils_supplier(order: PurchaseOrder) -> None:
    with pytest.raises(RegisterError):
        make_order(order.supplier, "4510-0017")
    with pytest.raises(RegisterError):
        make_order(make_supplier("N1", "North only", authority="north_dorset"), "7")
    with pytest.raises(RegisterError):
        make_order(order.supplier, "8", buyer=REQUESTER)


def test_what_came_is_said_once_and_never_more_than_was_ordered(order: PurchaseOrder) -> None:
    line = order.lines.get()
    given: dict[str, Any] = {"line": line, "received_on": TODAY, "by": REQUESTER, "at": AT}
    first = api.receive(quantity=Decimal(4), key="a", **given)
    assert api.receive(quantity=Decimal(4), key="a", **given) == first
    assert api.still_to_come(line) == 6
    for wrong in (Decimal(7), Decimal(0), Decimal(-5), Decimal("0.0001")):
        with pytest.raises(RegisterError):
            api.receive(quantity=wrong, key=f"w{wrong}", **given)
    with pytest.raises(RegisterError):
        api.receive(quantity=Decimal(1), key="b", **{**given, "received_on": TODAY + timedelta(days=1)})
    api.receive(quantity=Decimal(-4), key="back", **given)
    assert api.received(line) == 0
    assert changes()[-1] == ("order", order.pk)


def test_all_of_an_order_is_received_at_once(order: PurchaseOrder) -> None:
    given: dict[str, Any] = {"order": order, "received_on": TODAY, "by": REQUESTER, "at": AT}
    assert len(api.receive_order(key="k", **given)) == 1
    assert len(api.receive_order(key="k", **given)) == 1
    assert GoodsReceipt.objects.count() == 1
    with pytest.raises(RegisterError):
        api.receive_order(key="other", **given)
    assert list(api.orders_waiting_for([REQUESTER])) == []


def test_a_closed_order_takes_no_receipts_until_it_is_opened(order: PurchaseOrder) -> None:
    api.close_order(order=order, because="Cancelled", by=CLERK, at=AT)
    with pytest.raises(RegisterError):
        api.receive_order(order=order, received_on=TODAY, by=REQUESTER, at=AT, key="k")
    api.reopen_order(order=order, because="Not cancelled", by=CLERK, at=AT)
    assert api.receive_order(order=order, received_on=TODAY, by=REQUESTER, at=AT, key="k")


def test_acceptance_is_what_four_ways_wait_for(supplier: Supplier) -> None:
    order = make_order(supplier, matching=4)
    (receipt,) = api.receive_order(order=order, received_on=TODAY, by=REQUESTER, at=AT, key="k")
    assert api.order_matching(order, [], 20000).receipt == "part"
    api.accept(receipt=receipt, accepted=True, by=REQUESTER, at=AT)
    assert api.order_matching(order, [], 20000).receipt == "full"
    with pytest.raises(RegisterError):
        api.accept(receipt=receipt, accepted=False, by=REQUESTER, at=AT)


def test_what_an_invoice_took_is_gone_from_the_order_until_it_is_given_back(order: PurchaseOrder) -> None:
    line = order.lines.get()
    api.take_from_order(order=order, net=8000, taken=[api.Taken(line.pk, Decimal(4), 8000)], by=CLERK, at=AT)
    assert api.order_matching(order, [], 12000).left == 12000
    assert api.order_matching(order, [], 12001).price_over == 0
    assert api.order_matching(order, [], 12100).price_over == 100
    before = len(changes())
    api.take_from_order(
        order=order, net=-8000, taken=[api.Taken(line.pk, Decimal(-4), -8000)], by=CLERK, at=AT
    )
    assert api.order_matching(order, [], 1).left == 20000
    assert len(changes()) == before + 1
    with pytest.raises(RegisterError):
        api.take_from_order(
            order=order, net=1, taken=[api.Taken(line.pk + 99, Decimal(1), 1)], by=CLERK, at=AT
        )
    order.refresh_from_db()
    assert order.invoiced_net == 0


def test_lines_with_receipts_may_grow_and_not_go(order: PurchaseOrder) -> None:
    api.receive_order(order=order, received_on=TODAY, by=REQUESTER, at=AT, key="k")
    given: dict[str, Any] = {"order": order, "values": {}, "by": CLERK, "at": AT}
    assert not api.change_order(lines=[new_line()], **given)
    assert api.change_order(lines=[new_line(quantity="12"), new_line("Pens", "1", "5.00")], **given)
    assert order.net == 24500
    for wrong in ([new_line(quantity="9")], [new_line("Other goods", "12")]):
        with pytest.raises(RegisterError):
            api.change_order(lines=wrong, **given)
    assert order.lines.count() == 2


def test_the_agreement_of_a_supplier_is_found_by_day_account_and_amount(supplier: Supplier) -> None:
    given: dict[str, Any] = {
        "supplier": supplier,
        "authority": "west_dorset",
        "requester": REQUESTER,
        "by": CLERK,
        "at": AT,
    }
    rent = api.add_agreement(expected=100000, from_on=date(2026, 1, 1), account="77-1", **given)
    assert api.agreement_for(supplier, "west_dorset", TODAY) == rent
    assert api.agreement_for(supplier, "west_dorset", TODAY, account="771") == rent
    assert api.agreement_for(supplier, "west_dorset", TODAY, account="other") is None
    assert api.agreement_for(supplier, "west_dorset", date(2025, 12, 31)) is None
    assert api.agreement_for(supplier, "north_dorset", TODAY) is None
    power = api.add_agreement(expected=20000, from_on=date(2026, 1, 1), **given)
    assert api.agreement_for(supplier, "west_dorset", TODAY) is None
    assert api.agreement_for(supplier, "west_dorset", TODAY, gross=21000) == power
    assert api.agreement_for(supplier, "west_dorset", TODAY, account="other") == power
    assert api.agreement_matching(power, 22001).price_over == 1
    assert changes()[-1] == ("agreement", power.pk)
    with pytest.raises(RegisterError):
        api.add_agreement(expected=0, from_on=TODAY, **given)


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        ("week", date(2026, 3, 2), date(2026, 3, 8)),
        ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ("quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_of_agreements(every: str, first: date, last: date) -> None:
    assert api.agreement_period(Agreement(every=every), TODAY) == (first, last)


def test_what_the_ledger_paid_is_kept_once(supplier: Supplier) -> None:
    given: dict[str, Any] = {
        "supplier": supplier,
        "gross": 500,
        "paid_on": TODAY,
        "number": "inv/0012",
        "by": CLERK,
        "at": AT,
    }
    payment, is_new = api.add_ledger_payment(**given)
    assert (payment.number_key, is_new) == ("INV0012", True)
    assert api.add_ledger_payment(**given) == (payment, False)


def test_a_budget_is_of_its_year_and_its_holder_has_a_limit() -> None:
    given: dict[str, Any] = {"authority": "west_dorset", "by": CLERK, "at": AT}
    code, how = api.set_budget(
        code="b100", year=2025, title="Paper", budget=100000, holder=REQUESTER, **given
    )
    assert (code.code, how) == ("B100", "added")
    assert api.set_budget(code="B100", year=2025, budget=100000, **given)[1] == "same"
    assert api.budget_for("b100", "west_dorset", date(2026, 3, 31)) == code
    assert api.budget_for("b100", "west_dorset", date(2026, 4, 1)) is None
    assert api.holder_of(code) is None
    api.set_holder(officer=REQUESTER, limit=50000, manager=SECOND, **given)
    holder = api.holder_of(code)
    assert holder is not None
    assert holder.limit == 50000
    assert changes()[-1] == ("budget", code.pk)
    with pytest.raises(RegisterError):
        api.set_budget(code="B200", year=2025, title="", budget=1, **given)
    with pytest.raises(RegisterError):
        api.set_holder(officer=REQUESTER, limit=-1, **given)


def test_the_next_in_line_is_a_manager_whose_limit_allows_it_and_never_a_ring() -> None:
    given: dict[str, Any] = {"authority": "west_dorset", "by": CLERK, "at": AT}
    api.set_holder(officer="a@example.org", limit=100, manager="b@example.org", **given)
    api.set_holder(officer="b@example.org", limit=1000, manager="c@example.org", **given)
    api.set_holder(officer="c@example.org", limit=10000, **given)
    assert api.next_in_line("A@example.org", "west_dorset") == "b@example.org"
    assert api.next_in_line("a@example.org", "west_dorset", 5000) == "c@example.org"
    assert api.next_in_line("a@example.org", "west_dorset", 50000) == ""
    assert api.next_in_line("a@example.org", "north_dorset") == ""
    with pytest.raises(RegisterError):
        api.set_holder(officer="c@example.org", limit=1, manager="a@example.org", **given)
    BudgetHolder.objects.filter(officer="c@example.org").update(manager="a@example.org")
    assert api.next_in_line("a@example.org", "west_dorset", 50000) == ""


def away(officer: str, delegate: str, first: int = 0, last: int | None = 5) -> Absence:
    until = None if last is None else TODAY + timedelta(days=last)
    return api.add_absence(
        officer=officer,
        delegate=delegate,
        from_on=TODAY + timedelta(days=first),
        until_on=until,
        by=officer,
        at=AT,
    )


def test_who_is_away_is_stood_in_for_down_the_line() -> None:
    away("a@example.org", "b@example.org")
    away("b@example.org", "c@example.org", last=2)
    assert api.stands_in_for("A@example.org", TODAY) == "c@example.org"
    assert api.stands_in_for("a@example.org", TODAY + timedelta(days=3)) == "b@example.org"
    assert api.stands_in_for("a@example.org", TODAY + timedelta(days=6)) == "a@example.org"
    assert api.stood_in_for("c@example.org", TODAY) == ("a@example.org", "b@example.org")
    with pytest.raises(RegisterError):
        away("c@example.org", "a@example.org")
    Absence.objects.create(officer="c@example.org", delegate="a@example.org", from_on=TODAY, by="x", at=AT)
    assert api.stands_in_for("a@example.org", TODAY) == "a@example.org"


def test_absences_that_make_no_sense_are_refused_and_one_is_ended() -> None:
    absence = away("a@example.org", "b@example.org", first=-2)
    for officer, delegate, first, last in (
        ("a@example.org", "c@example.org", 1, 2),
        ("d@example.org", "D@example.org", 0, 1),
        ("d@example.org", "", 0, 1),
        ("d@example.org", "e@example.org", 3, 1),
        ("d@example.org", "e@example.org", -9, -1),
    ):
        with pytest.raises(RegisterError):
            away(officer, delegate, first, last)
    api.end_absence(absence=absence, by="a@example.org", at=AT)
    assert api.stands_in_for("a@example.org", TODAY) == "a@example.org"
    later = away("a@example.org", "b@example.org", first=3, last=None)
    api.end_absence(absence=later, by="a@example.org", at=AT)
    assert Absence.objects.count() == 1
