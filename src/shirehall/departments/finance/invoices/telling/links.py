"""Where an officer sees an invoice. The part that has that page says so."""

from collections.abc import Callable

from shirehall.departments.finance.invoices.models import Invoice

InvoiceLink = Callable[[Invoice], str]
_links: dict[str, InvoiceLink] = {}


def register_invoice_link(link: InvoiceLink) -> None:
    """Say where an invoice is seen: `link` gives the path on this site, with nothing personal in it. Raises ValueError
    where another one is registered."""
    if _links.setdefault("invoice", link) is not link:
        raise ValueError("two parts say where an invoice is seen")


def path_to(invoice: Invoice) -> str:
    """The path of an invoice's page; the home page where no part has one."""
    return _links["invoice"](invoice) if "invoice" in _links else "/"
