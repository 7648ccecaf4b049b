"""Proposing a run, and changing what it pays before somebody approves it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from shirehall.casework.api import is_working_day
from shirehall.departments.finance.invoices.api import InvoiceError, put_in_run, take_out_of_run
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.accounts import paying_account
from shirehall.departments.finance.payments.choosing import (
    POLICIES,
    Item,
    Kind,
    PaymentPlan,
    Policy,
    paid_in_part,
)
from shirehall.departments.finance.payments.gathering import Found, find, stop_in_force
from shirehall.departments.finance.payments.locking import lock_run, move_run
from shirehall.departments.finance.payments.log import note_event
from shirehall.departments.finance.payments.models import LeftOut, Payment, PaymentItem, PaymentRun
from shirehall.departments.finance.payments.problems import RunError
from shirehall.departments.finance.payments.rules import PROPOSE, check_state, refuse_unless_may
from shirehall.departments.finance.payments.settings import PaymentSettings
from shirehall.departments.finance.payments.writing import sum_up, write_items, write_payments
from shirehall.partnership.api import Officer

State = PaymentRun.State


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks a run to be."""

    authority: str
    pay_on: date
    policy: Policy


def wish(*, authority: str, pay_on: date, policy: str, at: datetime) -> Wish:
    """Check a wish. Raises RunError for a day on which no money can arrive, or an unknown policy."""
    if policy not in POLICIES:
        raise RunError(_("Choose what the run pays."))
    _check_day(pay_on, at)
    return Wish(authority, pay_on, "at_once" if policy == "at_once" else "when_due")


def preview(asked: Wish) -> Found:
    """What a run would pay, and why not the rest. Changes nothing."""
    return find(authority=asked.authority, pay_on=asked.pay_on, policy=asked.policy)


def propose(*, asked: Wish, by: Officer, at: datetime, note: str = "") -> PaymentRun:
    """Make a run of what can be paid. Its invoices are in it from now on. Raises RunError."""
    run = PaymentRun(
        authority=asked.authority, pay_on=asked.pay_on, policy=asked.policy, note=note.strip()[:300],
        proposed_by=by.email, proposed_at=at,
    )  # fmt: skip
    refuse_unless_may(by, PROPOSE, run)
    if stop := stop_in_force(asked.authority):
        raise RunError(_("Paying is stopped: %(because)s") % {"because": stop.because})
    account = paying_account(asked.authority)
    run.paid_from = {
        "name": account.name, "sort_code": account.sort_code, "account_number": account.account_number,
        "user_number": account.user_number,
    }  # fmt: skip
    try:
        with transaction.atomic():
            return _make(run, asked, by.email, at)
    except IntegrityError as error:
        raise RunError(
            _("Another run of this council is proposed already, or was just made. Look at it first.")
        ) from error


def _make(run: PaymentRun, asked: Wish, by: str, at: datetime) -> PaymentRun:
    found = find(authority=asked.authority, pay_on=asked.pay_on, policy=asked.policy, lock=True)
    if not found.proposal.payments:
        raise RunError(_("There is nothing to pay on this day."))
    last = PaymentRun.objects.filter(authority=run.authority).aggregate(last=Max("number"))["last"]
    run.number = (last or 0) + 1
    run.save(force_insert=True)
    chosen = [each.invoice for plan in found.proposal.payments for each in plan.items]
    # Before the rows move: what is owed is read from them as they are.
    write_payments(run, found.proposal.payments, found.invoices)
    _into_run([found.invoices[each] for each in chosen], by, at)
    sum_up(run)
    run.save()
    note_event(run, "proposed", by=by, at=at, payload=_sums(run))
    return run


def leave_out(
    *, run: PaymentRun, invoice: int, because: str, by: Officer, at: datetime, seen: int
) -> PaymentRun:
    """Leave an invoice out of a proposed run, with a reason. Its credit notes come out with a payment that would fall
    below nought. Raises RunError."""
    reason = _reason(because)

    def change(locked: PaymentRun) -> None:
        item = _item(locked, invoice)
        LeftOut.objects.create(run=locked, invoice=item.invoice, because=reason, by=by.email, at=at)
        _choose_again(locked, item.payment, by.email, at)
        note_event(locked, "left_out", by=by.email, at=at, payload={"invoice": invoice, "because": reason})

    return _changed(run, change, by, seen)


