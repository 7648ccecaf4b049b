"""What people do to an invoice: put right, take back, judge, code, look afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from shirehall.casework.api import verify
from shirehall.casework.models import Step
from shirehall.departments.finance.invoices.actions import (
    check_afterwards,
    code_lines,
    correct,
    judge,
    resume_paying,
    stop_paying,
    undo_correction,
)
from shirehall.departments.finance.invoices.checks import checks_of
from shirehall.departments.finance.invoices.conftest import CLEO, DEV, GITA, KIT, MONDAY, Town
from shirehall.departments.finance.invoices.learned import LEARN_LAYOUT
from shirehall.departments.finance.invoices.lines import LineCoding
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException, PayingStop, Reservation
from shirehall.departments.finance.invoices.problems import InvoiceError, StaleInvoice
from shirehall.departments.finance.registers.models import BudgetCode
from shirehall.departments.finance.samples.bill import Line
from shirehall.partnership.api import Officer

State = Invoice.State


def officer(email: str) -> Officer:
    return Officer.objects.get(email=email)


def put_right(invoice: Invoice, values: Mapping[str, str | None]) -> Invoice:
    return correct(
        invoice=invoice, values=values, by=GITA, at=MONDAY + timedelta(hours=1), seen=invoice.version
    )


def test_an_order_number_that_is_put_right_lets_it_pass(town: Town) -> None:
    invoice = town.send(town.bill(order="WD-1000"))
    assert invoice.failed_check == "unknown_order"
    invoice = put_right(invoice, {"po_number": "WD 100017"})
    assert (invoice.state, invoice.by_machine) == (State.APPROVED, False)
    assert invoice.corrected["po_number"]["by"] == GITA
    assert Step.objects.filter(kind=LEARN_LAYOUT, case=invoice.case).count() == 1
    assert not verify(invoice.case)
    invoice = undo_correction(invoice=invoice, field="po_number", by=GITA, at=MONDAY, seen=invoice.version)
    assert (invoice.state, invoice.failed_check, invoice.po_number) == (
        State.WITH_PERSON,
        "unknown_order",
        "WD-1000",
    )
    assert not Reservation.objects.filter(ended_at=None).exists()
    town.order.refresh_from_db()
    town.code.refresh_from_db()
    assert (town.order.invoiced_net, town.code.reserved) == (0, 0)
    with pytest.raises(InvoiceError, match="Nobody has put"):
        undo_correction(invoice=invoice, field="gross", by=GITA, at=MONDAY, seen=invoice.version)


def test_what_is_typed_wrong_is_said_and_nothing_is_kept(town: Town) -> None:
    invoice = town.send(town.bill(order=None))
    with pytest.raises(InvoiceError) as error:
        put_right(
            invoice,
            {"gross": "twelve", "invoice_date": "31 2 2026", "currency": "pounds", "supplier": "NOBODY"},
        )
    assert set(error.value.fields) == {"gross", "invoice_date", "currency", "supplier"}
    with pytest.raises(InvoiceError, match="not a field"):
        put_right(invoice, {"state": "paid"})
    invoice.refresh_from_db()
    assert invoice.corrected == {}


def test_who_looked_at_an_older_page_is_told(town: Town) -> None:
    invoice = town.send(town.bill(order=None))
    put_right(invoice, {"due_date": "1/4/2026"})
    with pytest.raises(StaleInvoice, match="has changed"):
        correct(invoice=invoice, values={"due_date": "2026-04-02"}, by=CLEO, at=MONDAY, seen=1)


def test_an_invoice_of_another_council_goes_down_the_line_for_it(town: Town) -> None:
    invoice = town.send(town.bill(order=None))
    first = invoice.case
    with pytest.raises(InvoiceError):
        put_right(invoice, {"authority": "elsewhere"})
    invoice = put_right(invoice, {"authority": "north_dorset", "po_number": "WD-100017"})
    assert (invoice.authority, invoice.case.authority) == ("north_dorset", "north_dorset")
    assert (invoice.failed_check, invoice.case_id != first.pk) == ("other_council", True)
    first.refresh_from_db()
    assert first.state == "closed"
    assert not verify(first)
    assert InvoiceException.objects.filter(invoice=invoice, ended_at=None).count() == 1


def test_a_rejected_invoice_can_be_taken_up_again(town: Town) -> None:
    invoice = town.send(town.bill())
    invoice = judge(
        invoice=invoice, judgement="rejected", answer=True, reason="Sent to us by mistake", by=officer(GITA), at=MONDAY,
        seen=invoice.version,
    )  # fmt: skip
    assert (invoice.state, invoice.rejected_because) == (State.REJECTED, "Sent to us by mistake")
    town.code.refresh_from_db()
    assert town.code.reserved == 0
    invoice = judge(
        invoice=invoice, judgement="rejected", answer=False, reason="It was right after all", by=officer(GITA),
        at=MONDAY, seen=invoice.version,
    )  # fmt: skip
    assert invoice.state == State.APPROVED
    town.code.refresh_from_db()
    assert town.code.reserved == 65_000


def test_bank_details_never_pass_by_a_judgement(town: Town) -> None:
    hold = town.send(town.bill(supplier=replace(town.seller, account="99999999")))
    assert hold.failed_check == "other_bank"
    for name in ("not_a_duplicate", "price_accepted", "amount_approved", "special_cleared"):
        hold = judge(
            invoice=hold, judgement=name, answer=True, reason="Let it pass", by=officer(CLEO), at=MONDAY, seen=hold.version
        )  # fmt: skip
        assert (hold.state, hold.failed_check) == (State.WITH_PERSON, "other_bank")


def test_an_amount_is_approved_by_whose_limit_allows_it_and_who_did_not_order(town: Town) -> None:
    dear = (Line("P1", "A4 copier paper 80gsm white", 1_000, "box", 3_000, 20),)
    town.another_order("WD-100030", dear)
    invoice = town.send(town.bill(order="WD-100030", lines=dear))
    assert invoice.failed_check == "over_auto_limit"

    def approve(by: str) -> Invoice:
        return judge(
            invoice=invoice, judgement="amount_approved", answer=True, reason="As agreed in the plan", by=officer(by),
            at=MONDAY, seen=invoice.version,
        )  # fmt: skip

    with pytest.raises(InvoiceError, match="You ordered this"):
        approve(DEV)
    with pytest.raises(InvoiceError, match="over your limit"):
        approve(KIT)
    approved = approve(CLEO)
    assert approved.state == State.APPROVED
    cleared = [check for check in checks_of(approved) if check.state == "cleared"]
    assert [(check.number, check.because) for check in cleared] == [
        (10, "Cleo Marchwell: As agreed in the plan")
    ]


def test_a_judgement_needs_a_reason(town: Town) -> None:
    invoice = town.send(town.bill())
    with pytest.raises(InvoiceError, match="Give a reason"):
        judge(
            invoice=invoice,
            judgement="rejected",
            answer=True,
            reason=" ",
            by=officer(GITA),
            at=MONDAY,
            seen=1,
        )
    with pytest.raises(InvoiceError, match="no judgement"):
        judge(
            invoice=invoice,
            judgement="pay_it",
            answer=True,
            reason="Now",
            by=officer(GITA),
            at=MONDAY,
            seen=1,
        )


def test_lines_are_split_among_budgets(town: Town) -> None:
    other = BudgetCode.objects.create(
        code="HS-200", authority="west_dorset", year=2025, title="Housing", budget=20_000, holder=KIT
    )
    invoice = town.send(town.bill())

    def split(first: int, second: int) -> Invoice:
        lines = [
            LineCoding("Paper", first, 8_000, "S", town.code.pk), LineCoding("Files", second, 5_000, "S", other.pk),
        ]  # fmt: skip
        return code_lines(invoice=invoice, lines=lines, by=GITA, at=MONDAY, seen=invoice.version)

    with pytest.raises(InvoiceError, match="make the net amount"):
        split(40_000, 30_000)
    assert split(40_000, 25_000).failed_check == "budget_short"
    BudgetCode.objects.filter(pk=other.pk).update(budget=25_000)
    invoice.refresh_from_db()
    assert split(40_000, 25_000).state == State.APPROVED
    held = dict(Reservation.objects.filter(ended_at=None).values_list("budget_code__code", "amount"))
    assert held == {"CS-100": 40_000, "HS-200": 25_000}


def test_what_is_held_back_under_the_construction_scheme_is_not_paid(town: Town) -> None:
    invoice = town.send(town.bill())
    with pytest.raises(InvoiceError, match="Only an invoice under"):
        put_right(invoice, {"withheld": "80.00"})
    with pytest.raises(InvoiceError, match="a part of the net"):
        put_right(invoice, {"construction": "yes", "withheld": "700.00"})
    invoice = put_right(invoice, {"construction": "yes", "withheld": "80.00"})
    assert (invoice.failed_check, invoice.queue, invoice.owed) == ("construction", "construction", 70_000)
    invoice = judge(
        invoice=invoice, judgement="special_cleared", answer=True, reason="20% of the labour", by=officer(GITA),
        at=MONDAY, seen=invoice.version,
    )  # fmt: skip
    assert (invoice.state, invoice.owed, invoice.gross) == (State.APPROVED, 70_000, 78_000)


def test_a_sample_is_looked_at_afterwards(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_INVOICE_SAMPLE_PERCENT", "100")
    invoice = town.send(town.bill())
    assert invoice.check_after
    invoice = check_afterwards(invoice=invoice, finding="", by=CLEO, at=MONDAY)
    assert (invoice.checked_by, invoice.check_finding) == (CLEO, "")
    with pytest.raises(InvoiceError, match="does not wait"):
        check_afterwards(invoice=invoice, finding="", by=CLEO, at=MONDAY)


def test_paying_is_stopped_once_and_goes_on_once(town: Town) -> None:
    with pytest.raises(InvoiceError, match="Say why"):
        stop_paying(authority="", because=" ", by=CLEO, at=MONDAY)
    stop = stop_paying(authority="west_dorset", because="A fault at the bank", by=CLEO, at=MONDAY)
    with pytest.raises(InvoiceError, match="stopped already"):
        stop_paying(authority="west_dorset", because="Again", by=CLEO, at=MONDAY)
    assert town.send(town.bill()).failed_check == "stopped"
    resume_paying(stop=stop, by=CLEO, at=MONDAY)
    with pytest.raises(InvoiceError, match="goes on already"):
        resume_paying(stop=stop, by=CLEO, at=MONDAY)
    assert not PayingStop.objects.filter(ended_at=None).exists()
