"""What a council chooses about the API."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """What a new key may do by default, how large a body may be, and where webhooks may go. `webhook_private` lets them
    go to addresses within the council's own network, and without TLS: for trying things out."""

    per_minute: int = 120
    per_day: int = 10_000
    body_kilobytes: int = 256
    wrong_keys_an_hour: int = 100
    links_an_hour: int = 5
    webhook_seconds: int = 10
    webhook_overlap_hours: int = 24
    webhook_private: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "ApiSettings":
        """Read SHIREHALL_API_PER_MINUTE, SHIREHALL_API_PER_DAY, SHIREHALL_API_BODY_KILOBYTES,
        SHIREHALL_API_WRONG_KEYS_AN_HOUR, SHIREHALL_API_LINKS_AN_HOUR, SHIREHALL_API_WEBHOOK_SECONDS,
        SHIREHALL_API_WEBHOOK_OVERLAP_HOURS and SHIREHALL_API_WEBHOOK_PRIVATE. Raises ValueError where a number is none,
        or below one."""
        numbers = {
            name: _number(env, f"SHIREHALL_API_{name.upper()}")
            for name in cls.__slots__
            if name != "webhook_private"
        }
        chosen = {name: number for name, number in numbers.items() if number is not None}
        return cls(**chosen, webhook_private=_flag(env, "SHIREHALL_API_WEBHOOK_PRIVATE"))


def _number(env: Mapping[str, str], name: str) -> int | None:
    text = env.get(name, "")
    if not text:
        return None
    if not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "")
    if text not in ("", "0", "1"):
        raise ValueError(f"{name} must be 1 or 0, not {text!r}")
    return text == "1"


@cache
def api_settings() -> ApiSettings:
    """The settings of this process, read once."""
    return ApiSettings.from_env(os.environ)
