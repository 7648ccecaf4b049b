"""Who may not, whatever their role; and what an attacker, a mistake or a kill may try with a run."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from shirehall.casework.api import record
from shirehall.casework.models import CaseJudgement, Step, Submission
from shirehall.departments.finance.invoices.api import resume_paying, stop_paying
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.approving import approve
from shirehall.departments.finance.payments.conftest import COUNCIL, MONDAY, MakeInvoice, People, officer
from shirehall.departments.finance.payments.ending import cancel
from shirehall.departments.finance.payments.models import Payment, PaymentRun, RunEvent, RunFile
from shirehall.departments.finance.payments.problems import RefusedRun, RunError
from shirehall.departments.finance.payments.proposing import propose, wish
from shirehall.departments.finance.payments.releasing import release
from shirehall.departments.finance.payments.rules import APPROVE, PROPOSE, RELEASE, may_act, may_stop, why_not
from shirehall.departments.finance.registers.models import (
    Agreement,
    BankChange,
    GoodsReceipt,
    OrderLine,
    PurchaseOrder,
    RegisterEvent,
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
        assert {act for act in (PROPOSE, APPROVE, RELEASE) if may_act(officer(name), act, COUNCIL)} == may, (
            name
        )
    assert [name for name in ROLES if may_stop(officer(name), COUNCIL)] == [
        "lena.copperfold",
        "moss.brackenridge",
    ]


def by_role(role: str, team: str = "finance", authority: str | None = None) -> Officer:
    return add_officer(
        email=f"{role}.{authority or 'all'}@example.org", name=role, places=[Place(team, role, authority)], password=None,
        by="test", at=MONDAY,
    )  # fmt: skip


def test_a_role_for_another_council_or_of_an_administrator_does_nothing(
    people: People, make_invoice: MakeInvoice
) -> None:
    make_invoice()
    run = people.proposed()
    for other in (
        by_role("finance_leader", authority="north_dorset"),
        by_role("administrator"),
        by_role("officer"),
    ):
        with pytest.raises(RefusedRun, match="role"):
            approve(run=run, fingerprint=run.fingerprint, by=other, at=MONDAY, seen=run.version)
        with pytest.raises(RefusedRun, match="role"):
            cancel(run=run, because="x", by=other, at=MONDAY, seen=run.version)
        with pytest.raises(RefusedRun, match="role"):
            propose(
                asked=wish(authority=COUNCIL, pay_on=run.pay_on, policy="at_once", at=MONDAY),
                by=other,
                at=MONDAY,
            )


@pytest.fixture
def everything(people: People) -> Officer:
    """One person with every role there is."""
    return add_officer(
        email="every.role@example.org", name="Every Role",
        places=[Place("finance", role, None) for role in ("finance_officer", "finance_leader", "administrator")],
        password=None, by="test", at=MONDAY,
    )  # fmt: skip


def _paid_supplier(invoice: Invoice) -> Any:
    return Supplier.objects.filter(invoices=invoice)


def _proposed(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    PaymentRun.objects.filter(pk=run.pk).update(proposed_by=who.email)


def _changed(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    RunEvent.objects.filter(run=run).update(by=who.email)


def _bank(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    _paid_supplier(invoice).update(bank_by=["a@example.org", who.email.upper()])


def _called(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    BankChange.objects.create(
        supplier=_paid_supplier(invoice).get(), state="in_force", sort_code="200000", account_number="12345678",
        reason="new", asked_by="a@example.org", asked_at=MONDAY, called_by=who.email, confirmed_by="b@example.org",
    )  # fmt: skip


def _registered(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    _paid_supplier(invoice).update(made_by=who.email)


def _order(invoice: Invoice, requester: str) -> PurchaseOrder:
    order = PurchaseOrder.objects.create(
        number="PO-1", number_key="PO1", authority=COUNCIL, supplier=_paid_supplier(invoice).get(), ordered_on=MONDAY.date(),
        requester=requester, net=100,
    )  # fmt: skip
    Invoice.objects.filter(pk=invoice.pk).update(order=order)
    return order


def _requested(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    _order(invoice, who.email)


def _received(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    order = _order(invoice, "dev@example.org")
    line = OrderLine.objects.create(
        order=order, position=1, description="x", quantity=1, unit_price=1, net=100
    )
    GoodsReceipt.objects.create(
        line=line, quantity=1, received_on=MONDAY.date(), by=who.email, at=MONDAY, key="k"
    )


def _agreed(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    agreement = Agreement.objects.create(
        supplier=_paid_supplier(invoice).get(),
        authority=COUNCIL,
        expected=100,
        requester=who.email,
        from_on=MONDAY.date(),
    )
    Invoice.objects.filter(pk=invoice.pk).update(agreement=agreement)


def _judged(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    last = Submission.objects.filter(case=invoice.case).latest("pk")
    CaseJudgement.objects.create(
        case=invoice.case,
        submission=last,
        question="amount_approved",
        answer=True,
        reason="right",
        by=who.email,
        at=MONDAY,
    )


def _put_right(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    record(
        case=invoice.case, kind="invoice_corrected", by=who.email, at=MONDAY, payload={"fields": ["gross"]}
    )


def _took_back(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    record(case=invoice.case, kind="invoice_payment_returned", by=who.email, at=MONDAY)


def _changed_supplier(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    key = _paid_supplier(invoice).get().pk
    RegisterEvent.objects.create(kind="supplier", key=key, what="changed", by=who.email.upper(), at=MONDAY)


def _wrote_order(run: PaymentRun, invoice: Invoice, who: Officer) -> None:
    key = _order(invoice, "dev@example.org").pk
    RegisterEvent.objects.create(kind="order", key=key, what="added", by=who.email, at=MONDAY)


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
    (_put_right, "put invoice INV-1 right"),
    (_took_back, "took back a payment of invoice INV-1"),
    (_changed_supplier, "put Larkmere"),
    (_wrote_order, "put order PO-1"),
]


def test_who_had_a_hand_in_it_neither_approves_nor_releases_whatever_their_role(
    people: People, make_invoice: MakeInvoice, everything: Officer
) -> None:
    invoice = make_invoice()
    run = people.proposed()
    for action in (APPROVE, RELEASE):
        assert why_not(everything.email, run, action) == ()
    for hand, says in HANDS:
        with transaction.atomic():
            _neither(run, invoice, people, everything, hand, says)
            transaction.set_rollback(True)


def _neither(
    run: PaymentRun, invoice: Invoice, people: People, who: Officer, hand: Callable[..., None], says: str
) -> None:
    hand(run, invoice, who)
    with pytest.raises(RefusedRun) as refused:
        approve(run=run, fingerprint=run.fingerprint, by=who, at=MONDAY, seen=run.version)
    assert any(says in each for each in refused.value.reasons), refused.value.reasons
    PaymentRun.objects.filter(pk=run.pk).update(
        state="approved", approved_by=people.lena.email, approved_at=MONDAY
    )
    with pytest.raises(RefusedRun) as refused:
        release(run=run, fingerprint=run.fingerprint, by=who, at=MONDAY, seen=run.version)
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
    return lambda run, invoice: _put(_paid_supplier(invoice), {name: value})


def _put(rows: Any, values: dict[str, Any]) -> None:
    rows.update(**values)


def _waiting_change(run: PaymentRun, invoice: Invoice) -> None:
    BankChange.objects.create(
        supplier=_paid_supplier(invoice).get(), sort_code="200000", account_number="12345678", reason="new", asked_by="a",
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
    (
        lambda run, invoice: _put(Invoice.objects.filter(pk=invoice.pk), {"state": "approved"}),
        "no longer approved",
    ),
    (lambda run, invoice: _put(Invoice.objects.filter(pk=invoice.pk), {"gross": 119_999}), "not what it was"),
    (lambda run, invoice: _put(Invoice.objects.filter(pk=invoice.pk), {"paid_amount": 5}), "not what it was"),
    (
        lambda run, invoice: _put(Payment.objects.filter(run=run), {"account_number": "99999999"}),
        "not what was shown",
    ),
    (lambda run, invoice: _put(Payment.objects.filter(run=run), {"amount": 1}), "not the sum"),
    (
        lambda run, invoice: _put(Payment.objects.filter(run=run), {"reference": "OTHER"}),
        "not those whose hashes",
    ),
    (
        lambda run, invoice: _put(RunFile.objects.filter(run=run), {"sha256": "0" * 64}),
        "not those whose hashes",
    ),
    (lambda run, invoice: _put(PaymentRun.objects.filter(pk=run.pk), {"total": 1}), "Count or total"),
    (lambda run, invoice: _put(RunEvent.objects.filter(run=run, sequence=1), {"by": "x"}), "log"),
]


def test_what_changed_since_it_was_approved_stops_the_release(
    people: People, make_invoice: MakeInvoice
) -> None:
    invoice = make_invoice()
    run = people.approved()
    for meanwhile, says in MEANWHILE:
        with transaction.atomic():
            meanwhile(run, invoice)
            with pytest.raises(RunError) as stopped:
                people.released(run)
            assert any(says in each for each in stopped.value.reasons), (says, stopped.value.reasons)
            assert PaymentRun.objects.get(pk=run.pk).state == "approved"
            assert not RunFile.objects.filter(document__isnull=False).exists()
            assert not Step.objects.filter(kind="send_remittance").exists()
            assert RunEvent.objects.filter(run=run).latest("sequence").kind == "not_released"
            transaction.set_rollback(True)
    assert people.released(run).state == "released"


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
