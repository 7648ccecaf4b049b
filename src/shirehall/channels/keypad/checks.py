"""A start-up check: what a council chose about the automated telephone can be read."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from shirehall.channels.keypad.settings import keypad_settings


@checks.register()
def check_keypad(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse a setting that cannot be right, with its mend."""
    try:
        chosen = keypad_settings()
    except ValueError as error:
        return [checks.Error(f"{error}.", id="shirehall.keypad.E001")]
    if chosen.address and not chosen.address.startswith(("https://", "http://")):
        said = "SHIREHALL_KEYPAD_ADDRESS must be an address, like https://forms.example.org."
        return [checks.Error(said, id="shirehall.keypad.E002")]
    return []
