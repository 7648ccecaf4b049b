"""What an attacker, a mistake or a kill may try with a run."""

import csv
import io
import threading
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import connection, connections

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import work_due
from shirehall.casework.models import Case, Event, Step
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments import releasing
from shirehall.departments.finance.payments.conftest import MONDAY, MakeInvoice, People, officer
from shirehall.departments.finance.payments.disposal import dispose_of_case
from shirehall.departments.finance.payments.ending import cancel, mark_failed, mark_sent, recall
from shirehall.departments.finance.payments.log import verify_log
from shirehall.departments.finance.payments.models import Payment, PaymentRun, RunEvent
from shirehall.departments.finance.payments.problems import RefusedRun, RunError, StaleRun
from shirehall.departments.finance.payments.proposing import leave_out
from shirehall.departments.finance.payments.releasing import release
from shirehall.departments.finance.registers.models import Supplier
from shirehall.partnership.api import Officer, Place, add_officer


class Killed(BaseException):
    """As a process that is ended: nothing catches it."""


@pytest.mark.parametrize("place", ["store_as_it_came", "record_payment", "plan_step", "note_event"])
def test_a_kill_in_the_middle_of_a_release_pays_nothing_twice_and_loses_nothing(
    people: People, make_invoice: MakeInvoice, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    first, second = make_invoice(), make_invoice(30_000)
    run = people.approved()
    real, calls = getattr(releasing, place), []

    def dies(*args: Any, **given: Any) -> Any:
        calls.append(1)
        # The second call where there is one: half is done.
        if len(calls) == 2 or place in ("plan_step", "note_event"):
            raise Killed
        return real(*args, **given)

    monkeypatch.setattr(releasing, place, dies)
    with pytest.raises(Killed):
        people.released(run)
    assert PaymentRun.objects.get(pk=run.pk).state == "approved"
    assert {each.state for each in Invoice.objects.filter(pk__in=[first.pk, second.pk])} == {"in_run"}
    assert not Step.objects.filter(kind="send_remittance").exists()
    monkeypatch.setattr(releasing, place, real)
    run.refresh_from_db()
    assert people.released(run).state == "released"
    assert [
        each.paid_amount for each in Invoice.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
    ] == [120_000, 30_000]
    work_due(at=MONDAY)
    work_due(at=MONDAY + timedelta(hours=1))
    assert Message.objects.filter(template="send_remittance").count() == 1


def test_the_same_run_is_not_released_twice(people: People, make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    run = people.approved()
    seen = run.version
    people.released(run)
    with pytest.raises(StaleRun):
        release(run=run, fingerprint=run.fingerprint, by=people.moss, at=MONDAY, seen=seen)
    assert Event.objects.filter(case=invoice.case, kind="payment_released").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_release_at_once_release_once(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    run = people.approved()
    other = add_officer(
        email="another@example.org", name="Another", places=[Place("finance", "finance_leader", None)], password=None,
        by="test", at=MONDAY,
    )  # fmt: skip
    came: list[str] = []
    start = threading.Barrier(2)

    def attempt(who: Officer) -> None:
        try:
            start.wait(10)
            came.append(
                release(run=run, fingerprint=run.fingerprint, by=who, at=MONDAY, seen=run.version).state
            )
        except RunError as error:
            came.append(type(error).__name__)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":
        # A database in memory is not shared by threads: one after the other, with what both had seen.
        for who in (people.moss, other):
            try:
                came.append(
                    release(run=run, fingerprint=run.fingerprint, by=who, at=MONDAY, seen=run.version).state
                )
            except RunError as error:
                came.append(type(error).__name__)
    else:
        threads = [threading.Thread(target=attempt, args=(who,)) for who in (people.moss, other)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(30)
    assert sorted(came) == ["StaleRun", "released"]
    assert Event.objects.filter(kind="payment_released").count() == 1
    assert RunEvent.objects.filter(run=run, kind="released").count() == 1


def test_a_supplier_who_writes_headers_and_markup_into_names_changes_no_mail(
    people: People, make_invoice: MakeInvoice, supplier: Supplier
) -> None:
    supplier.name = "Lark\r\nBcc: thief@example.org\r\n\r\n<script>x</script> [pay](https://evil.example)"
    supplier.save()
    make_invoice(number="1\r\nSubject: other **bold** <img src=x>")
    people.released()
    work_due(at=MONDAY)
    sent = Message.objects.get(template="send_remittance")
    assert sent.to == "accounts@larkmere.example.org"
    assert "\n" not in sent.subject
    assert "<script" not in sent.html
    assert "<img src=x" not in sent.html
    assert 'href="https://evil' not in sent.html
    made = EmailMessage()
    made["Subject"] = sent.subject
    assert "Bcc" not in str(made)
    assert django_mail.outbox == []


@pytest.mark.parametrize(
    "address", ["a@example.org, thief@example.org", "a@example.org\nBcc: t@example.org", "nobody", ""]
)
def test_an_address_that_is_not_one_address_gets_nothing(
    people: People, make_invoice: MakeInvoice, supplier: Supplier, address: str
) -> None:
    Supplier.objects.filter(pk=supplier.pk).update(remittance_email=address, email="")
    invoice = make_invoice()
    people.released()
    work_due(at=MONDAY)
    assert not Message.objects.filter(template="send_remittance").exists()
    assert Event.objects.filter(case=invoice.case, kind="remittance_no_address").exists()


def test_the_payment_goes_to_the_register_and_never_to_what_is_printed(
    people: People, make_invoice: MakeInvoice
) -> None:
    make_invoice(bank=[{"sort_code": "999999", "account_number": "66666666"}])
    (payment,) = people.proposed().payments.all()
    assert (payment.sort_code, payment.account_number) == ("200000", "10000001")


def test_ending_needs_a_role(people: People, make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    run = people.released()
    for act in (recall, cancel):
        with pytest.raises(RunError):
            act(run=run, because="x", by=officer("iris.wintersedge"), at=MONDAY, seen=run.version)
    with pytest.raises(RefusedRun):
        mark_sent(run=run, note="", by=people.gita, at=MONDAY, seen=run.version)
    with pytest.raises(RefusedRun):
        recall(run=run, because="x", by=people.gita, at=MONDAY, seen=run.version)
    with pytest.raises(RunError):
        leave_out(run=run, invoice=invoice.pk, because="x", by=people.lena, at=MONDAY, seen=run.version)


def test_when_their_time_is_over_nobody_is_named_and_sums_stay(
    people: People, make_invoice: MakeInvoice
) -> None:
    first, second = make_invoice(), make_invoice(30_000)
    run = people.released()
    (payment,) = run.payments.all()
    dispose_of_case(first.case)
    assert Payment.objects.get(pk=payment.pk).name == "Larkmere Paper Ltd"
    Case.objects.filter(pk=first.case_id).update(disposed_at=MONDAY)
    dispose_of_case(second.case)
    dispose_of_case(second.case)
    gone = Payment.objects.get(pk=payment.pk)
    assert (gone.name, gone.sort_code, gone.account_number, gone.reference, gone.amount) == (
        "",
        "",
        "",
        "",
        150_000,
    )
    assert all(each.document.disposed_at for each in run.files.select_related("document") if each.document)
    assert verify_log(run) == ""


def test_the_ledger_is_told_once_what_was_paid_and_what_came_back(
    people: People, make_invoice: MakeInvoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIREHALL_LEDGER_FOLDER", str(tmp_path / "ledger"))
    make_invoice(number="=1+1")
    run = people.released()
    work_due(at=MONDAY)
    (file,) = (tmp_path / "ledger" / "out").iterdir()
    assert file.name == "payments-WESTDORSET-1.csv"
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 2
    assert (rows[1][0], rows[1][5], rows[1][7]) == ("payment", "'=1+1", "1200.00")
    (payment,) = run.payments.all()
    mark_failed(payment=payment, because="closed", by=people.gita, at=MONDAY, seen=run.version)
    work_due(at=MONDAY)
    back = tmp_path / "ledger" / "out" / f"payments-WESTDORSET-1-back-{payment.pk}.csv"
    assert "-1200.00" in back.read_text(encoding="utf-8-sig")
