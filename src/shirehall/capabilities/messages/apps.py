"""The messages capability as a Django app. Providers come from every app's `message_provider.py`."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MessagesConfig(AppConfig):
    """Label `shirehall_messages`. Email, text messages and letters, each with its permanent copy."""

    name = "shirehall.capabilities.messages"
    label = "shirehall_messages"
    verbose_name = "Messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of providers and of links to a case."""
        autodiscover_modules("message_provider", "case_link")
        # Not at the top: the check reads the registry of providers, and that stands on records.
        import_module("shirehall.capabilities.messages.checks")
