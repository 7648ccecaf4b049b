"""The desk as a Django app. It has no records of its own."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Label `shirehall_desk`."""

    name = "shirehall.desk"
    label = "shirehall_desk"
    verbose_name = "Desk"
