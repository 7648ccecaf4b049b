"""The API as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Label `shirehall_api`."""

    name = "shirehall.channels.api"
    label = "shirehall_api"
    verbose_name = "API"
    default_auto_field = "django.db.models.BigAutoField"
