"""The registers as a Django app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Label `shirehall_finance_registers`. What an invoice is held against."""

    name = "shirehall.departments.finance.registers"
    label = "shirehall_finance_registers"
    verbose_name = "Registers of finance"
    default_auto_field = "django.db.models.BigAutoField"
