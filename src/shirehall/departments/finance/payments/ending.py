"""What happens to a run or a payment afterwards: the bank took it, it is recalled, cancelled, or money came back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.casework.api import plan_step, record
from shirehall.departments.finance.invoices.api import (
    InvoiceError,
    lock_for_payment,
    take_back_payment,
    take_out_of_run,
)
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.locking import lock_run, move_run
from shirehall.departments.finance.payments.log import note_event
from shirehall.departments.finance.payments.models import Payment, PaymentItem, PaymentRun
from shirehall.departments.finance.payments.posting import plan_posting
from shirehall.departments.finance.payments.problems import RefusedRun, RunError
from shirehall.departments.finance.payments.releasing import SEND_REMITTANCE
from shirehall.departments.finance.payments.rules import ACTS, APPROVE, PROPOSE, RELEASE, check_state, may_act
from shirehall.departments.finance.payments.settings import PaymentSettings
from shirehall.partnership.api import Officer

State = PaymentRun.State


def cancel(*, run: PaymentRun, because: str, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """End a run that was not released; its invoices can be paid by another. Raises RunError, StaleRun."""
    reason = _reason(because)
    with transaction.atomic():
        locked = lock_run(run.pk, seen)
        check_state(locked, State.PROPOSED, State.APPROVED)
        _demand_role(by, locked, PROPOSE, APPROVE, RELEASE)
        items = list(PaymentItem.objects.filter(payment__run=locked).select_related("invoice"))
        take_out_of_run(invoices=[each.invoice for each in items], by=by.email, at=at)
        _end(locked, State.CANCELLED, reason, by.email, at)
        note_event(locked, "cancelled", by=by.email, at=at, payload={"because": reason})
        return locked


def recall(*, run: PaymentRun, because: str, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """Take a released run back before the bank's cut-off: its invoices can be paid again, and its files are no longer
    given out. The bank must be told as well, where it has the file. Raises RunError, StaleRun."""
    reason = _reason(because)
    with transaction.atomic():
        locked = lock_run(run.pk, seen)
        check_state(locked, State.RELEASED, State.SENT)
        _demand_role(by, locked, APPROVE, RELEASE)
        if at > PaymentSettings.current().cut_off(locked.pay_on):
            raise RunError(
                _("The bank's cut-off is over. Mark a payment that the bank sends back as returned.")
            )
        payments = Payment.objects.filter(run=locked, state=Payment.State.SENT)
        lock_for_payment(PaymentItem.objects.filter(payment__in=payments).values_list("invoice", flat=True))
        for payment in payments:
            _take_back(locked, payment, reason, by.email, at)
        _end(locked, State.RECALLED, reason, by.email, at)
        note_event(locked, "recalled", by=by.email, at=at, payload={"because": reason})
        return locked


def mark_sent(*, run: PaymentRun, note: str, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """The bank took the file. `note` is its own reference, if there is one. Raises RunError, StaleRun."""
    with transaction.atomic():
        locked = lock_run(run.pk, seen)
        check_state(locked, State.RELEASED)
        _demand_role(by, locked, RELEASE)
        locked.state, locked.sent_by, locked.sent_at = State.SENT, by.email, at
        move_run(locked)
        note_event(locked, "sent", by=by.email, at=at, payload={"note": note.strip()[:300]})
        return locked


def mark_failed(*, payment: Payment, because: str, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """The bank sent a payment back: its invoices can be paid again. Raises RunError, StaleRun."""
    reason = _reason(because)
    with transaction.atomic():
        locked = lock_run(payment.run_id, seen)
        check_state(locked, State.RELEASED, State.SENT)
        _demand_role(by, locked, *ACTS)
        fresh = Payment.objects.select_for_update().get(pk=payment.pk)
        if fresh.state != Payment.State.SENT or not fresh.amount:
            raise RunError(_("This payment did not go out, so it cannot come back."))
        _take_back(locked, fresh, reason, by.email, at)
        _end_payments([fresh.pk], Payment.State.FAILED, reason, by.email, at)
        move_run(locked)
        payload = {"payment": fresh.key, "amount": fresh.amount, "because": reason}
        note_event(locked, "payment_failed", by=by.email, at=at, payload=payload)
        return locked


def _take_back(run: PaymentRun, payment: Payment, because: str, by: str, at: datetime) -> None:
    for item in payment.items.select_related("invoice__case").order_by("invoice"):
        try:
            invoice = take_back_payment(
                invoice=item.invoice, amount=item.amount, because=because, by=by, at=at
            )
        except InvoiceError as error:
            raise RunError(
                _(
                    "Invoice %(number)s was paid again meanwhile, so this cannot be taken back by itself: %(error)s"
                )
                % {"number": item.invoice.number, "error": error}
            ) from error
        lost = {"discount": 0} if item.discount else {}
        Invoice.objects.filter(pk=invoice.pk).update(interest=0, **lost)
        payload = {"run": run.name, "payment": payment.key, "amount": item.amount, "because": because}
        record(case=invoice.case, kind="payment_came_back", by=by, at=at, payload=payload)
    _tell(payment, at)


def _tell(payment: Payment, at: datetime) -> None:
    """A supplier who was told that money comes is told that it does not; so is the ledger."""
    first = payment.items.select_related("invoice__case").order_by("id")[0]
    plan_posting(payment.run, case=first.invoice.case, at=at, payment=payment.pk)
    if payment.remittance_id is None:
        return
    plan_step(
        kind=SEND_REMITTANCE, payload={"payment": payment.pk, "stopped": True}, at=at, case=first.invoice.case,
        key=f"{SEND_REMITTANCE}-stopped-{payment.pk}",
    )  # fmt: skip


def _end(run: PaymentRun, state: PaymentRun.State, because: str, by: str, at: datetime) -> None:
    run.state, run.ended_by, run.ended_at, run.ended_because = state, by, at, because
    move_run(run)
    living = Payment.objects.filter(run=run, state__in=[Payment.State.PLANNED, Payment.State.SENT])
    _end_payments(list(living.values_list("pk", flat=True)), Payment.State.RECALLED, because, by, at)
    PaymentItem.objects.filter(payment__run=run).update(is_open=False)


def _end_payments(numbers: list[int], state: str, because: str, by: str, at: datetime) -> None:
    Payment.objects.filter(pk__in=numbers).update(
        state=state, ended_because=because, ended_by=by, ended_at=at
    )


def _demand_role(by: Officer, run: PaymentRun, *actions: str) -> None:
    if not any(may_act(by, action, run.authority) for action in actions):
        raise RefusedRun(_("Your role does not let you do this for this council."))


def _reason(text: str) -> str:
    if not text.strip():
        raise RunError(_("Say why."))
    return text.strip()[:300]
