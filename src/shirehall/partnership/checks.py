"""A start-up check: a partnership that cannot be read stops the start, with the file, the line and the mend."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from shirehall.partnership.current import current_partnership
from shirehall.partnership.reading import PartnershipError


def check_partnership_data(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Give one error where the partnership's folder cannot be used."""
    try:
        current_partnership()
    except PartnershipError as error:
        return [Error(str(error), id="shirehall.partnership.E001")]
    return []
