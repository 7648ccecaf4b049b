"""The officers' navigation leads to the invoices, and e-mails to the right person lead to the page of one."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.telling.api import register_invoice_link

QUEUE, ASKED = "finance_invoices", "finance_asked"


def path_to(invoice: Invoice) -> str:
    """The path of an invoice's page."""
    return reverse("finance_invoice", args=[invoice.case.reference])


register_desk_link(
    DeskLink(QUEUE, gettext_noop("Invoices"), partial(reverse, QUEUE), needs="see_invoice", order=40)
)
register_desk_link(
    DeskLink(ASKED, gettext_noop("Asked of me"), partial(reverse, ASKED), needs="see_case", order=41)
)
register_invoice_link(path_to)
