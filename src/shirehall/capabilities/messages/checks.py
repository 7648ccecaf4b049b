"""A start-up check: every channel's provider is there, can do it, and has what it needs."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from shirehall.capabilities.messages.providers.base import DeliveryError, provider_called, providers
from shirehall.capabilities.messages.quiet import QuietHours
from shirehall.capabilities.messages.settings import MessageSettings
from shirehall.partnership.api import PartnershipError, is_demonstration


@checks.register()
def check_messages(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse a provider that is unknown or not set up; warn where messages stay in the outbox in earnest."""
    try:
        chosen = MessageSettings.current().providers
    except ValueError as error:
        return [checks.Error(str(error), id="shirehall.messages.E001")]
    except PartnershipError:
        return []  # the partnership's own check says so
    found: list[checks.CheckMessage] = []
    try:
        QuietHours.from_env(os.environ)
    except ValueError as error:
        found.append(checks.Error(str(error), id="shirehall.messages.E005"))
    for channel, name in chosen.items():
        found += _check(channel, name)
    held = [channel for channel, name in chosen.items() if name == "outbox"]
    if held and not is_demonstration():
        found.append(
            checks.Warning(
                f"Messages by {', '.join(held)} stay in the built-in outbox and reach nobody.",
                hint="Set SHIREHALL_EMAIL_PROVIDER, SHIREHALL_SMS_PROVIDER and SHIREHALL_LETTER_PROVIDER.",
                id="shirehall.messages.W001",
            )
        )
    return found


def _check(channel: str, name: str) -> list[checks.CheckMessage]:
    setting = f"SHIREHALL_{channel.upper()}_PROVIDER"
    try:
        provider = provider_called(name)
    except DeliveryError:
        known = ", ".join(each.name for each in providers() if channel in each.channels)
        problem = f"{setting} names no provider: {name}."
        return [checks.Error(problem, hint=f"Use: {known}.", id="shirehall.messages.E002")]
    if channel not in provider.channels:
        return [
            checks.Error(f"{setting}: {provider.label} carries no {channel}.", id="shirehall.messages.E003")
        ]
    return [checks.Error(problem, id="shirehall.messages.E004") for problem in provider.check_config()]
