"""A run from what is proposed to what the bank took, and back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shirehall.capabilities.documents.api import content_of
from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import work_due
from shirehall.casework.models import Event
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments import choosing, ending, proposing, reading_back
from shirehall.departments.finance.payments.approving import approve, send_back
from shirehall.departments.finance.payments.conftest import (
    COUNCIL,
    MONDAY,
    PAY_ON,
    MakeInvoice,
    MakeSupplier,
    People,
)
from shirehall.departments.finance.payments.files import sha256_of
from shirehall.departments.finance.payments.log import verify_log
from shirehall.departments.finance.payments.models import LeftOut, Payment, PaymentItem, PaymentRun, RunEvent
from shirehall.departments.finance.payments.problems import RunError, StaleRun
from shirehall.departments.finance.payments.proposing import (
    leave_out,
    move_day,
    pay_in_part,
    preview,
    propose,
    put_back,
    wish,
)
from shirehall.departments.finance.payments.releasing import release

State = Invoice.State


def states(*invoices: Invoice) -> list[str]:
    return [Invoice.objects.get(pk=each.pk).state for each in invoices]


def test_from_proposed_to_paid(
    people: People, make_invoice: MakeInvoice, make_supplier: MakeSupplier
) -> None:
    other = make_supplier("Hazel & Søn", email="hazel@example.org")
    first, second = make_invoice(120_000), make_invoice(30_000)
    third, credit = make_invoice(50_000, supplier=other), make_invoice(-20_000, supplier=other)
    run = people.proposed()
    assert (run.number, run.name, run.count, run.total) == (1, "WESTDORSET-1", 2, 180_000)
    assert states(first, second, third, credit) == [State.IN_RUN] * 4
    shown = {each.format: each.sha256 for each in run.files.all()}
    assert set(shown) == {"pain001", "standard18"}

    run = people.released(people.approved(run))
    assert states(first, second, third, credit) == [State.PAID] * 4
    assert Invoice.objects.get(pk=credit.pk).paid_amount == -20_000
    for file in run.files.select_related("document"):
        assert file.document is not None
        content = content_of(file.document)
        assert sha256_of(content) == shown[file.format] == file.sha256
        read = getattr(reading_back, file.format)(content)
        assert read.total == 180_000
        assert [each.amount for each in read.payments] == [150_000, 30_000]
    assert read.payments[1].name == "HAZEL & SON"

    assert work_due(at=MONDAY) > 0
    mail = Message.objects.get(to="hazel@example.org")
    assert mail.subject == "We are paying £300.00 on 4 March 2026"
    assert "Invoice INV-3 of 27 February 2026: £500.00" in mail.text
    assert "Credit note INV-4 of 27 February 2026: -£200.00" in mail.text
    assert other.account_number not in mail.text + mail.html
    assert Payment.objects.get(supplier=other).remittance == mail

    run = ending.mark_sent(run=run, note="bank's 77", by=people.moss, at=MONDAY, seen=run.version)
    assert [each.kind for each in run.events.all()] == ["proposed", "approved", "released", "sent"]
    assert verify_log(run) == ""
    kinds = set(Event.objects.filter(case=first.case).values_list("kind", flat=True))
    assert {"invoice_in_run", "invoice_paid", "payment_released", "remittance_sent"} <= kinds


def test_the_preview_says_why_the_rest_is_left_out(
    people: People, make_invoice: MakeInvoice, make_supplier: MakeSupplier
) -> None:
    held = make_supplier("Held Ltd", standing="on_hold")
    card = make_supplier("Card Ltd", paid_by="card")
    paid, not_paid, by_card = make_invoice(), make_invoice(supplier=held), make_invoice(supplier=card)
    make_invoice(authority="north_dorset")
    make_invoice(state=State.WITH_PERSON, approved_at=None)
    found = preview(wish(authority=COUNCIL, pay_on=PAY_ON, policy="at_once", at=MONDAY))
    assert [item.invoice for plan in found.proposal.payments for item in plan.items] == [paid.pk]
    assert found.proposal.left_out == {not_paid.pk: choosing.ON_HOLD, by_card.pk: choosing.PAID_OTHERWISE}
    assert not PaymentRun.objects.exists()
    assert states(paid) == [State.APPROVED]


def test_nothing_to_pay_and_a_second_proposal(people: People, make_invoice: MakeInvoice) -> None:
    with pytest.raises(RunError, match="nothing to pay"):
        people.proposed()
    make_invoice()
    people.proposed()
    make_invoice()
    with pytest.raises(RunError, match="proposed already"):
        people.proposed()


@pytest.mark.parametrize(
    ("pay_on", "at", "says"),
    [
        (date(2026, 3, 7), MONDAY, "working day"),
        (date(2026, 3, 3), MONDAY, "cut-off"),
        (date(2026, 3, 4), MONDAY + timedelta(hours=8), "cut-off"),
        (date(2026, 5, 5), MONDAY, "30 days"),
    ],
)
def test_days_on_which_no_money_arrives(ground: None, pay_on: date, at: datetime, says: str) -> None:
    with pytest.raises(RunError, match=says):
        wish(authority=COUNCIL, pay_on=pay_on, policy="at_once", at=at)


def test_leave_out_put_back_and_pay_in_part(people: People, make_invoice: MakeInvoice) -> None:
    first, second, credit = make_invoice(100_000), make_invoice(30_000), make_invoice(-60_000)
    run = people.proposed()
    assert run.total == 70_000
    run = leave_out(
        run=run, invoice=first.pk, because="asked twice", by=people.gita, at=MONDAY, seen=run.version
    )
    # The credit note is larger than what is left, so only as much of it is used.
    assert run.total == 0
    assert states(first, second, credit) == [State.APPROVED, State.IN_RUN, State.IN_RUN]
    assert PaymentItem.objects.get(invoice=credit, is_open=True).amount == -30_000
    assert list(run.files.all()) == []
    run = put_back(run=run, invoice=first.pk, by=people.gita, at=MONDAY, seen=run.version)
    assert (run.total, LeftOut.objects.count()) == (70_000, 0)
    before = run.fingerprint
    run = pay_in_part(
        run=run,
        invoice=first.pk,
        amount=40_000,
        because="half came",
        by=people.gita,
        at=MONDAY,
        seen=run.version,
    )
    assert (run.total, run.fingerprint != before) == (10_000, True)
    run = people.released(run)
    assert states(first, second, credit) == [State.PART_PAID, State.PAID, State.PAID]
    rest = people.proposed(MONDAY)
    assert (rest.number, rest.total) == (2, 60_000)


def test_a_change_leaves_parts_as_they_were_and_takes_nothing_new_in(
    people: People, make_invoice: MakeInvoice
) -> None:
    first, second = make_invoice(100_000), make_invoice(30_000)
    run = people.proposed()
    given: dict[str, Any] = {"run": run, "by": people.gita, "at": MONDAY}
    run = pay_in_part(invoice=first.pk, amount=40_000, because="half came", seen=run.version, **given)
    new, credit = make_invoice(7_000), make_invoice(-50_000)
    run = leave_out(invoice=second.pk, because="not yet", seen=run.version, **given)
    # The credit note that came since comes off, no further than the part that is paid; the new invoice waits.
    assert [(each.invoice_id, each.amount, each.kind) for each in PaymentItem.objects.filter(payment__run=run)] == [
        (first.pk, 40_000, "part"), (credit.pk, -40_000, "credit"),
    ]  # fmt: skip
    run = put_back(run=run, invoice=second.pk, by=people.gita, at=MONDAY, seen=run.version)
    run = move_day(pay_on=date(2026, 3, 6), seen=run.version, **given)
    assert run.total == 20_000
    assert states(first, second, credit, new) == [State.IN_RUN] * 3 + [State.APPROVED]


def test_the_last_invoice_cannot_be_left_out(people: People, make_invoice: MakeInvoice) -> None:
    only = make_invoice()
    run = people.proposed()
    with pytest.raises(RunError, match="Cancel it"):
        leave_out(run=run, invoice=only.pk, because="no", by=people.gita, at=MONDAY, seen=run.version)
    assert states(only) == [State.IN_RUN]
    with pytest.raises(RunError, match="Say why"):
        leave_out(run=run, invoice=only.pk, because=" ", by=people.gita, at=MONDAY, seen=run.version)


def test_a_discount_is_taken_by_the_day_and_lost_by_a_later_one(
    people: People, make_invoice: MakeInvoice, make_supplier: MakeSupplier
) -> None:
    quick = make_supplier("Quick Ltd", discount_percent=Decimal("2.00"), discount_days=7)
    invoice = make_invoice(100_000, supplier=quick)
    run = people.proposed()
    assert run.total == 98_000
    run = move_day(run=run, pay_on=date(2026, 3, 9), by=people.gita, at=MONDAY, seen=run.version)
    assert run.total == 100_000
    run = move_day(run=run, pay_on=PAY_ON, by=people.gita, at=MONDAY, seen=run.version)
    run = people.released(run)
    paid = Invoice.objects.get(pk=invoice.pk)
    assert (paid.state, paid.paid_amount, paid.discount, paid.owed) == (State.PAID, 98_000, 2_000, 0)
    (payment,) = run.payments.all()
    run = ending.mark_failed(
        payment=payment, because="no such account", by=people.gita, at=MONDAY, seen=run.version
    )
    back = Invoice.objects.get(pk=invoice.pk)
    assert (back.state, back.paid_amount, back.discount, back.owed) == (State.APPROVED, 0, 0, 100_000)


def test_a_failed_payment_can_be_paid_again_and_only_fails_once(
    people: People, make_invoice: MakeInvoice
) -> None:
    invoice = make_invoice()
    run = people.released()
    work_due(at=MONDAY)
    (payment,) = run.payments.all()
    run = ending.mark_failed(
        payment=payment, because="account closed", by=people.gita, at=MONDAY, seen=run.version
    )
    assert states(invoice) == [State.APPROVED]
    assert "payment_came_back" in Event.objects.filter(case=invoice.case).values_list("kind", flat=True)
    with pytest.raises(RunError, match="did not go out"):
        ending.mark_failed(payment=payment, because="again", by=people.gita, at=MONDAY, seen=run.version)
    work_due(at=MONDAY)
    assert Message.objects.filter(subject__contains="does not reach you").count() == 1
    again = people.released(people.proposed())
    assert (again.total, states(invoice)) == (120_000, [State.PAID])


def test_recall_before_the_cut_off_alone(people: People, make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    run = people.released()
    with pytest.raises(RunError, match="cut-off is over"):
        ending.recall(
            run=run, because="wrong", by=people.lena, at=MONDAY + timedelta(hours=8), seen=run.version
        )
    run = ending.recall(
        run=run, because="wrong", by=people.lena, at=MONDAY + timedelta(hours=1), seen=run.version
    )
    assert (run.state, states(invoice)) == ("recalled", [State.APPROVED])
    assert [each.state for each in run.payments.all()] == ["recalled"]
    work_due(at=MONDAY + timedelta(hours=2))
    assert not Message.objects.filter(template="send_remittance").exists()


def test_cancel_and_send_back(people: People, make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    run = people.approved()
    run = send_back(run=run, because="look at INV-1", by=people.moss, at=MONDAY, seen=run.version)
    assert (run.state, run.approved_by) == ("proposed", "")
    run = ending.cancel(run=run, because="not today", by=people.gita, at=MONDAY, seen=run.version)
    assert (run.state, states(invoice)) == ("cancelled", [State.APPROVED])
    assert people.proposed().number == 2


def test_who_saw_an_older_page_is_told(people: People, make_invoice: MakeInvoice) -> None:
    first, _second = make_invoice(), make_invoice()
    run = people.proposed()
    old = run.version
    changed = leave_out(run=run, invoice=first.pk, because="no", by=people.gita, at=MONDAY, seen=old)
    with pytest.raises(StaleRun):
        approve(run=run, fingerprint=run.fingerprint, by=people.lena, at=MONDAY, seen=old)
    with pytest.raises(RunError, match="not the one"):
        approve(run=changed, fingerprint=run.fingerprint, by=people.lena, at=MONDAY, seen=changed.version)


def test_a_run_in_another_state_is_left_as_it_is(people: People, make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    run = people.released()
    given: dict[str, Any] = {"run": run, "at": MONDAY, "seen": run.version}
    with pytest.raises(RunError, match="released"):
        leave_out(invoice=invoice.pk, because="x", by=people.gita, **given)
    with pytest.raises(RunError, match="released"):
        ending.cancel(because="x", by=people.gita, **given)
    with pytest.raises(RunError, match="released"):
        approve(fingerprint=run.fingerprint, by=people.lena, **given)
    with pytest.raises(RunError, match="released"):
        release(fingerprint=run.fingerprint, by=people.moss, **given)


def test_the_log_shows_when_a_row_was_changed(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    run = people.approved()
    RunEvent.objects.filter(run=run, kind="proposed").update(payload={"total": 1})
    assert "changed at row 1" in verify_log(run)
    with pytest.raises(RunError) as refused:
        people.released(run)
    assert any("log" in each for each in refused.value.reasons)


def test_the_database_itself_refuses(people: People, make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    run = people.proposed()
    (payment,) = run.payments.all()
    wrong: list[Any] = [
        lambda: PaymentRun.objects.filter(pk=run.pk).update(approved_by=run.proposed_by),
        lambda: PaymentRun.objects.filter(pk=run.pk).update(state="released"),
        lambda: PaymentRun.objects.filter(pk=run.pk).update(approved_by="a", released_by="a"),
        lambda: PaymentItem.objects.filter(payment=payment).update(amount=120_001),
        lambda: PaymentItem.objects.filter(payment=payment).update(amount=-1),
        lambda: PaymentItem.objects.create(
            payment=Payment.objects.create(run=run, number=2, key="x", supplier=payment.supplier, amount=1),
            invoice=invoice, amount=1, owed=1, kind="full",
        ),
        lambda: Payment.objects.filter(pk=payment.pk).update(amount=-1),
        lambda: PaymentRun.objects.create(
            authority=COUNCIL, number=9, pay_on=PAY_ON, proposed_by="b", proposed_at=MONDAY
        ),
    ]  # fmt: skip
    for each in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            each()


def test_policy_when_due(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice(received_at=MONDAY - timedelta(days=29))
    later = make_invoice()
    asked = wish(authority=COUNCIL, pay_on=PAY_ON, policy="when_due", at=MONDAY)
    assert preview(asked).proposal.left_out == {later.pk: choosing.NOT_DUE}
    with pytest.raises(RunError, match="what the run pays"):
        wish(authority=COUNCIL, pay_on=PAY_ON, policy="whatever", at=MONDAY)
    assert propose(asked=replace(asked, policy="at_once"), by=people.gita, at=MONDAY).count == 1
    assert proposing.preview(asked).proposal.payments == []
