"""What a supplier sees of an invoice. No bank details, no names of ours, nothing of how we check."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import local_date
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.portal.states import pay_by, standing_of
from shirehall.design.formats import day, pounds
from shirehall.partnership.api import authority

_NOT_TO_PAY = (Invoice.State.PAID, Invoice.State.REJECTED)


def row_of(invoice: Invoice) -> list[Any]:
    """A row of the list: number, standing, amount, date. The standing stands early, to be seen on a small screen."""
    standing = standing_of(invoice)
    url = reverse("suppliers_invoice", args=[invoice.case.reference])
    return [
        {"text": invoice.number or _("Not read yet"), "href": url},
        {"word": standing.word, "kind": standing.kind}, _amount(invoice), invoice.invoice_date,
    ]  # fmt: skip


def facts_of(invoice: Invoice) -> dict[str, Any]:
    """The page of one invoice: its standing, what is known of it, and what was paid."""
    return {
        "title": invoice.number or _("Invoice"), "standing": standing_of(invoice), "facts": _facts(invoice),
        "remittance": _remittance(invoice),
    }  # fmt: skip


def _facts(invoice: Invoice) -> list[dict[str, Any]]:
    council = authority(invoice.authority)
    rows = [
        (_("To"), council.name if council else ""),
        (_("Date of the invoice"), day(invoice.invoice_date) if invoice.invoice_date else ""),
        (_("It reached us on"), day(local_date(invoice.received_at))),
        (_("Order number"), invoice.po_number),
        (_("Amount before VAT"), _pounds(invoice.net)),
        (_("VAT"), _pounds(invoice.vat)),
        (_("Credit to us") if invoice.is_credit else _("Amount to pay"), _pounds(invoice.gross)),
    ]
    if not invoice.is_credit and invoice.state not in _NOT_TO_PAY:
        rows.append((_("To be paid by"), day(pay_by(invoice))))
    rows.append((_("Our reference"), invoice.case.reference))
    return [{"label": label, "text": text} for label, text in rows if text]


def _remittance(invoice: Invoice) -> list[dict[str, Any]]:
    """What was paid and why that much, once something was."""
    if not invoice.paid_amount:
        return []
    rows = [
        (_("Amount of the invoice"), _pounds(invoice.gross)),
        (_("Discount for paying early"), f"-{pounds(invoice.discount)}" if invoice.discount else ""),
        (_("Interest for paying late"), _pounds(invoice.interest) if invoice.interest else ""),
        (_("Paid so far"), pounds(invoice.paid_amount)),
        (_("Last paid on"), day(invoice.paid_on) if invoice.paid_on else ""),
        (_("Still to come"), pounds(invoice.owed) if invoice.owed else ""),
    ]
    return [{"label": label, "text": text} for label, text in rows if text]


def _amount(invoice: Invoice) -> int | None:
    return -invoice.gross if invoice.is_credit and invoice.gross else invoice.gross


def _pounds(pence: int | None) -> str:
    return "" if pence is None else pounds(pence)
