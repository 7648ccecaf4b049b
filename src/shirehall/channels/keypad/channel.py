"""The automated telephone as a way in."""

from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel
from shirehall.channels.keypad.settings import keypad_settings

NAME = "keypad"


def _check_config() -> tuple[str, ...]:
    try:
        chosen = keypad_settings()
    except ValueError as error:
        return (f"{error}.",)
    if chosen.address and not chosen.address.startswith(("https://", "http://")):
        return ("SHIREHALL_KEYPAD_ADDRESS must be an address, like https://forms.example.org.",)
    return ()


register_channel(
    Channel(
        name=NAME,
        label=gettext_noop("Automated telephone"),
        check_config=_check_config,
        rehearsal="shirehall.channels.keypad.rehearsal.rehearse",
    )
)
