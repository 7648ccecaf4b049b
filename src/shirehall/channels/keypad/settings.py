"""What a council chooses about the automated telephone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class KeypadSettings:
    """Limits are for an hour. `address` is that of this site as the provider calls it, where a proxy hides it; empty:
    as the request has it. `number` is what people call, for start pages. `wait_seconds` is how long the voice waits for
    a key."""

    address: str = ""
    number: str = ""
    calls_an_hour_from_one_number: int = 10
    calls_an_hour_without_number: int = 60
    wait_seconds: int = 8
    days_kept: int = 1

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_KEYPAD_ADDRESS, SHIREHALL_KEYPAD_NUMBER, SHIREHALL_KEYPAD_CALLS_AN_HOUR_FROM_ONE_NUMBER,
        SHIREHALL_KEYPAD_CALLS_AN_HOUR_WITHOUT_NUMBER, SHIREHALL_KEYPAD_WAIT_SECONDS and SHIREHALL_KEYPAD_DAYS_KEPT.

        Raises ValueError where a number is none, or below one.
        """
        return cls(
            address=env.get("SHIREHALL_KEYPAD_ADDRESS", "").strip().rstrip("/"),
            number=env.get("SHIREHALL_KEYPAD_NUMBER", "").strip(),
            calls_an_hour_from_one_number=_number(env, "SHIREHALL_KEYPAD_CALLS_AN_HOUR_FROM_ONE_NUMBER", 10),
            calls_an_hour_without_number=_number(env, "SHIREHALL_KEYPAD_CALLS_AN_HOUR_WITHOUT_NUMBER", 60),
            wait_seconds=_number(env, "SHIREHALL_KEYPAD_WAIT_SECONDS", 8),
            days_kept=_number(env, "SHIREHALL_KEYPAD_DAYS_KEPT", 1),
        )


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)


def keypad_settings() -> KeypadSettings:
    """The settings of this process."""
    return KeypadSettings.from_env(os.environ)
