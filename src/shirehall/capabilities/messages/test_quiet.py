"""When the council is quiet, on the days on which the clock changes too."""

from datetime import UTC, datetime, time

import pytest

from shirehall.capabilities.messages.quiet import QuietHours


@pytest.mark.parametrize(
    ("at", "over"),
    [
        (datetime(2026, 1, 5, 20, 59, tzinfo=UTC), None),
        (datetime(2026, 1, 5, 21, 0, tzinfo=UTC), datetime(2026, 1, 6, 8, 0, tzinfo=UTC)),
        (datetime(2026, 1, 6, 7, 59, tzinfo=UTC), datetime(2026, 1, 6, 8, 0, tzinfo=UTC)),
        (datetime(2026, 1, 6, 8, 0, tzinfo=UTC), None),
        (datetime(2026, 7, 1, 20, 0, tzinfo=UTC), datetime(2026, 7, 2, 7, 0, tzinfo=UTC)),
        # The nights on which the clock goes forward, and back.
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_night(at: datetime, over: datetime | None) -> None:
    assert QuietHours().over_at(at) == over


def test_hours_within_a_day_and_none_at_all() -> None:
    noon = QuietHours.from_env({"SHIREHALL_QUIET_HOURS": "12:00-13:30"})
    assert noon == QuietHours(time(12), time(13, 30))
    assert noon.over_at(datetime(2026, 1, 5, 12, 30, tzinfo=UTC)) == datetime(2026, 1, 5, 13, 30, tzinfo=UTC)
    assert noon.over_at(datetime(2026, 1, 5, 22, 30, tzinfo=UTC)) is None
    never = QuietHours.from_env({"SHIREHALL_QUIET_HOURS": "none"})
    assert all(never.over_at(datetime(2026, 1, 5, hour, tzinfo=UTC)) is None for hour in range(24))
