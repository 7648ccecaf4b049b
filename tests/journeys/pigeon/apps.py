"""The app."""

from django.apps import AppConfig


class PigeonConfig(AppConfig):
    """Found by being there."""

    name = "shirehall.channels.pigeon"
    label = "shirehall_pigeon"
