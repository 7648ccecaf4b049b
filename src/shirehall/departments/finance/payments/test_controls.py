"""Who may not, whatever their role; and what an attacker, a mistake or a kill may try with a run."""

import threading
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import connection, connections

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import work_due
from shirehall.casework.models import CaseJudgement, Event, Step, Submission
from shirehall.departments.finance.invoices.api import resume_paying, stop_paying
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments import releasing
from shirehall.departments.finance.payments.approving import approve
from shirehall.departments.finance.payments.conftest import COUNCIL, MONDAY, MakeInvoice, People, officer
from shirehall.departments.finance.payments.ending import cancel, mark_sent, recall
from shirehall.departments.finance.payments.models import Payment, PaymentRun, RunEvent, RunFile
from shirehall.departments.finance.payments.problems import RefusedRun, RunError, StaleRun
from shirehall.departments.finance.payments.proposing import leave_out, propose, wish
from shirehall.departments.finance.payments.releasing import release
from shirehall.departments.finance.payments.rules import APPROVE, PROPOSE, RELEASE, may_act, may_stop, why_not
from shirehall.departments.finance.registers.models import (
    Agreement,
    BankChange,
    GoodsReceipt,
    OrderLine,
    PurchaseOrder,
    Supplier,
)
from shirehall.partnership.api import Officer, Place, add_officer

ROLES = {
    "gita.pennybrook": {PROPOSE}, "ivo.marlbarrow": {PROPOSE}, "lena.copperfold": {APPROVE, RELEASE},
    "moss.brackenridge": {APPROVE, RELEASE}, "nell.tallowmere": set(), "iris.wintersedge": set(),
    "dev.appletharp": set(), "kit.hollowmere": set(),
}  # fmt: skip


def test_roles(people: People) -> None:
    for name, may in ROLES.items():
        assert {act for act in (PROPOSE, APPROVE, RELEASE) if may_act(officer(name), act, COUNCIL)} == may, name
    assert [name for name in ROLES if may_stop(officer(name), COUNCIL)] == ["lena.copperfold", "moss.brackenridge"]


def by_role(role: str, team: str = "finance", authority: str | None = None) -> Officer:
    return add_officer(
        email=f"{role}.{authority or 'all'}@example.org", name=role, places=[Place(team, role, authority)], password=None,
        by="test", at=MONDAY,
    )  # fmt: skip


