"""What a council chooses about the suppliers' page."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class SuppliersSettings:
    """How long a visit lasts, how long a code is good, and what may be tried how often. `send_to` is the address that
    takes invoices, as suppliers are told it; empty: the one on their order."""

    visit_minutes: int = 20
    code_minutes: int = 15
    code_tries: int = 5
    codes_an_hour: int = 5
    codes_an_hour_from_one_place: int = 60
    send_to: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "SuppliersSettings":
        """Read SHIREHALL_SUPPLIERS_VISIT_MINUTES, SHIREHALL_SUPPLIERS_CODE_MINUTES, SHIREHALL_SUPPLIERS_CODE_TRIES,
        SHIREHALL_SUPPLIERS_CODES_AN_HOUR, SHIREHALL_SUPPLIERS_CODES_AN_HOUR_FROM_ONE_PLACE,
        SHIREHALL_SUPPLIERS_SEND_TO.

        Raises ValueError where a number is none, or below one.
        """
        numbers = {
            name: _number(env, f"SHIREHALL_SUPPLIERS_{name.upper()}")
            for name in cls.__slots__
            if name != "send_to"
        }
        chosen = {name: number for name, number in numbers.items() if number is not None}
        return cls(**chosen, send_to=env.get("SHIREHALL_SUPPLIERS_SEND_TO", "").strip())


def _number(env: Mapping[str, str], name: str) -> int | None:
    text = env.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise ValueError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)


@cache
def suppliers_settings() -> SuppliersSettings:
    """The settings of this process, read once."""
    return SuppliersSettings.from_env(os.environ)
