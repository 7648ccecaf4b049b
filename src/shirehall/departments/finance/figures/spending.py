"""The list of spending over 500 pounds that the Local Government Transparency Code 2015 has councils publish each
quarter: by payment, with personal data left out."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shirehall.capabilities.measures.api import harmless
from shirehall.departments.finance.figures.models import SpendingName
from shirehall.departments.finance.figures.periods import Period
from shirehall.departments.finance.figures.persons import PERSON, may_be_a_person, tells_of_a_person
from shirehall.departments.finance.invoices.models import Invoice, InvoiceLine
from shirehall.departments.finance.payments.models import Payment, PaymentItem, PaymentRun
from shirehall.departments.finance.registers.models import LedgerPayment, Supplier
from shirehall.partnership.api import authority

OVER = 50_000
MOST = 50_000
COLUMNS = (
    "Date", "Body name", "Transaction number", "Amount", "Supplier", "Purpose", "Department",
    "VAT that cannot be recovered", "Procurement category",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spent:
    """One row. `amount` is pence without the VAT that is got back. `supplier` is the name as it is published, and
    `left_out` says that it is not the supplier's; `supplier_id` is for staff alone."""

    on: date
    transaction: str
    amount: int
    supplier: str
    purpose: str
    department: str
    category: str
    left_out: bool
    supplier_id: int
    name: str


def spent_in(period: Period, council: str) -> list[Spent]:
    """The rows of a council's quarter, by day: what payment runs paid, and what the ledger says was paid beside them by
    direct debit or card. At most 50,000."""
    choices = dict(SpendingName.objects.values_list("supplier_id", "shown"))
    rows = [*_from_runs(period, council, choices), *_from_ledger(period, council, choices)]
    return sorted(rows, key=lambda each: (each.on, each.transaction))[:MOST]


def as_csv(rows: Iterable[Spent], body: str) -> str:
    """The list as everybody may take it. No cell is a formula; nothing of a supplier but its name."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in rows:
        cells = (
            each.on.isoformat(), body, each.transaction, f"{each.amount / 100:.2f}", each.supplier, each.purpose,
            each.department, "0.00", each.category,
        )  # fmt: skip
        writer.writerow([cell if _is_amount(cell) else harmless(cell) for cell in cells])
    return out.getvalue()


def body_name(council: str) -> str:
    """The name of a council as it stands in the list."""
    known = authority(council)
    return known.name if known else council


def _is_amount(cell: str) -> bool:
    """A number below nought begins like a formula and is none."""
    return cell.removeprefix("-").replace(".", "", 1).isdigit()


def _from_runs(period: Period, council: str, choices: Mapping[int, bool]) -> Iterable[Spent]:
    items = PaymentItem.objects.filter(
        payment__run__authority=council, payment__run__state__in=PaymentRun.PAID,
        payment__run__pay_on__gte=period.first_on, payment__run__pay_on__lte=period.last_on,
    ).exclude(payment__state__in=[Payment.State.FAILED, Payment.State.RECALLED])  # fmt: skip
    held = ("order__budget_code", "agreement__budget_code", "case", "supplier")
    related = ("payment__run", *(f"invoice__{name}" for name in held))
    found = items.select_related(*related).order_by("id")[:MOST]  # fmt: skip
    listed = [each for each in found if abs(_without_vat(each)) > OVER]
    lines = _lines_of([each.invoice_id for each in listed])
    for each in listed:
        supplier, invoice = each.invoice.supplier, each.invoice
        if supplier is None:
            continue
        own = lines.get(invoice.pk, ())
        department = _department(invoice, own)
        yield _row(
            each.payment.run.pay_on, invoice.case.reference, _without_vat(each), supplier,
            _purpose(invoice, own), department, choices,
        )  # fmt: skip


def _from_ledger(period: Period, council: str, choices: Mapping[int, bool]) -> Iterable[Spent]:
    rows = LedgerPayment.objects.filter(
        authority=council, paid_on__gte=period.first_on, paid_on__lte=period.last_on, gross__gt=OVER,
        paid_by__in=[Supplier.PaidBy.DIRECT_DEBIT, Supplier.PaidBy.CARD],
    )  # fmt: skip
    for each in rows.select_related("supplier").order_by("id")[:MOST]:
        purpose = each.supplier.trade or _("Goods and services")
        yield _row(each.paid_on, f"L{each.pk}", each.gross, each.supplier, purpose, "", choices)


def _row(
    on: date, transaction: str, amount: int, supplier: Supplier, purpose: str, department: str,
    choices: Mapping[int, bool],
) -> Spent:  # fmt: skip
    person = may_be_a_person(
        supplier.name, company_number=supplier.company_number, is_person=supplier.is_person
    )
    shown = not supplier.is_person and choices.get(supplier.pk, not person)
    if tells_of_a_person(purpose):
        purpose = department or supplier.trade or _("Goods and services")
    return Spent(
        on=on, transaction=transaction, amount=amount, supplier=supplier.name if shown else PERSON,
        # What somebody who is paid as a person does says who it is, in a small place.
        purpose=purpose if shown else department or PERSON, department=department,
        category=supplier.trade if shown else "", left_out=not shown, supplier_id=supplier.pk, name=supplier.name,
    )  # fmt: skip


def _without_vat(item: PaymentItem) -> int:
    """What was paid, without the VAT of the invoice: councils get it back from the taxman."""
    invoice = item.invoice
    if not invoice.gross or not invoice.vat:
        return item.amount
    return round(item.amount * (invoice.gross - invoice.vat) / invoice.gross)


def _lines_of(invoices: Sequence[int]) -> Mapping[int, Sequence[InvoiceLine]]:
    found: dict[int, list[InvoiceLine]] = {}
    for start in range(0, len(invoices), 500):
        rows = InvoiceLine.objects.filter(invoice__in=invoices[start : start + 500])
        for line in rows.select_related("budget_code").order_by("invoice_id", "position"):
            found.setdefault(line.invoice_id, []).append(line)
    return found


def _department(invoice: Invoice, lines: Sequence[InvoiceLine]) -> str:
    codes = [line.budget_code for line in lines if line.budget_code]
    if not codes:
        held = invoice.order or invoice.agreement
        codes = [held.budget_code] if held and held.budget_code else []
    return "; ".join(dict.fromkeys(each.title for each in codes))


def _purpose(invoice: Invoice, lines: Sequence[InvoiceLine]) -> str:
    held = invoice.order or invoice.agreement
    if held and held.description:
        return held.description
    return next((line.description for line in lines if line.description), "") or _("Goods and services")
