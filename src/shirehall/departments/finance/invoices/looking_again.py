"""Deciding again about invoices that wait for something in the registers, once it changed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from shirehall.casework.api import MACHINE, current_version
from shirehall.departments.finance.invoices.checks import failed_check_number
from shirehall.departments.finance.invoices.deciding import decide_again
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.published import invoice_service
from shirehall.departments.finance.registers.models import PurchaseOrder, RegisterChange

MOST_INVOICES = 200
_OF_BUDGETS = (10, 11)


def look_again(*, at: datetime, limit: int = 50) -> int:
    """Take so many changes of the registers and decide again about the invoices that wait for what changed. Gives
    how many changes were taken. A kill in between repeats some of it, which changes nothing."""
    changes = list(RegisterChange.objects.order_by("pk")[:limit])
    for kind, key in sorted({(change.kind, change.key) for change in changes}):
        for number in _waiting_for(kind, key):
            decide_again(invoice=Invoice(pk=number), by=MACHINE, at=at)
    with transaction.atomic():
        RegisterChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes)


def _rows_of(waiting: "QuerySet[Invoice]", checks: tuple[int, ...]) -> list[str]:
    """The rows of the decision at which invoices wait, of some of the twelve checks."""
    rows = waiting.order_by().values_list("failed_check", flat=True).distinct()
    version = current_version(invoice_service().name)
    return [row for row in rows if failed_check_number(version, row) in checks]


def _waiting_for(kind: str, key: int) -> list[int]:
    waiting = Invoice.objects.filter(state=Invoice.State.WITH_PERSON)
    if kind == "order":
        order = PurchaseOrder.objects.filter(pk=key).first()
        # An order that comes after its invoice is found by the number that stands on the invoice.
        by_number = Q(supplier=order.supplier_id, order=None) if order else Q(pk__in=[])
        found = waiting.filter(Q(order=key) | by_number)
    elif kind == "agreement":
        found = waiting.filter(Q(agreement=key) | Q(supplier__agreements=key))
    elif kind == "budget":
        found = waiting.filter(failed_check__in=_rows_of(waiting, _OF_BUDGETS))
    elif kind == "ledger":
        found = waiting.filter(supplier__ledger_payments=key)
    else:
        # A supplier that is new to the register may be the one of an invoice of which none was known.
        found = waiting.filter(Q(supplier=key) | Q(supplier=None))
    return list(found.order_by("pk").values_list("pk", flat=True).distinct()[:MOST_INVOICES])
