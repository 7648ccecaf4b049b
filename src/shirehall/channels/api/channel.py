"""The API as a way in: partners' programs send what a resident told them."""

from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel

NAME = "api"

register_channel(
    Channel(name=NAME, label=gettext_noop("API"), rehearsal="shirehall.channels.api.rehearsal.rehearse")
)
