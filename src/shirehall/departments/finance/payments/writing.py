"""Writes what a run pays: its payments with their items, its sums, its files' hashes and its fingerprint."""

from collections.abc import Mapping, Sequence

from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.choosing import Item, PaymentPlan
from shirehall.departments.finance.payments.credits import FileError
from shirehall.departments.finance.payments.files import ENDINGS, fingerprint, make_files, sha256_of
from shirehall.departments.finance.payments.models import Payment, PaymentItem, PaymentRun, RunFile
from shirehall.departments.finance.payments.problems import RunError
from shirehall.departments.finance.payments.signs import for_bacs
from shirehall.departments.finance.registers.models import Supplier

_REFERENCE = 18


def write_payments(run: PaymentRun, plans: Sequence[PaymentPlan], invoices: Mapping[int, Invoice]) -> None:
    """Add a payment for each plan. Its account is the register's as it is now."""
    first = (
        Payment.objects.filter(run=run).order_by("-number").values_list("number", flat=True).first() or 0
    ) + 1
    for number, plan in enumerate(plans, first):
        supplier = invoices[plan.items[0].invoice].supplier
        assert supplier is not None
        key = f"{run.name}-{number}"
        payment = Payment.objects.create(
            run=run, number=number, key=key, supplier=supplier, name=supplier.account_name or supplier.name,
            sort_code=supplier.sort_code, account_number=supplier.account_number, bank_since=supplier.bank_since,
            amount=plan.amount, reference=_reference(key, plan.items, invoices),
        )  # fmt: skip
        write_items(payment, plan.items, invoices)


def write_items(payment: Payment, items: Sequence[Item], invoices: Mapping[int, Invoice]) -> None:
    """Add items to a payment."""
    PaymentItem.objects.bulk_create(
        PaymentItem(
            payment=payment, invoice=invoices[each.invoice], amount=each.amount, owed=invoices[each.invoice].owed,
            discount=each.discount, kind=each.kind,
        )
        for each in items
    )  # fmt: skip


def sum_up(run: PaymentRun) -> None:
    """Reckon count, total, hashes and fingerprint anew from what the run holds. Raises RunError."""
    payments = payments_of(run)
    moving = [each for each in payments if each.amount]
    run.count, run.total = len(moving), sum(each.amount for each in moving)
    run.fingerprint = fingerprint(run, payments)
    try:
        made = make_files(run, payments)
    except FileError as error:
        raise RunError(str(error)) from error
    RunFile.objects.filter(run=run).delete()
    RunFile.objects.bulk_create(
        RunFile(
            run=run, format=name, name=f"{run.name.lower()}-{name}{ENDINGS[name]}", sha256=sha256_of(content),
            size=len(content),
        )
        for name, content in made.items()
    )  # fmt: skip


def payments_of(run: PaymentRun) -> list[Payment]:
    """The payments of a run in order, with suppliers, items, invoices and cases."""
    rows = Payment.objects.filter(run=run).select_related("supplier").order_by("number")
    return list(
        rows.prefetch_related("items__invoice__case", "items__invoice__order", "items__invoice__supplier")
    )


def _reference(key: str, items: Sequence[Item], invoices: Mapping[int, Invoice]) -> str:
    """What stands on the supplier's statement: their own invoice number where there is only one, else our reference."""
    own = for_bacs(invoices[items[0].invoice].number, 100) if len(items) == 1 else ""
    return own if 0 < len(own) <= _REFERENCE else for_bacs(key, 100)[-_REFERENCE:].lstrip("-. ")


def supplier_differs(payment: Payment, supplier: Supplier) -> bool:
    """Whether the register now has other bank details than those that the payment was made with."""
    now = (supplier.sort_code, supplier.account_number, supplier.account_name or supplier.name)
    return (
        now != (payment.sort_code, payment.account_number, payment.name)
        or supplier.bank_since != payment.bank_since
    )
