"""The finance desk as a Django app."""

from django.apps import AppConfig


class FinanceDeskConfig(AppConfig):
    """Label `shirehall_finance_desk`. Finance's pages for suppliers' invoices. It has no records of its own."""

    name = "shirehall.departments.finance.desk"
    label = "shirehall_finance_desk"
    verbose_name = "Finance desk"
