"""What one person, or a supplier with a friend among the officers, might try so that too much is paid."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shirehall.casework.api import verify
from shirehall.casework.models import CaseJudgement
from shirehall.departments.finance.invoices.actions import code_lines, correct, judge, undo_correction
from shirehall.departments.finance.invoices.conftest import CLEO, DEV, GITA, KIT, LINES, MONDAY, Town
from shirehall.departments.finance.invoices.lines import LineCoding
from shirehall.departments.finance.invoices.looking_again import look_again
from shirehall.departments.finance.invoices.models import Invoice, Reservation
from shirehall.departments.finance.invoices.paying import put_in_run, record_payment, take_back_payment
from shirehall.departments.finance.invoices.problems import InvoiceError
from shirehall.departments.finance.invoices.telling.asking import pass_to
from shirehall.departments.finance.registers.api import (
    NewLine,
    RegisterError,
    change_order,
    receive_order,
    set_holder,
)
from shirehall.departments.finance.registers.models import Agreement, BudgetCode, BudgetHolder, PurchaseOrder
from shirehall.departments.finance.samples.bill import Line
from shirehall.departments.finance.samples.e_invoices import make_ubl
from shirehall.partnership.api import Officer

State = Invoice.State
NELL = "nell.tallowmere@example.org"
DEAR = (Line("P1", "A4 copier paper 80gsm white", 1_000, "box", 3_000, 20),)


def put_right(invoice: Invoice, by: str = GITA, **values: str | None) -> Invoice:
    return correct(invoice=invoice, values=values, by=by, at=MONDAY, seen=invoice.version)


def say(invoice: Invoice, judgement: str, by: str, answer: bool = True) -> Invoice:
    officer = Officer.objects.get(email=by)
    return judge(
        invoice=invoice, judgement=judgement, answer=answer, reason="As agreed", by=officer, at=MONDAY,
        seen=invoice.version,
    )  # fmt: skip


def dear(town: Town) -> Invoice:
    """An invoice of 36,000.00 that somebody has to approve."""
    town.another_order("WD-100030", DEAR)
    invoice = town.send(town.bill(order="WD-100030", lines=DEAR))
    assert invoice.failed_check == "over_auto_limit"
    return invoice


def test_an_approval_holds_for_the_amount_that_was_approved(town: Town) -> None:
    BudgetCode.objects.update(budget=50_000_000)
    town.another_order("WD-100031", (replace(DEAR[0], quantity=2_000),))
    invoice = say(dear(town), "amount_approved", CLEO)
    assert invoice.state == State.APPROVED
    dearer: Mapping[str, str] = {"po_number": "WD-100031", "net": "60000", "vat": "12000", "gross": "72000"}
    invoice = put_right(invoice, **dearer)
    assert (invoice.state, invoice.failed_check) == (State.WITH_PERSON, "over_auto_limit")
    assert not CaseJudgement.objects.filter(case=invoice.case, lapsed_at=None).exists()
    assert not verify(invoice.case)


def test_an_approval_stands_while_what_was_approved_stands(town: Town) -> None:
    invoice = say(dear(town), "amount_approved", CLEO)
    assert put_right(invoice, due_date="1 4 2026").state == State.APPROVED


def test_a_price_that_was_accepted_is_not_a_higher_one(town: Town) -> None:
    lines = (replace(LINES[0], price=2_200), LINES[1])
    invoice = town.send(town.bill(lines=lines))
    assert invoice.failed_check in ("over_amount", "over_percent")
    invoice = say(invoice, "price_accepted", NELL)
    assert invoice.state == State.APPROVED
    invoice = put_right(invoice, net="6500", vat="1300", gross="7800")
    assert invoice.queue == "buyers"


def test_who_ordered_it_does_not_accept_its_price(town: Town) -> None:
    invoice = town.send(town.bill(lines=(replace(LINES[0], price=2_200), LINES[1])))
    with pytest.raises(InvoiceError, match="You ordered this"):
        say(invoice, "price_accepted", DEV)


def test_who_put_it_right_neither_accepts_its_price_nor_approves_it(town: Town) -> None:
    invoice = town.send(town.bill(lines=(replace(LINES[0], price=2_200), LINES[1])))
    invoice = put_right(invoice, by=NELL, net="660.00", vat="132.00", gross="792.00")
    with pytest.raises(InvoiceError, match="You put this invoice right"):
        say(invoice, "price_accepted", NELL)


def test_who_has_the_agreement_does_not_approve_a_bill_under_it(town: Town) -> None:
    BudgetHolder.objects.filter(officer=CLEO).update(limit=50_000_000)
    Agreement.objects.create(
        supplier=town.supplier, authority="west_dorset", expected=3_600_000, budget_code=town.code,
        requester=CLEO.upper(), from_on=date(2025, 1, 1),
    )  # fmt: skip
    invoice = town.send(town.bill(order=None, lines=DEAR))
    assert invoice.failed_check == "over_auto_limit"
    with pytest.raises(InvoiceError, match="You ordered this"):
        say(invoice, "amount_approved", CLEO)


def test_an_order_names_its_requester_in_capitals_or_not(town: Town) -> None:
    invoice = dear(town)
    assert invoice.order is not None
    PurchaseOrder.objects.filter(pk=invoice.order.pk).update(requester="Cleo.Marchwell@Example.org")
    invoice.refresh_from_db()
    with pytest.raises(InvoiceError, match="You ordered this"):
        say(invoice, "amount_approved", CLEO)


def test_more_tax_than_the_law_has_is_not_paid(town: Town) -> None:
    content = make_ubl(town.bill())
    for old, new in ((b">130.00<", b">8000.00<"), (b">780.00<", b">8650.00<")):
        assert old in content
        content = content.replace(old, new)
    invoice = town.send(content)
    assert invoice.state == State.WITH_PERSON
    invoice = put_right(invoice, net="650.00", vat="8000.00", gross="8650.00")
    assert invoice.failed_check == "sums_disagree"
    invoice = put_right(invoice, net="0.00", vat="650.00", gross="650.00")
    assert invoice.failed_check == "sums_disagree"
    invoice = put_right(invoice, net="-650.00", vat="1300.00", gross="650.00")
    assert invoice.failed_check == "sums_disagree"
    invoice = put_right(invoice, net="650.00", vat="130.00", gross="780.00")
    assert invoice.state == State.APPROVED


def test_an_invoice_below_nought_gives_no_room_to_others(town: Town) -> None:
    invoice = town.send(town.bill(order=None))
    invoice = put_right(
        invoice, po_number="WD-100017", is_credit="no", net="-650.00", vat="-130.00", gross="-780.00"
    )
    assert invoice.failed_check == "sums_disagree"
    town.order.refresh_from_db()
    assert town.order.invoiced_net == 0


def test_one_bill_a_period_under_an_agreement(town: Town) -> None:
    Agreement.objects.create(
        supplier=town.supplier, authority="west_dorset", expected=78_000, budget_code=town.code, requester=KIT,
        tolerance_percent=Decimal(10), from_on=date(2025, 1, 1),
    )  # fmt: skip
    assert town.send(town.bill(order=None, number="WATER/17")).state == State.APPROVED
    other = (replace(LINES[0], price=2_010), LINES[1])
    again = town.send(town.bill(order=None, lines=other, number="GAS-9944", on=date(2026, 2, 25)))
    assert again.failed_check == "looks_like"
    later = town.send(town.bill(order=None, lines=other, number="GAS-9999", on=date(2026, 3, 27)))
    assert later.state == State.APPROVED


def test_lines_that_were_coded_for_another_amount_hold_no_budget(town: Town) -> None:
    invoice = town.send(town.bill())
    line = LineCoding("Paper", 65_000, 13_000, "S", town.code.pk)
    invoice = code_lines(invoice=invoice, lines=[line], by=GITA, at=MONDAY, seen=invoice.version)
    assert invoice.state == State.APPROVED
    invoice = put_right(invoice, net="600.00", vat="120.00", gross="720.00")
    assert invoice.failed_check in ("over_holder_limit", "not_coded")
    assert not Reservation.objects.filter(ended_at=None).exists()


def test_a_little_over_on_each_of_many_invoices_is_seen_together(town: Town) -> None:
    BudgetCode.objects.update(budget=50_000_000)
    ordered = (Line("P1", "A4 copier paper 80gsm white", 100, "box", 100_000, 20),)
    town.another_order("WD-100040", ordered)
    found = []
    for number in range(4):
        part = (replace(ordered[0], quantity=1 + number, price=102_000),)
        found.append(town.send(town.bill(order="WD-100040", lines=part, number=f"OVER-{number * 37}")))
    # 20.00, 40.00 and so on over: within 50.00 only the first.
    assert [each.failed_check for each in found] == ["", *["over_amount"] * 3]
    exact = town.send(town.bill(order="WD-100040", lines=(replace(ordered[0], quantity=5),), number="EXACT"))
    assert exact.state == State.APPROVED


def test_a_payment_that_came_back_is_reserved_again(town: Town) -> None:
    invoice = town.send(town.bill())
    day = date(2026, 3, 4)
    for _turn in range(2):
        put_in_run(invoices=[invoice], by=GITA, at=MONDAY)
        invoice = record_payment(invoice=invoice, amount=78_000, on=day, by=GITA, at=MONDAY)
        town.code.refresh_from_db()
        assert (town.code.reserved, town.code.spent) == (0, 65_000)
        invoice = take_back_payment(invoice=invoice, amount=78_000, because="x", by=GITA, at=MONDAY)
        town.code.refresh_from_db()
        assert (town.code.reserved, town.code.spent) == (65_000, 0)
    invoice = say(invoice, "rejected", GITA)
    town.code.refresh_from_db()
    assert (town.code.reserved, town.code.spent) == (0, 0)


def test_what_is_held_back_cannot_be_undone_by_the_back_door(town: Town) -> None:
    invoice = put_right(town.send(town.bill()), construction="yes", withheld="80.00")
    invoice = say(invoice, "special_cleared", CLEO)
    assert (invoice.state, invoice.owed) == (State.APPROVED, 70_000)
    invoice = put_right(invoice, withheld="1.00")
    assert invoice.failed_check == "construction"
    with pytest.raises(InvoiceError, match="Only an invoice under"):
        undo_correction(
            invoice=invoice,
            field="construction",
            by=GITA,
            at=MONDAY + timedelta(hours=1),
            seen=invoice.version,
        )


def test_who_wrote_an_order_does_not_say_that_it_came(town: Town) -> None:
    order = town.another_order("WD-100050", received=False)
    invoice = town.send(town.bill(order=order.number))
    with pytest.raises(RegisterError, match="You put this order"):
        receive_order(order=order, received_on=date(2026, 3, 1), by=GITA, at=MONDAY, key="mine")
    look_again(at=MONDAY)
    invoice.refresh_from_db()
    assert invoice.failed_check == "not_received"
    receive_order(order=order, received_on=date(2026, 3, 1), by=DEV, at=MONDAY, key="theirs")
    look_again(at=MONDAY)
    invoice.refresh_from_db()
    assert invoice.state == State.APPROVED


def test_nobody_sets_their_own_limit(town: Town) -> None:
    with pytest.raises(RegisterError, match="Another officer"):
        set_holder(officer=GITA, authority="west_dorset", limit=1_000_000, by=GITA.upper(), at=MONDAY)


def test_who_sends_a_question_on_does_not_answer_it(town: Town) -> None:
    invoice = town.send(town.bill(lines=(replace(LINES[0], price=2_200), LINES[1])))
    assert invoice.queue == "buyers"
    for person, by, says in ((GITA, GITA, "does not answer it"), (DEV, GITA, "Who ordered it")):
        with pytest.raises(InvoiceError, match=says):
            pass_to(invoice=invoice, person=person, note="", by=by, at=MONDAY)
    assert pass_to(invoice=invoice, person=CLEO, note="", by=GITA, at=MONDAY).person == CLEO


def test_no_officer_raises_the_price_of_what_came_or_has_it_checked_less(town: Town) -> None:
    dearer = [NewLine(each.text, Decimal(each.quantity), Decimal(each.price) / 10) for each in LINES]
    more = [
        NewLine(each.text, Decimal(each.quantity), Decimal(each.price) / 100, net=9_000_00) for each in LINES
    ]
    for lines in (dearer, more):
        with pytest.raises(RegisterError, match="price does not rise"):
            change_order(order=town.order, values={}, lines=lines, by=GITA, at=MONDAY)
    with pytest.raises(RegisterError, match="held against less"):
        change_order(order=town.order, values={"matching": 2}, by=GITA, at=MONDAY)
    assert change_order(order=town.order, values={}, lines=dearer, by="ledger", at=MONDAY)
