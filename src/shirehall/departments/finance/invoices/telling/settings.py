"""When somebody is told again, or somebody else, about an invoice that waits."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_LONGEST = 365


@dataclass(frozen=True, slots=True)
class TellingSettings:
    """`reminder_days` are working days after the asking, `manager_days` working days after the reminder;
    `finance_day` and `last_day` are days after the invoice was received."""

    reminder_days: int = 2
    manager_days: int = 2
    finance_day: int = 20
    last_day: int = 28

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_INVOICE_REMINDER_DAYS, SHIREHALL_INVOICE_MANAGER_DAYS, SHIREHALL_INVOICE_FINANCE_DAY and
        SHIREHALL_INVOICE_LAST_DAY. Raises ValueError."""
        chosen = cls(
            reminder_days=_days(env, "SHIREHALL_INVOICE_REMINDER_DAYS", cls().reminder_days),
            manager_days=_days(env, "SHIREHALL_INVOICE_MANAGER_DAYS", cls().manager_days),
            finance_day=_days(env, "SHIREHALL_INVOICE_FINANCE_DAY", cls().finance_day),
            last_day=_days(env, "SHIREHALL_INVOICE_LAST_DAY", cls().last_day),
        )
        if chosen.last_day <= chosen.finance_day:
            raise ValueError("SHIREHALL_INVOICE_LAST_DAY must be later than SHIREHALL_INVOICE_FINANCE_DAY")
        return chosen

    @classmethod
    def current(cls) -> Self:
        """The settings of this process."""
        return cls.from_env(os.environ)


def _days(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _LONGEST):
        raise ValueError(f"{name} must be a number of days from 1 to {_LONGEST}, not {text!r}")
    return int(text)
