"""What a council chooses about paying its suppliers."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Self

from shirehall.casework.api import add_working_days, is_working_day
from shirehall.departments.finance.payments.choosing import POLICIES, Policy
from shirehall.departments.finance.payments.credits import LARGEST_CREDIT
from shirehall.departments.finance.payments.standard18 import LENGTHS
from shirehall.design.formats import LONDON

FORMATS = ("pain001", "standard18")
_DEFAULTS = {
    "SHIREHALL_PAYMENTS_FILES": "pain001,standard18",
    "SHIREHALL_PAYMENTS_POLICY": "at_once",
    "SHIREHALL_PAYMENTS_EVERY_DAYS": "1",
    "SHIREHALL_PAYMENTS_CUT_OFF_DAYS": "2",
    "SHIREHALL_PAYMENTS_CUT_OFF_AT": "17:00",
    "SHIREHALL_PAYMENTS_LARGEST_POUNDS": str(LARGEST_CREDIT // 100),
    "SHIREHALL_PAYMENTS_BACS_DAYS": "single",
}


@dataclass(frozen=True, slots=True)
class PaymentSettings:
    """`files` are the formats made for each run. `every_days` is how many working days lie between two runs. A run is
    released, and recalled, until `cut_off_at` (local time) so many working days before the money arrives. `largest` is
    pence. `accounts` and `base_rates` are files, None for those that ship."""

    files: tuple[str, ...]
    policy: Policy
    every_days: int
    cut_off_days: int
    cut_off_at: time
    largest: int
    bacs_days: str
    accounts: Path | None = None
    base_rates: Path | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_PAYMENTS_FILES, _POLICY, _EVERY_DAYS, _CUT_OFF_DAYS, _CUT_OFF_AT, _LARGEST_POUNDS, _BACS_DAYS
        and _ACCOUNTS, and SHIREHALL_BASE_RATES. Raises ValueError."""
        given = {name: env.get(name, "").strip() or default for name, default in _DEFAULTS.items()}
        files = tuple(sorted({each.strip() for each in given["SHIREHALL_PAYMENTS_FILES"].split(",")}))
        if not set(files) <= set(FORMATS):
            raise ValueError("SHIREHALL_PAYMENTS_FILES must be pain001, standard18 or both with a comma")
        policy = _one_of(given, "SHIREHALL_PAYMENTS_POLICY", POLICIES)
        largest = _whole(given, "SHIREHALL_PAYMENTS_LARGEST_POUNDS", 1, LARGEST_CREDIT // 100)
        return cls(
            files=files,
            policy="at_once" if policy == "at_once" else "when_due",
            every_days=_whole(given, "SHIREHALL_PAYMENTS_EVERY_DAYS", 1, 30),
            cut_off_days=_whole(given, "SHIREHALL_PAYMENTS_CUT_OFF_DAYS", 0, 20),
            cut_off_at=_hour(given["SHIREHALL_PAYMENTS_CUT_OFF_AT"]),
            largest=largest * 100,
            bacs_days=_one_of(given, "SHIREHALL_PAYMENTS_BACS_DAYS", tuple(LENGTHS)),
            accounts=_path(env, "SHIREHALL_PAYMENTS_ACCOUNTS"),
            base_rates=_path(env, "SHIREHALL_BASE_RATES"),
        )

    @classmethod
    def current(cls) -> Self:
        """The settings of this process."""
        return cls.from_env(os.environ)

    def cut_off(self, pay_on: date) -> datetime:
        """The last moment for what is to arrive on a day."""
        on, left = pay_on, self.cut_off_days
        while left > 0 or not is_working_day(on):
            on -= timedelta(days=1)
            left -= is_working_day(on)
        return datetime.combine(on, self.cut_off_at, tzinfo=LONDON)

    def earliest(self, at: datetime) -> date:
        """The first day on which money can arrive that is released by the cut-off now."""
        on = add_working_days(at.astimezone(LONDON).date(), 0)
        while self.cut_off(on) <= at:
            on = add_working_days(on, 1)
        return on

    def due_until(self, pay_on: date) -> date:
        """What is due by this day is paid by a run on `pay_on`, for the next one would be late for it."""
        return add_working_days(pay_on, self.every_days) - timedelta(days=1)


def processing_day(pay_on: date) -> date:
    """The working day before the money arrives, which a Bacs file names."""
    on = pay_on - timedelta(days=1)
    while not is_working_day(on):
        on -= timedelta(days=1)
    return on


def _path(env: Mapping[str, str], name: str) -> Path | None:
    text = env.get(name, "").strip()
    return Path(text) if text else None


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    if given[name] not in allowed:
        raise ValueError(f"{name} must be {' or '.join(allowed)}, not {given[name]!r}")
    return given[name]


def _whole(given: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = given[name]
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}, not {text!r}")
    return int(text)


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"SHIREHALL_PAYMENTS_CUT_OFF_AT must be an hour like 17:00, not {text!r}") from error
