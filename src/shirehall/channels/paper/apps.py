"""The paper channel as a Django app."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    """Label `shirehall_paper`. Forms that are printed, and read back from a scan or a photo."""

    name = "shirehall.channels.paper"
    label = "shirehall_paper"
    verbose_name = "Paper"
    default_auto_field = "django.db.models.BigAutoField"
