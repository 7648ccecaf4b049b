"""Releasing a run: one transaction, with everything looked at anew under lock. A kill within it leaves the run
approved, so it is released again and nothing is paid twice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.capabilities.documents.api import store_as_it_came
from shirehall.casework.api import plan_step, record
from shirehall.departments.finance.invoices.api import InvoiceError, lock_for_payment, record_payment
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.checking import differences
from shirehall.departments.finance.payments.files import CONTENT_TYPES, make_files
from shirehall.departments.finance.payments.lateness import current_rates, interest_on, paid_parts
from shirehall.departments.finance.payments.locking import lock_run, move_run
from shirehall.departments.finance.payments.log import note_event
from shirehall.departments.finance.payments.models import Payment, PaymentItem, PaymentRun, RunFile
from shirehall.departments.finance.payments.posting import plan_posting
from shirehall.departments.finance.payments.problems import RunError
from shirehall.departments.finance.payments.rules import RELEASE, check_state, refuse_unless_may
from shirehall.departments.finance.payments.writing import payments_of
from shirehall.partnership.api import Officer

SEND_REMITTANCE = "send_remittance"
State = PaymentRun.State


def release(*, run: PaymentRun, fingerprint: str, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """Release what was approved: its files are kept, its invoices are paid on the day of the run, suppliers will be
    told. A difference stops it, and stands in the run log. Raises RunError, RefusedRun, StaleRun."""
    try:
        with transaction.atomic():
            locked = lock_run(run.pk, seen)
            check_state(locked, State.APPROVED)
            refuse_unless_may(by, RELEASE, locked)
            if fingerprint != locked.fingerprint:
                raise RunError(_("The run is not the one that you looked at. Look at it again, then decide."))
            if reasons := differences(locked, at=at, lock=True):
                raise _DiffersError(reasons)
            _pay(locked, by.email, at)
            return locked
    except _DiffersError as error:
        _note_refusal(run, error.reasons, by.email, at)
        raise RunError(_("The run was not released, and nothing was paid."), error.reasons) from error
    except InvoiceError as error:
        raise RunError(str(error)) from error


class _DiffersError(RunError):
    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("", reasons)


def _pay(run: PaymentRun, by: str, at: datetime) -> None:
    run.state, run.released_by, run.released_at = State.RELEASED, by, at
    # The version moves first: of two who release at once the second is stopped here.
    move_run(run)
    payments = payments_of(run)
    _keep_files(run, payments, by, at)
    lock_for_payment(item.invoice_id for payment in payments for item in payment.items.all())
    for payment in payments:
        for item in payment.items.all():
            _pay_item(run, payment, item, by, at)
        plan_step(
            kind=SEND_REMITTANCE, payload={"payment": payment.pk}, at=at, case=payment.items.all()[0].invoice.case,
            key=f"{SEND_REMITTANCE}-{payment.pk}",
        )  # fmt: skip
    plan_posting(run, case=payments[0].items.all()[0].invoice.case, at=at)
    Payment.objects.filter(run=run).update(state=Payment.State.SENT)
    PaymentItem.objects.filter(payment__run=run).update(is_open=False)
    note_event(run, "released", by=by, at=at, payload={
        "count": run.count, "total": run.total, "fingerprint": run.fingerprint,
        "files": {each.format: each.sha256 for each in run.files.all()},
    })  # fmt: skip


def _pay_item(run: PaymentRun, payment: Payment, item: PaymentItem, by: str, at: datetime) -> None:
    if item.discount:
        Invoice.objects.filter(pk=item.invoice_id).update(discount=item.discount)
    paid = record_payment(invoice=item.invoice, amount=item.amount, on=run.pay_on, by=by, at=at)
    _note_interest(paid, run)
    record(
        case=paid.case, kind="payment_released", by=by, at=at,
        payload={"run": run.name, "payment": payment.key, "amount": item.amount, "on": run.pay_on.isoformat()},
    )  # fmt: skip


def _note_interest(invoice: Invoice, run: PaymentRun) -> None:
    """What the supplier may claim for being paid late stands on the invoice, once it is paid whole. Nothing pays it."""
    if invoice.state != Invoice.State.PAID:
        return
    owed = interest_on(invoice, until=run.pay_on, rates=current_rates(), paid=paid_parts(invoice))
    Invoice.objects.filter(pk=invoice.pk).update(interest=owed.interest if owed else 0)


def _keep_files(run: PaymentRun, payments: list[Payment], by: str, at: datetime) -> None:
    """The very bytes whose hashes were approved: `differences` has just held them against each other."""
    made = make_files(run, payments)
    for file in RunFile.objects.filter(run=run):
        file.document = store_as_it_came(
            content=made[file.format],
            name=file.name,
            content_type=CONTENT_TYPES[file.format],
            by=by,
            at=at,
            channel="",
        )
        file.save(update_fields=["document"])


def _note_refusal(run: PaymentRun, reasons: tuple[str, ...], by: str, at: datetime) -> None:
    with transaction.atomic():
        locked = PaymentRun.objects.select_for_update().get(pk=run.pk)
        note_event(locked, "not_released", by=by, at=at, payload={"because": list(reasons)})