def test_a_role_for_another_council_or_of_an_administrator_does_nothing(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    run = people.proposed()
    for other in (by_role("finance_leader", authority="north_dorset"), by_role("administrator"), by_role("officer")):
        with pytest.raises(RefusedRun, match="role"):
            approve(run=run, fingerprint=run.fingerprint, by=other, at=MONDAY, seen=run.version)
        with pytest.raises(RefusedRun, match="role"):
            cancel(run=run, because="x", by=other, at=MONDAY, seen=run.version)
        with pytest.raises(RefusedRun, match="role"):
            propose(asked=wish(authority=COUNCIL, pay_on=run.pay_on, policy="at_once", at=MONDAY), by=other, at=MONDAY)


@pytest.fixture
def everything(people: People) -> Officer:
    """One person with every role there is."""
    return add_officer(
        email="every.role@example.org", name="Every Role",
        places=[Place("finance", role, None) for role in ("finance_officer", "finance_leader", "administrator")],
        password=None, by="test", at=MONDAY,
    )  # fmt: skip


def _proposed(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    PaymentRun.objects.filter(pk=run.pk).update(proposed_by=who.email)


def _changed(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    RunEvent.objects.filter(run=run).update(by=who.email)


def _bank(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    Supplier.objects.filter(pk=invoice.supplier_id).update(bank_by=["a@example.org", who.email.upper()])


def _called(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    BankChange.objects.create(
        supplier_id=invoice.supplier_id, state="in_force", sort_code="200000", account_number="12345678",
        reason="new", asked_by="a@example.org", asked_at=MONDAY, called_by=who.email, confirmed_by="b@example.org",
    )  # fmt: skip


def _registered(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    Supplier.objects.filter(pk=invoice.supplier_id).update(made_by=who.email)


def _order(invoice: Invoice, requester: str) -> PurchaseOrder:
    order = PurchaseOrder.objects.create(
        number="PO-1", number_key="PO1", authority=COUNCIL, supplier_id=invoice.supplier_id, ordered_on=MONDAY.date(),
        requester=requester, net=100,
    )  # fmt: skip
    Invoice.objects.filter(pk=invoice.pk).update(order=order)
    return order


def _requested(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    _order(invoice, who.email)


def _received(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    order = _order(invoice, "dev@example.org")
    line = OrderLine.objects.create(order=order, position=1, description="x", quantity=1, unit_price=1, net=100)
    GoodsReceipt.objects.create(line=line, quantity=1, received_on=MONDAY.date(), by=who.email, at=MONDAY, key="k")


def _agreed(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    agreement = Agreement.objects.create(
        supplier_id=invoice.supplier_id, authority=COUNCIL, expected=100, requester=who.email, from_on=MONDAY.date()
    )
    Invoice.objects.filter(pk=invoice.pk).update(agreement=agreement)


def _judged(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    last = Submission.objects.filter(case=invoice.case).latest("pk")
    CaseJudgement.objects.create(
        case=invoice.case, submission=last, question="amount_approved", answer=True, reason="right", by=who.email, at=MONDAY
    )


HANDS: list[tuple[Callable[[PaymentRun, Invoice, Officer], None], str]] = [
    (_proposed, "proposed this run"),
    (_changed, "changed what this run pays"),
    (_bank, "bank details of Larkmere"),
    (_called, "bank details of Larkmere"),
    (_registered, "put Larkmere"),
    (_requested, "asked for the goods of order PO-1"),
    (_received, "received the goods of order PO-1"),
    (_agreed, "agreement with Larkmere"),
    (_judged, "approved invoice INV-1"),
]


@pytest.mark.parametrize(("hand", "says"), HANDS)
def test_who_had_a_hand_in_it_neither_approves_nor_releases_whatever_their_role(
    people: People, make_invoice: MakeInvoice, everything: Officer, hand: Callable[..., None], says: str
) -> None:
    invoice = make_invoice()
    run = people.proposed()
    for action in (APPROVE, RELEASE):
        assert why_not(everything.email, run, action) == ()
    hand(run, invoice, everything)
    run.refresh_from_db()
    with pytest.raises(RefusedRun) as refused:
        approve(run=run, fingerprint=run.fingerprint, by=everything, at=MONDAY, seen=run.version)
    assert any(says in each for each in refused.value.reasons), refused.value.reasons
    PaymentRun.objects.filter(pk=run.pk).update(state="approved", approved_by=people.lena.email, approved_at=MONDAY)
    with pytest.raises(RefusedRun) as refused:
        release(run=run, fingerprint=run.fingerprint, by=everything, at=MONDAY, seen=run.version)
    assert any(says in each for each in refused.value.reasons), refused.value.reasons
    assert Invoice.objects.get(pk=invoice.pk).state == Invoice.State.IN_RUN


def test_who_approved_does_not_release(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    run = people.approved()
    with pytest.raises(RefusedRun) as refused:
        release(run=run, fingerprint=run.fingerprint, by=people.lena, at=MONDAY, seen=run.version)
    assert refused.value.reasons == ("You approved this run.",)
    assert people.released(run).state == "released"


def _changing(name: str, value: Any) -> Callable[[PaymentRun, Invoice], None]:
    return lambda run, invoice: _put(Supplier.objects.filter(pk=invoice.supplier_id), {name: value})


def _put(rows: Any, values: dict[str, Any]) -> None:
    rows.update(**values)


def _waiting_change(run: PaymentRun, invoice: Invoice) -> None:
    BankChange.objects.create(
        supplier_id=invoice.supplier_id, sort_code="200000", account_number="12345678", reason="new", asked_by="a",
        asked_at=MONDAY,
    )  # fmt: skip


MEANWHILE: list[tuple[Callable[[PaymentRun, Invoice], None], str]] = [
    (_changing("account_number", "99999999"), "bank details of Larkmere Paper Ltd have changed"),
    (_changing("sort_code", "300000"), "bank details of Larkmere Paper Ltd have changed"),
    (_changing("account_name", "Somebody else"), "have changed"),
    (_changing("bank_since", MONDAY), "have changed"),
    (_changing("standing", "on_hold"), "on hold or closed"),
    (_changing("paid_by", "card"), "another way"),
    (_waiting_change, "change of the bank details"),
    (lambda run, invoice: _put(Invoice.objects.filter(pk=invoice.pk), {"state": "approved"}), "no longer approved"),
    (lambda run, invoice: _put(Invoice.objects.filter(pk=invoice.pk), {"gross": 119_999}), "not what it was"),
    (lambda run, invoice: _put(Invoice.objects.filter(pk=invoice.pk), {"paid_amount": 5}), "not what it was"),
    (lambda run, invoice: _put(Payment.objects.filter(run=run), {"account_number": "99999999"}), "not what was shown"),
    (lambda run, invoice: _put(Payment.objects.filter(run=run), {"amount": 1}), "not the sum"),
    (lambda run, invoice: _put(Payment.objects.filter(run=run), {"reference": "OTHER"}), "not those whose hashes"),
    (lambda run, invoice: _put(RunFile.objects.filter(run=run), {"sha256": "0" * 64}), "not those whose hashes"),
    (lambda run, invoice: _put(PaymentRun.objects.filter(pk=run.pk), {"total": 1}), "Count or total"),
    (lambda run, invoice: _put(RunEvent.objects.filter(run=run, sequence=1), {"by": "x"}), "log"),
]


@pytest.mark.parametrize(("meanwhile", "says"), MEANWHILE)
def test_what_changed_since_it_was_approved_stops_the_release(
    people: People, make_invoice: MakeInvoice, meanwhile: Callable[..., None], says: str
) -> None:
    invoice = make_invoice()
    run = people.approved()
    meanwhile(run, invoice)
    with pytest.raises(RunError) as stopped:
        people.released(run)
    assert any(says in each for each in stopped.value.reasons), stopped.value.reasons
    assert PaymentRun.objects.get(pk=run.pk).state == "approved"
    assert not RunFile.objects.filter(document__isnull=False).exists()
    assert not Step.objects.filter(kind="send_remittance").exists()
    assert RunEvent.objects.filter(run=run).latest("sequence").kind == "not_released"


def test_the_cut_off_and_another_account_stop_the_release(
    people: People, make_invoice: MakeInvoice, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    make_invoice()
    run = people.approved()
    with pytest.raises(RunError) as stopped:
        people.released(run, at=MONDAY + timedelta(hours=8))
    assert "cut-off" in stopped.value.reasons[0]
    file = tmp_path / "accounts.yaml"
    file.write_text(
        'west_dorset: {name: Somebody, sort_code: "000002", account_number: "99999999", user_number: "900002"}\n'
    )
    monkeypatch.setenv("SHIREHALL_PAYMENTS_ACCOUNTS", str(file))
    with pytest.raises(RunError) as stopped:
        people.released(run)
    assert "account that pays" in stopped.value.reasons[0]
    monkeypatch.delenv("SHIREHALL_PAYMENTS_ACCOUNTS")
    assert people.released(run).state == "released"


@pytest.mark.parametrize("authority", [COUNCIL, ""])
def test_the_stop_switch_stops_every_stage_and_lets_go_on(
    people: People, make_invoice: MakeInvoice, authority: str
) -> None:
    make_invoice()
    run = people.approved()
    stop = stop_paying(authority=authority, because="an odd file came", by=people.lena.email, at=MONDAY)
    with pytest.raises(RunError) as stopped:
        people.released(run)
    assert stopped.value.reasons == ("Paying is stopped: an odd file came",)
    make_invoice()
    with pytest.raises(RunError, match="odd file"):
        people.proposed()
    resume_paying(stop=stop, by=people.moss.email, at=MONDAY)
    assert people.released(run).state == "released"


def test_a_stop_for_another_council_stops_nothing_here(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    stop_paying(authority="north_dorset", because="x", by=people.lena.email, at=MONDAY)
    assert people.released().state == "released"


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
    assert [each.paid_amount for each in Invoice.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")] == [120_000, 30_000]
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
    other = by_role("finance_leader")
    came: list[str] = []
    start = threading.Barrier(2)

    def attempt(who: Officer) -> None:
        try:
            start.wait(10)
            came.append(release(run=run, fingerprint=run.fingerprint, by=who, at=MONDAY, seen=run.version).state)
        except RunError as error:
            came.append(type(error).__name__)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":
        # A database in memory is not shared by threads: one after the other, with what both had seen.
        for who in (people.moss, other):
            try:
                came.append(release(run=run, fingerprint=run.fingerprint, by=who, at=MONDAY, seen=run.version).state)
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


@pytest.mark.parametrize("address", ["a@example.org, thief@example.org", "a@example.org\nBcc: t@example.org", "nobody", ""])
def test_an_address_that_is_not_one_address_gets_nothing(
    people: People, make_invoice: MakeInvoice, supplier: Supplier, address: str
) -> None:
    Supplier.objects.filter(pk=supplier.pk).update(remittance_email=address, email="")
    invoice = make_invoice()
    people.released()
    work_due(at=MONDAY)
    assert not Message.objects.filter(template="send_remittance").exists()
    assert Event.objects.filter(case=invoice.case, kind="remittance_no_address").exists()


def test_the_payment_goes_to_the_register_and_never_to_what_is_printed(people: People, make_invoice: MakeInvoice) -> None:
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
