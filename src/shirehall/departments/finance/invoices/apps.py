"""Invoices as a Django app."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """Label `shirehall_finance_invoices`. Suppliers' invoices on the straight line."""

    name = "shirehall.departments.finance.invoices"
    label = "shirehall_finance_invoices"
    verbose_name = "Suppliers' invoices"
    default_auto_field = "django.db.models.BigAutoField"
