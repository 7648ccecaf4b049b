"""The web channel as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Label `shirehall_web`."""

    name = "shirehall.channels.web"
    label = "shirehall_web"
    verbose_name = "Web"
    default_auto_field = "django.db.models.BigAutoField"
