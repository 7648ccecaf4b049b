"""A start-up check: the settings of conversations by text can be read."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from shirehall.channels.sms.settings import sms_settings
from shirehall.partnership.api import PartnershipError
from shirehall.partnership.api import authority as council_of


def what_is_wrong() -> tuple[str, ...]:
    """What is wrong with the settings, each with the mend."""
    try:
        council = sms_settings().council
    except ValueError as error:
        return (str(error),)
    if council and council_of(council) is None:
        return (f"SHIREHALL_SMS_COUNCIL must be the code of a council of the partnership, not {council!r}",)
    return ()


@checks.register()
def check_sms(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse what cannot be read."""
    try:
        return [checks.Error(problem, id="shirehall.sms.E001") for problem in what_is_wrong()]
    except PartnershipError:
        return []  # the partnership's own check says so
