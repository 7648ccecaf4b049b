"""The automated telephone as a way in."""

from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel

NAME = "keypad"


register_channel(
    Channel(
        name=NAME,
        label=gettext_noop("Automated telephone"),
        rehearsal="shirehall.channels.keypad.rehearsal.rehearse",
    )
)
