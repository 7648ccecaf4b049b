"""The assisted channels as a Django app."""

from django.apps import AppConfig


class AssistedConfig(AppConfig):
    """Label `shirehall_assisted`."""

    name = "shirehall.channels.assisted"
    label = "shirehall_assisted"
    verbose_name = "Assisted"
    default_auto_field = "django.db.models.BigAutoField"
