"""The figures of suppliers' invoices as a Django app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Label `shirehall_finance_figures`. Measures, the payments compliance notice, and open data of spending."""

    name = "shirehall.departments.finance.figures"
    label = "shirehall_finance_figures"
    verbose_name = "Figures of suppliers' invoices"
    default_auto_field = "django.db.models.BigAutoField"
