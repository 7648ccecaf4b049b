"""The records of invoices. Written by actions alone, read by queries."""

from shirehall.departments.finance.invoices.models.exceptions import InvoiceException
from shirehall.departments.finance.invoices.models.files import InvoiceFile, SupplierLayout
from shirehall.departments.finance.invoices.models.invoices import Invoice, InvoiceLine
from shirehall.departments.finance.invoices.models.reserved import PayingDay, PayingStop, Reservation

__all__ = [
    "Invoice",
    "InvoiceException",
    "InvoiceFile",
    "InvoiceLine",
    "PayingDay",
    "PayingStop",
    "Reservation",
    "SupplierLayout",
]
