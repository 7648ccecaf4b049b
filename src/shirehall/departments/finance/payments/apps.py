"""Payment runs as a Django app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Label `shirehall_finance_payments`. Payment runs, from what is proposed to what the bank took."""

    name = "shirehall.departments.finance.payments"
    label = "shirehall_finance_payments"
    verbose_name = "Payment runs"
    default_auto_field = "django.db.models.BigAutoField"
