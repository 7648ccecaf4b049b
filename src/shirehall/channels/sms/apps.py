"""The SMS channel as a Django app."""

from django.apps import AppConfig


class SmsConfig(AppConfig):
    """Label `shirehall_sms`. Conversations by text message."""

    name = "shirehall.channels.sms"
    label = "shirehall_sms"
    verbose_name = "Text messages"
    default_auto_field = "django.db.models.BigAutoField"