def put_back(*, run: PaymentRun, invoice: int, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """Put an invoice back that somebody left out. Raises RunError where it cannot be paid now."""

    def change(locked: PaymentRun) -> None:
        row = LeftOut.objects.filter(run=locked, invoice=invoice).first()
        if row is None:
            raise RunError(_("This invoice was not left out of the run."))
        row.delete()
        payment = Payment.objects.filter(run=locked, supplier=row.invoice.supplier).first()
        _choose_again(locked, payment, by.email, at, back=row.invoice)
        if not PaymentItem.objects.filter(payment__run=locked, invoice=invoice).exists():
            raise RunError(_("This invoice cannot be paid in this run now."))
        note_event(locked, "put_back", by=by.email, at=at, payload={"invoice": invoice})

    return _changed(run, change, by, seen)


def pay_in_part(
    *, run: PaymentRun, invoice: int, amount: int, because: str, by: Officer, at: datetime, seen: int
) -> PaymentRun:
    """Pay only so many pence of an invoice in this run, with a reason; a discount is not taken. Raises RunError."""
    reason = _reason(because)

    def change(locked: PaymentRun) -> None:
        item = _item(locked, invoice)
        payment = item.payment
        rows = list(payment.items.select_related("invoice"))
        plan = PaymentPlan(payment.supplier.code, [_as_item(each) for each in rows])
        try:
            changed = paid_in_part(plan, invoice, amount)
        except ValueError as error:
            raise RunError(
                _("Give an amount above nought and below what is owed, that covers the credit notes.")
            ) from error
        payment.items.all().delete()
        write_items(payment, changed.items, {each.invoice_id: each.invoice for each in rows})
        payment.amount = changed.amount
        payment.save(update_fields=["amount"])
        payload = {"invoice": invoice, "amount": amount, "because": reason}
        note_event(locked, "paid_in_part", by=by.email, at=at, payload=payload)

    return _changed(run, change, by, seen)


def move_day(*, run: PaymentRun, pay_on: date, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """Let a proposed run pay on another day; discounts are reckoned anew. Raises RunError."""
    _check_day(pay_on, at)

    def change(locked: PaymentRun) -> None:
        locked.pay_on = pay_on
        for payment in list(Payment.objects.filter(run=locked)):
            _choose_again(locked, payment, by.email, at)
        note_event(locked, "moved_day", by=by.email, at=at, payload={"pay_on": pay_on.isoformat()})

    return _changed(run, change, by, seen)


def _changed(run: PaymentRun, change: Callable[[PaymentRun], None], by: Officer, seen: int) -> PaymentRun:
    with transaction.atomic():
        locked = lock_run(run.pk, seen)
        refuse_unless_may(by, PROPOSE, locked)
        check_state(locked, State.PROPOSED)
        change(locked)
        if not Payment.objects.filter(run=locked).exists():
            raise RunError(_("The run would pay nothing. Cancel it instead."))
        sum_up(locked)
        move_run(locked)
        return locked


def _choose_again(
    run: PaymentRun, payment: Payment | None, by: str, at: datetime, back: Invoice | None = None
) -> None:
    """Choose one supplier's payment anew, of the invoices that were in it and `back`; credit notes and discounts
    follow. What was approved since comes with the next run, and parts stay parts."""
    items = list(payment.items.select_related("invoice")) if payment else []
    wanted = payment.supplier_id if payment else back.supplier_id if back else None
    if payment is not None:
        payment.items.all().delete()
        payment.delete()
        take_out_of_run(invoices=[each.invoice for each in items], by=by, at=at)
    out = LeftOut.objects.filter(run=run).values_list("invoice", flat=True)
    mine = {each.invoice_id for each in items} | ({back.pk} if back else set())
    policy: Policy = "at_once" if run.policy == "at_once" else "when_due"
    found = find(
        authority=run.authority, pay_on=run.pay_on, policy=policy, without=out, lock=True,
        among=Q(supplier=wanted) & (Q(pk__in=mine) | Q(is_credit=True)),
        parts={each.invoice_id: each.amount for each in items if each.kind == PaymentItem.Kind.PART},
    )  # fmt: skip
    write_payments(run, found.proposal.payments, found.invoices)
    _into_run(
        [found.invoices[each.invoice] for plan in found.proposal.payments for each in plan.items], by, at
    )


def _into_run(invoices: list[Invoice], by: str, at: datetime) -> None:
    try:
        put_in_run(invoices=invoices, by=by, at=at)
    except InvoiceError as error:
        raise RunError(str(error)) from error


def _item(run: PaymentRun, invoice: int) -> PaymentItem:
    rows = PaymentItem.objects.select_related("payment__supplier", "invoice")
    item = rows.filter(payment__run=run, invoice=invoice).first()
    if item is None:
        raise RunError(_("This invoice is not in the run."))
    return item


def _as_item(row: PaymentItem) -> Item:
    kinds: dict[str, Kind] = {"part": "part", "credit": "credit", "discount": "discount"}
    return Item(row.invoice_id, row.amount, kinds.get(row.kind, "full"), row.discount)


def _check_day(pay_on: date, at: datetime) -> None:
    if not is_working_day(pay_on):
        raise RunError(_("Choose a working day: banks pay on no other."))
    first = PaymentSettings.current().earliest(at)
    if pay_on < first:
        raise RunError(
            _("Choose %(day)s or a later day: the bank's cut-off for the day is over.")
            % {"day": f"{first:%-d %B %Y}"}
        )
    if (pay_on - first).days > 30:
        raise RunError(_("Choose a day within the next 30 days."))


def _reason(text: str) -> str:
    if not text.strip():
        raise RunError(_("Say why."))
    return text.strip()[:300]


def _sums(run: PaymentRun) -> dict[str, object]:
    hashes = {each.format: each.sha256 for each in run.files.all()}
    return {"count": run.count, "total": run.total, "fingerprint": run.fingerprint, "files": hashes}
