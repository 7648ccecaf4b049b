"""A supplier's own invoices, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.registers.api import invoice_key

PAGE = 20


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One page, the newest first. `after` is where the next begins, None at the end."""

    invoices: Sequence[Invoice]
    after: int | None


def invoices_page(suppliers: Collection[int], *, number: str = "", after: int | None = None) -> InvoicePage:
    """The invoices of these suppliers, by coming. `number` finds those whose number begins with it, with no heed to
    signs. `after` is the id of the last one of the page before."""
    rows = Invoice.objects.filter(supplier__in=suppliers).order_by("-id")
    if number:
        rows = rows.filter(number_key__startswith=invoice_key(number))
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows.select_related("case")[: PAGE + 1])
    return InvoicePage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def invoice_called(reference: str, suppliers: Collection[int]) -> Invoice | None:
    """The invoice of that reference, where it is one of these suppliers'."""
    theirs = Invoice.objects.filter(case__reference=reference, supplier__in=suppliers)
    return theirs.select_related("case", "supplier").first()


def has_come(suppliers: Collection[int], key: str) -> bool:
    """Whether an invoice of that number came from these suppliers."""
    return Invoice.objects.filter(supplier__in=suppliers, number_key=key).exists()
