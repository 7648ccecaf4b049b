"""The keypad channel as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KeypadConfig(AppConfig):
    """Label `shirehall_keypad`. Calls that a voice and keys answer."""

    name = "shirehall.channels.keypad"
    label = "shirehall_keypad"
    verbose_name = "Automated telephone"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app bring its providers of telephone calls."""
        autodiscover_modules("telephony_provider")
        # Not at the top: checks are registered once the apps stand.
        import_module("shirehall.channels.keypad.checks")
