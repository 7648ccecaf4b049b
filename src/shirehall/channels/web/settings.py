"""What a council chooses about the web channel."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How long a visit lasts without a page being opened, how long a code is good, and what may be tried how often."""

    visit_minutes: int = 60
    code_minutes: int = 15
    code_tries: int = 5
    codes_an_hour: int = 5
    codes_an_hour_from_one_place: int = 60
    uploads_an_hour: int = 60

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "WebSettings":
        """Read SHIREHALL_WEB_VISIT_MINUTES, SHIREHALL_WEB_CODE_MINUTES, SHIREHALL_WEB_CODE_TRIES,
        SHIREHALL_WEB_CODES_AN_HOUR, SHIREHALL_WEB_CODES_AN_HOUR_FROM_ONE_PLACE, SHIREHALL_WEB_UPLOADS_AN_HOUR.

        Raises ValueError where a number is none, or below one.
        """
        chosen = {name: _number(env, f"SHIREHALL_WEB_{name.upper()}") for name in cls.__slots__}
        return cls(**{name: number for name, number in chosen.items() if number is not None})


def _number(env: Mapping[str, str], name: str) -> int | None:
    text = env.get(name, "")
    if not text:
        return None
    if not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)


@cache
def web_settings() -> WebSettings:
    """The settings of this process, read once."""
    return WebSettings.from_env(os.environ)
