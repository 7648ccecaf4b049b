"""Everything is looked at anew before a run is approved, and again under lock before it is released."""

from datetime import datetime

from django.utils.translation import gettext as _

from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.accounts import paying_account
from shirehall.departments.finance.payments.credits import FileError, PayingAccount
from shirehall.departments.finance.payments.files import fingerprint, make_files, sha256_of
from shirehall.departments.finance.payments.gathering import stop_in_force
from shirehall.departments.finance.payments.log import verify_log
from shirehall.departments.finance.payments.models import Payment, PaymentRun
from shirehall.departments.finance.payments.problems import RunError
from shirehall.departments.finance.payments.settings import PaymentSettings
from shirehall.departments.finance.payments.writing import payments_of, supplier_differs
from shirehall.departments.finance.registers.models import BankChange, Supplier


def differences(run: PaymentRun, *, at: datetime, lock: bool = False) -> tuple[str, ...]:
    """What stands against paying this run now, a sentence each; empty where all is as it was. With `lock` suppliers and
    invoices are locked, in one order, until the transaction ends."""
    payments = payments_of(run)
    reasons = [*_of_the_day(run, at), *_of_the_account(run)]
    suppliers = _suppliers(payments, lock)
    changing = set(
        BankChange.objects.filter(supplier__in=suppliers, state__in=BankChange.WAITING).values_list(
            "supplier", flat=True
        )
    )
    invoices = _invoices(payments, lock)
    for payment in payments:
        reasons += _of_the_supplier(payment, suppliers[payment.supplier_id], payment.supplier_id in changing)
        reasons += _of_the_items(payment, invoices)
    return (*reasons, *_of_the_files(run, payments))


def _of_the_day(run: PaymentRun, at: datetime) -> list[str]:
    reasons = []
    if stop := stop_in_force(run.authority):
        reasons.append(_("Paying is stopped: %(because)s") % {"because": stop.because})
    if at > PaymentSettings.current().cut_off(run.pay_on):
        reasons.append(_("The bank's cut-off for %(day)s is over.") % {"day": f"{run.pay_on:%-d %B %Y}"})
    if problem := verify_log(run):
        reasons.append(problem)
    return reasons


def _of_the_account(run: PaymentRun) -> list[str]:
    try:
        now = paying_account(run.authority)
    except RunError as error:
        return [str(error)]
    if now != PayingAccount(**run.paid_from):
        return [_("The council's account that pays is another one now.")]
    return []


def _suppliers(payments: list[Payment], lock: bool) -> dict[int, Supplier]:
    rows = Supplier.objects.filter(pk__in={each.supplier_id for each in payments}).order_by("pk")
    return {each.pk: each for each in (rows.select_for_update() if lock else rows)}


def _invoices(payments: list[Payment], lock: bool) -> dict[int, Invoice]:
    numbers = {item.invoice_id for each in payments for item in each.items.all()}
    rows = Invoice.objects.filter(pk__in=numbers).order_by("pk")
    return {each.pk: each for each in (rows.select_for_update() if lock else rows)}


def _of_the_supplier(payment: Payment, supplier: Supplier, is_changing: bool) -> list[str]:
    named = {"name": supplier.name}
    reasons = []
    if supplier.standing != Supplier.Standing.ACTIVE:
        reasons.append(_("%(name)s is on hold or closed.") % named)
    if supplier.paid_by != Supplier.PaidBy.BACS:
        reasons.append(_("%(name)s is paid another way now.") % named)
    if is_changing:
        reasons.append(_("A change of the bank details of %(name)s waits.") % named)
    if supplier_differs(payment, supplier):
        reasons.append(_("The bank details of %(name)s have changed since the run was proposed.") % named)
    return reasons


def _of_the_items(payment: Payment, invoices: dict[int, Invoice]) -> list[str]:
    reasons = []
    total = 0
    for item in payment.items.all():
        total += item.amount
        invoice = invoices[item.invoice_id]
        named = {"number": invoice.number or invoice.pk, "name": payment.name}
        if invoice.state != Invoice.State.IN_RUN or not item.is_open:
            reasons.append(_("Invoice %(number)s of %(name)s is no longer approved for this run.") % named)
        if invoice.owed != item.owed or invoice.supplier_id != payment.supplier_id:
            reasons.append(
                _("Invoice %(number)s of %(name)s is not what it was when the run was proposed.") % named
            )
    if total != payment.amount:
        reasons.append(_("The payment to %(name)s is not the sum of its invoices.") % {"name": payment.name})
    return reasons


def _of_the_files(run: PaymentRun, payments: list[Payment]) -> list[str]:
    moving = [each for each in payments if each.amount]
    reasons = []
    if (run.count, run.total) != (len(moving), sum(each.amount for each in moving)):
        reasons.append(_("Count or total are not those that were shown."))
    if fingerprint(run, payments) != run.fingerprint:
        reasons.append(_("What the run pays is not what was shown."))
    try:
        made = make_files(run, payments)
    except FileError as error:
        return [*reasons, str(error)]
    if {name: sha256_of(content) for name, content in made.items()} != {
        each.format: each.sha256 for each in run.files.all()
    }:
        reasons.append(_("The files for the bank are not those whose hashes were shown."))
    return reasons
