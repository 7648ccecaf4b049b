"""The SMS channel as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class SmsConfig(AppConfig):
    """Label `shirehall_sms`. Conversations by text message."""

    name = "shirehall.channels.sms"
    label = "shirehall_sms"
    verbose_name = "Text messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the settings checked at the start."""
        import_module("shirehall.channels.sms.checks")
