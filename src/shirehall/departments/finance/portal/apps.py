"""The suppliers' own page as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Label `shirehall_finance_portal`. A supplier asks for an invoice, and sees its own by a code."""

    name = "shirehall.departments.finance.portal"
    label = "shirehall_finance_portal"
    verbose_name = "Suppliers' own page"
    default_auto_field = "django.db.models.BigAutoField"
