"""Quiet hours: the time of night at which the council begins nothing by text. An answer to somebody who has just
written, or just sent something, may go."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self

from shirehall.casework.clocks import LONDON
from shirehall.casework.models import Case
from shirehall.casework.passes import RESIDENT

STILL_AN_ANSWER = timedelta(minutes=30)
"""How long after somebody's own message what we send still answers it."""
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` to `end`, local time, over midnight where `end` is earlier; the same for both: none."""

    begin: time = time(21, 0)
    end: time = time(8, 0)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_QUIET_HOURS, such as `21:00-08:00`, or `none`. Raises ValueError."""
        text = env.get("SHIREHALL_QUIET_HOURS", "").strip()
        if not text:
            return cls()
        if text == "none":
            return cls(time(0), time(0))
        found = _HOURS.fullmatch(text)
        if not found:
            raise ValueError(f"SHIREHALL_QUIET_HOURS must be like 21:00-08:00, or none, not {text!r}")
        hour, minute, end_hour, end_minute = map(int, found.groups())
        return cls(time(hour, minute), time(end_hour, end_minute))

    def over_at(self, at: datetime) -> datetime | None:
        """When the quiet hours that it is now are over; None where it is no quiet hour."""
        local = at.astimezone(LONDON)
        now = local.time().replace(tzinfo=None)
        if self.begin <= self.end:
            quiet, days = self.begin <= now < self.end, 0
        else:
            quiet, days = now >= self.begin or now < self.end, int(now >= self.begin)
        if not quiet:
            return None
        return datetime.combine(local.date() + timedelta(days=days), self.end, tzinfo=LONDON)


def quiet_until(at: datetime) -> datetime | None:
    """When this installation's quiet hours are over; None outside them."""
    return QuietHours.from_env(os.environ).over_at(at)


def answers_somebody(case: Case, at: datetime) -> bool:
    """Whether the resident sent something on the case just now, so that a text about it begins nothing."""
    return case.submissions.filter(by=RESIDENT, at__gt=at - STILL_AN_ANSWER).exists()
