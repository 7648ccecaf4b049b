"""The casework app. Its registries are filled here, once, by the modules that other apps bring."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CaseworkConfig(AppConfig):
    """The record, and the registries that channels, capabilities and departments fill."""

    name = "shirehall.casework"
    label = "shirehall_casework"
    verbose_name = "Casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules of these names of every app: each registers what it brings."""
        autodiscover_modules("steps", "panels", "channel", "desk_links", "disposal", "chores")
