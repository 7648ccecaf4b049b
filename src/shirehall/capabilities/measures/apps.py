"""The measures capability as a Django app. Its figures come from every app's `figures` module."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MeasuresConfig(AppConfig):
    """Label `shirehall_measures`. Counts what happened, and shows it."""

    name = "shirehall.capabilities.measures"
    label = "shirehall_measures"
    verbose_name = "Measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry of measures, in the order in which pages show them."""
        autodiscover_modules("figures.everyday")
