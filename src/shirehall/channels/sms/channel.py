"""Text messages as a way in: a conversation, one question a message."""

from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel

NAME = "sms"

register_channel(
    Channel(
        name=NAME,
        label=gettext_noop("Text message"),
        rehearsal="shirehall.channels.sms.rehearsal.rehearse",
    )
)
