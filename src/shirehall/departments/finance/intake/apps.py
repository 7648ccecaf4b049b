"""The app of what comes in."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Invoices on their way in."""

    name = "shirehall.departments.finance.intake"
    label = "shirehall_finance_intake"
    verbose_name = "Invoices: what comes in"
    default_auto_field = "django.db.models.BigAutoField"
