"""A start-up check: the chosen provider of addresses is there and has what it needs."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from shirehall.capabilities.gazetteer.providers import provider_called, providers
from shirehall.capabilities.gazetteer.settings import GazetteerSettings


def check_gazetteer(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse an unknown provider; warn of one that cannot work, since residents can still type their address."""
    name = GazetteerSettings.current().provider
    chosen = provider_called(name)
    if chosen is None:
        known = ", ".join(provider.name for provider in providers())
        hint = f"Set SHIREHALL_GAZETTEER to one of: {known}."
        return [
            checks.Error(
                f"There is no provider of addresses '{name}'.", hint=hint, id="shirehall.gazetteer.E001"
            )
        ]
    return [checks.Warning(problem, id="shirehall.gazetteer.W001") for problem in chosen.check_config()]
