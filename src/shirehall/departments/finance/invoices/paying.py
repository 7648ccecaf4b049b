"""What payment runs ask of invoices: which can be paid, and what was."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shirehall.casework.api import record
from shirehall.departments.finance.invoices.deciding import lock_invoice
from shirehall.departments.finance.invoices.gathering.spending import (
    end_reservations,
    lock_budgets_of,
    reserve_again,
)
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.problems import InvoiceError
from shirehall.departments.finance.registers.models import Supplier

State = Invoice.State


def payable(*, authority: str, on: date) -> QuerySet[Invoice]:
    """The approved invoices and credit notes of a council of suppliers who are paid by BACS, with their suppliers.
    When each is due is for the run to say."""
    found = Invoice.objects.filter(authority=authority, state__in=Invoice.PAYABLE, approved_at__date__lte=on)
    return found.filter(supplier__paid_by=Supplier.PaidBy.BACS).select_related("supplier", "order", "case")


def put_in_run(*, invoices: Iterable[Invoice], by: str, at: datetime) -> None:
    """Invoices are in a run now. Within the caller's transaction. Raises InvoiceError where one cannot be paid."""
    for each in sorted(invoices, key=lambda one: one.pk):
        invoice = lock_invoice(each.pk)
        if invoice.state not in Invoice.PAYABLE:
            raise InvoiceError(_("An invoice is in another run, or no longer approved."))
        _move(invoice, State.IN_RUN, "invoice_in_run", by, at)


def take_out_of_run(*, invoices: Iterable[Invoice], by: str, at: datetime) -> None:
    """Invoices that are in a run can be paid by another one again."""
    for each in sorted(invoices, key=lambda one: one.pk):
        invoice = lock_invoice(each.pk)
        if invoice.state == State.IN_RUN:
            state = State.PART_PAID if invoice.paid_amount else State.APPROVED
            _move(invoice, state, "invoice_out_of_run", by, at)


def lock_for_payment(invoices: Iterable[int]) -> None:
    """Lock the invoices and their budgets, in the one order in which everybody locks them, before payments are recorded
    or taken back one by one. Within the caller's transaction."""
    numbers = sorted(set(invoices))
    list(
        Invoice.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk", flat=True)
    )
    lock_budgets_of(numbers)


def record_payment(*, invoice: Invoice, amount: int, on: date, by: str, at: datetime) -> Invoice:
    """So many pence of an invoice in a run were paid (below nought: so much of a credit note was used). With nothing
    left it is paid, and its budgets have spent it. Raises InvoiceError for more than is owed."""
    with transaction.atomic():
        invoice = lock_invoice(invoice.pk)
        if invoice.state != State.IN_RUN:
            raise InvoiceError(_("An invoice is paid from a payment run only."))
        left = invoice.owed - amount
        if amount == 0 or amount * invoice.owed < 0 or left * invoice.owed < 0:
            raise InvoiceError(_("That is more than is owed."))
        invoice.paid_amount += amount
        if left == 0:
            invoice.paid_on = on
            end_reservations(invoice, at=at, spent=True)
        invoice.save(update_fields=["paid_amount", "paid_on"])
        state = State.PAID if left == 0 else State.PART_PAID
        _move(invoice, state, "invoice_paid", by, at, amount=amount, on=on.isoformat())
        return invoice


def take_back_payment(*, invoice: Invoice, amount: int, because: str, by: str, at: datetime) -> Invoice:
    """A payment came back from the bank: the invoice can be paid again. Raises InvoiceError."""
    with transaction.atomic():
        invoice = lock_invoice(invoice.pk)
        if invoice.state not in (State.PAID, State.PART_PAID) or abs(amount) > abs(invoice.paid_amount):
            raise InvoiceError(_("So much was not paid."))
        invoice.paid_amount -= amount
        invoice.paid_on = None
        reserve_again(invoice)
        state = State.PART_PAID if invoice.paid_amount else State.APPROVED
        _move(invoice, state, "invoice_payment_returned", by, at, amount=amount, because=because)
        return invoice


def _move(invoice: Invoice, state: str, kind: str, by: str, at: datetime, **payload: object) -> None:
    invoice.state = State(state)
    invoice.version += 1
    invoice.save()
    record(case=invoice.case, kind=kind, by=by, at=at, payload=payload)
