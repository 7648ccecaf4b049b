"""Check 4: whether it came before. Only what came earlier counts, and whatever was approved since, so that of two
alike one can be paid and never both."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from shirehall.departments.finance.invoices.keys import one_edit_away
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.registers.models import LedgerPayment, Supplier

NEAR_DAYS = 60
_PAID_FOR = (Invoice.State.APPROVED, Invoice.State.IN_RUN, Invoice.State.PART_PAID, Invoice.State.PAID)


def duplicate_fact(invoice: Invoice, sha256: str) -> tuple[str, Invoice | None]:
    """The fact `duplicate`, and the invoice that it is like where that is one of ours. `invoice` has its columns set,
    and may not be stored yet."""
    others = _others(invoice)
    if invoice.number_key and invoice.supplier_id:
        same = others.filter(
            supplier=invoice.supplier_id, number_key=invoice.number_key, is_credit=invoice.is_credit
        )
        earlier_payment = LedgerPayment.objects.filter(
            supplier=invoice.supplier_id, number_key=invoice.number_key
        )
        if found := same.first():
            return ("same_file" if found.file.sha256 == sha256 else "same_number"), found
        if not invoice.is_credit and earlier_payment.exists():
            return "same_number", None
    if found := others.filter(file__sha256=sha256, part=invoice.part).first():
        return "same_file", found
    if found := _alike(invoice, others):
        return "looks_like", found
    if invoice.supplier_id and _in_ledger(invoice):
        return "looks_like", None
    return "none", None


def _others(invoice: Invoice) -> "QuerySet[Invoice]":
    earlier = Q(pk__lt=invoice.pk) | Q(state__in=_PAID_FOR) if invoice.pk else Q()
    alive = Invoice.objects.filter(earlier).exclude(state=Invoice.State.REJECTED)
    return (alive.exclude(pk=invoice.pk) if invoice.pk else alive).select_related("file").order_by("pk")


def _alike(invoice: Invoice, others: "QuerySet[Invoice]") -> Invoice | None:
    if invoice.gross is None:
        return None
    if invoice.agreement_id and not invoice.is_credit:
        # One bill a period, whatever its amount: the agreement allows for a little more or less each time.
        bills = others.filter(agreement=invoice.agreement_id, is_credit=False)
        for other in bills.order_by("-pk")[:200]:
            if _near_day(invoice, other):
                return other
    same_amount = others.filter(gross=invoice.gross, is_credit=invoice.is_credit)
    if invoice.supplier_id:
        theirs = same_amount.filter(supplier=invoice.supplier_id)
        for other in theirs.order_by("-pk")[:200]:
            if _near_day(invoice, other) or one_edit_away(invoice.number_key, other.number_key):
                return other
    if invoice.number_key:
        # The same number and amount under another record of what may be the same supplier.
        for other in same_amount.filter(number_key=invoice.number_key).select_related("supplier")[:50]:
            if other.supplier_id != invoice.supplier_id and _same_seller(invoice, other):
                return other
    return None


def _near_day(invoice: Invoice, other: Invoice) -> bool:
    if invoice.invoice_date is None or other.invoice_date is None:
        return True
    apart = abs((invoice.invoice_date - other.invoice_date).days)
    if invoice.agreement_id and invoice.agreement_id == other.agreement_id:
        return apart < _period(invoice)
    return apart <= NEAR_DAYS


def _period(invoice: Invoice) -> int:
    """Bills under an agreement come once a period: less than most of one apart, they are for the same."""
    days = {"week": 7, "month": 30, "quarter": 91, "year": 365}
    every = invoice.agreement.every if invoice.agreement else "month"
    return days[every] * 3 // 4


def _same_seller(invoice: Invoice, other: Invoice) -> bool:
    if set(invoice.bank) & set(other.bank) or (
        invoice.supplier_vat and invoice.supplier_vat == other.supplier_vat
    ):
        return True
    mine = invoice.supplier.name if invoice.supplier else invoice.supplier_name
    theirs = other.supplier.name if other.supplier else other.supplier_name
    return bool(mine) and mine.casefold() == theirs.casefold()


def _in_ledger(invoice: Invoice) -> bool:
    if invoice.invoice_date is None or invoice.gross is None:
        return False
    near = timedelta(days=NEAR_DAYS)
    return LedgerPayment.objects.filter(
        supplier=invoice.supplier_id, gross=invoice.gross,
        invoice_date__range=(invoice.invoice_date - near, invoice.invoice_date + near),
    ).exclude(paid_by=Supplier.PaidBy.BACS, number_key="").exists()  # fmt: skip


def paid_otherwise(invoice: Invoice) -> bool:
    """Whether the ledger has a payment of it by direct debit or card, or its supplier is paid so."""
    supplier = invoice.supplier
    if supplier is None:
        return False
    if supplier.paid_by != Supplier.PaidBy.BACS:
        return True
    if invoice.gross is None:
        return False
    by_other_means = LedgerPayment.objects.filter(supplier=supplier, gross=invoice.gross).exclude(
        paid_by=Supplier.PaidBy.BACS
    )
    if invoice.invoice_date is None:
        return by_other_means.exists()
    return by_other_means.filter(paid_on__gte=invoice.invoice_date - timedelta(days=7)).exists()
