"""What could be paid now, from invoices and registers, as choosing wants it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from shirehall.casework.api import local_date
from shirehall.departments.finance.invoices.models import Invoice, PayingStop
from shirehall.departments.finance.payments import choosing
from shirehall.departments.finance.payments.choosing import Owing, Payee, Policy, Proposal
from shirehall.departments.finance.payments.interest import due_on
from shirehall.departments.finance.payments.settings import PaymentSettings
from shirehall.departments.finance.registers.models import BankChange, Supplier


@dataclass(frozen=True, slots=True)
class Found:
    """The approved invoices of a council by their numbers, and what is proposed of them."""

    invoices: dict[int, Invoice]
    proposal: Proposal


def find(
    *, authority: str, pay_on: date, policy: Policy, without: Iterable[int] = (), among: Q | None = None,
    parts: Mapping[int, int] | None = None, lock: bool = False,
) -> Found:  # fmt: skip
    """Choose among every approved invoice of a council that is in no run. `without` are left out by somebody; `among`
    narrows the invoices; `parts` are paid in part. With `lock` invoices and suppliers are locked, in one order, until
    the transaction ends."""
    rows = Invoice.objects.filter(authority=authority, state__in=Invoice.PAYABLE).exclude(
        pk__in=list(without)
    )
    if among is not None:
        rows = rows.filter(among)
    if lock:
        rows = rows.select_for_update(of=("self",))
    invoices = {each.pk: each for each in rows.select_related("supplier", "order", "case").order_by("pk")}
    suppliers = {each.supplier.pk: each.supplier for each in invoices.values() if each.supplier}
    if lock:
        locked = Supplier.objects.select_for_update().filter(pk__in=suppliers).order_by("pk")
        suppliers = {each.pk: each for each in locked}
        for invoice in invoices.values():
            if invoice.supplier_id:
                invoice.supplier = suppliers[invoice.supplier_id]
    settings = PaymentSettings.current()
    proposal = choosing.choose(
        [owing_of(each) for each in invoices.values()],
        payees_of([each for each in suppliers.values() if each]),
        pay_on=pay_on, due_until=settings.due_until(pay_on), policy=policy, largest=settings.largest,
        stopped=stop_in_force(authority) is not None, parts=parts,
    )  # fmt: skip
    return Found(invoices, proposal)


def owing_of(invoice: Invoice) -> Owing:
    """An invoice as choosing wants it. What it does not say is taken from when it came."""
    received = local_date(invoice.received_at)
    days = invoice.supplier.payment_days if invoice.supplier else 30
    return Owing(
        invoice=invoice.pk, payee=invoice.supplier.code if invoice.supplier else "", owed=invoice.owed,
        due_on=due_on(received, days, invoice.due_date), dated_on=invoice.invoice_date or received,
        currency=invoice.currency, is_credit=invoice.is_credit, partly_paid=bool(invoice.paid_amount),
        discount_taken=invoice.discount,
    )  # fmt: skip


def payees_of(suppliers: Sequence[Supplier]) -> dict[str, Payee]:
    """Suppliers by code, with whether a change of their bank details waits."""
    changing = set(
        BankChange.objects.filter(supplier__in=suppliers, state__in=BankChange.WAITING).values_list(
            "supplier", flat=True
        )
    )
    return {
        each.code: Payee(
            code=each.code, standing=each.standing, paid_by=each.paid_by, has_account=bool(each.sort_code),
            bank_change_waiting=each.pk in changing, discount_percent=each.discount_percent,
            discount_days=each.discount_days,
        )
        for each in suppliers
    }  # fmt: skip


def stop_in_force(authority: str) -> PayingStop | None:
    """The stop that holds for a council now, if any."""
    return (
        PayingStop.objects.filter(authority__in=["", authority], ended_at=None).order_by("authority").first()
    )
