"""An invoice's lines: those that were read, and the shares that people gave to budgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from shirehall.departments.finance.invoices.believed import pence_of, plain_decimal
from shirehall.departments.finance.invoices.models import Invoice, InvoiceLine
from shirehall.departments.finance.invoices.problems import InvoiceError
from shirehall.departments.finance.registers.models import BudgetCode

VAT_CODES = ("S", "R", "Z", "E", "O")
MOST_LINES = 500
_LOWEST_RATE, _STANDARD_FROM = 1, 19


@dataclass(frozen=True, slots=True)
class LineCoding:
    """A share of an invoice as an officer gives it: pence, and the budget that pays it."""

    description: str
    net: int
    vat: int
    vat_code: str
    budget_code_id: int


def write_lines(invoice: Invoice) -> None:
    """Keep the lines that were read. Nothing is decided by their budgets until a person gave them one."""
    rows = []
    for position, line in enumerate(invoice.read.get("lines", ())[:MOST_LINES], 1):
        net = pence_of(line["amount"])
        if net is None:
            continue
        rows.append(
            InvoiceLine(
                invoice=invoice, position=position, description=(line["description"] or "")[:300],
                quantity=_number(line["quantity"], 3), unit_price=_number(line["unit_price"], 4),
                net=net, **_vat(invoice, net, line["vat_rate"]),
            )
        )  # fmt: skip
    InvoiceLine.objects.bulk_create(rows)


def replace_lines(invoice: Invoice, given: Sequence[LineCoding], *, by: str) -> None:
    """Write the shares that an officer gave. Raises InvoiceError where they do not make the invoice."""
    if not given:
        raise InvoiceError(_("Give at least one line."))
    if len(given) > MOST_LINES:
        raise InvoiceError(_("Give at most %(most)s lines.") % {"most": MOST_LINES})
    known = {row.pk: row for row in BudgetCode.objects.filter(authority=invoice.authority)}
    wrong = {
        f"line-{place}": _("Choose a budget code of this council.")
        for place, line in enumerate(given)
        if line.budget_code_id not in known
    }
    wrong |= {
        f"vat-{place}": _("Choose a VAT code.")
        for place, line in enumerate(given)
        if line.vat_code not in VAT_CODES
    }
    if wrong:
        raise InvoiceError(_("Some lines are not whole."), wrong)
    net = invoice.net if invoice.net is not None else invoice.gross
    if sum(line.net for line in given) != net:
        raise InvoiceError(
            _("The lines must make the net amount of the invoice."), {"net": _("The sum is wrong.")}
        )
    if sum(line.vat for line in given) != (invoice.vat or 0):
        raise InvoiceError(
            _("The VAT of the lines must make the VAT of the invoice."), {"vat": _("The sum is wrong.")}
        )
    InvoiceLine.objects.filter(invoice=invoice).delete()
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice, position=place, description=line.description[:300], net=line.net, vat=line.vat,
            vat_code=line.vat_code, budget_code=known[line.budget_code_id], coded_by=by,
        )
        for place, line in enumerate(given, 1)
    )  # fmt: skip


def _number(text: str | None, places: int) -> Decimal | None:
    number = plain_decimal(text)
    return None if number is None else round(number, places)


def _vat(invoice: Invoice, net: int, rate: str | None) -> dict[str, Any]:
    """The VAT and its code: by the line's own rate, else as the whole invoice bears it."""
    if not invoice.vat:
        return {"vat": 0, "vat_code": "O" if invoice.vat is None else "Z"}
    number = plain_decimal(rate)
    if number is None and invoice.net:
        number = Decimal(invoice.vat * 100) / invoice.net
    number = number or Decimal(0)
    vat = int((net * number / 100).to_integral_value(ROUND_HALF_UP))
    return {"vat": vat, "vat_code": "Z" if number < _LOWEST_RATE else "R" if number < _STANDARD_FROM else "S"}
