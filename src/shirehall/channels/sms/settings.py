"""What a council chooses about conversations by text."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

NAME = "sms"
"""What definitions call this channel."""


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """`number` is the one that people text, for pages; `council` the code of the council that answers where nothing
    tells which one. Limits are for an hour. `resume_hours` after a question its answer is no longer taken without
    asking first; `case_days` is how long a text may be a reply to one about a case."""

    number: str = ""
    council: str = ""
    texts_an_hour_from_one_number: int = 60
    texts_an_hour: int = 6000
    resume_hours: int = 24
    case_days: int = 30

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_SMS_NUMBER, SHIREHALL_SMS_COUNCIL, SHIREHALL_SMS_TEXTS_AN_HOUR_FROM_ONE_NUMBER,
        SHIREHALL_SMS_TEXTS_AN_HOUR, SHIREHALL_SMS_RESUME_HOURS and SHIREHALL_SMS_CASE_DAYS.

        Raises ValueError where a number is none, or below one.
        """
        return cls(
            number=env.get("SHIREHALL_SMS_NUMBER", "").strip(),
            council=env.get("SHIREHALL_SMS_COUNCIL", "").strip(),
            texts_an_hour_from_one_number=_number(env, "SHIREHALL_SMS_TEXTS_AN_HOUR_FROM_ONE_NUMBER", 60),
            texts_an_hour=_number(env, "SHIREHALL_SMS_TEXTS_AN_HOUR", 6000),
            resume_hours=_number(env, "SHIREHALL_SMS_RESUME_HOURS", 24),
            case_days=_number(env, "SHIREHALL_SMS_CASE_DAYS", 30),
        )

    @property
    def resume_after(self) -> timedelta:
        """How old a question may be whose answer is taken as it comes."""
        return timedelta(hours=self.resume_hours)

    @property
    def case_within(self) -> timedelta:
        """How old a text about a case may be that is replied to."""
        return timedelta(days=self.case_days)


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)


def sms_settings() -> SmsSettings:
    """The settings of this process."""
    return SmsSettings.from_env(os.environ)
