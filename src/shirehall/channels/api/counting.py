"""Counts the calls of a key, by day and by minute, in one statement that every process shares."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from shirehall.channels.api.models import ApiKey

_COUNT = """
    INSERT INTO shirehall_api_keyuse (key_id, used_on, calls, minute, minute_calls, last_at)
    VALUES (%s, %s, 1, %s, 1, %s)
    ON CONFLICT (key_id, used_on) DO UPDATE SET
        calls = shirehall_api_keyuse.calls + 1,
        minute_calls = CASE
            WHEN shirehall_api_keyuse.minute = excluded.minute THEN shirehall_api_keyuse.minute_calls + 1 ELSE 1 END,
        minute = excluded.minute, last_at = excluded.last_at
    RETURNING calls, minute_calls
"""
_DAY_SECONDS, _MINUTE_SECONDS = 86_400, 60


@dataclass(frozen=True, slots=True)
class Left:
    """What a key has left of the limit that it is nearest to: `limit` calls, `remaining` of them, and the seconds until
    they are counted anew."""

    limit: int
    remaining: int
    reset: int
    too_many: bool

    @property
    def headers(self) -> dict[str, str]:
        """What every answer says of it."""
        told = {
            "RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }  # fmt: skip
        return {**told, "Retry-After": str(self.reset)} if self.too_many else told


def count_call(key: ApiKey, *, at: datetime) -> Left:
    """Count one more call of a key, and say what is left. One query."""
    moment = at.astimezone(UTC)
    second = int(moment.timestamp())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key.pk, moment.date(), second // _MINUTE_SECONDS, moment])
        today, this_minute = cursor.fetchone()
    by_day = _left(key.per_day, today, _DAY_SECONDS - second % _DAY_SECONDS)
    by_minute = _left(key.per_minute, this_minute, _MINUTE_SECONDS - second % _MINUTE_SECONDS)
    if by_day.too_many or (by_day.remaining < by_minute.remaining and not by_minute.too_many):
        return by_day
    return by_minute


def _left(limit: int, calls: int, reset: int) -> Left:
    return Left(limit, max(limit - calls, 0), reset, calls > limit)
