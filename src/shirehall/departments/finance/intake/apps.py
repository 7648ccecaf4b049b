"""Intake as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Label `shirehall_finance_intake`. Where suppliers' invoices come in."""

    name = "shirehall.departments.finance.intake"
    label = "shirehall_finance_intake"
    verbose_name = "Coming in of invoices"
    default_auto_field = "django.db.models.BigAutoField"
