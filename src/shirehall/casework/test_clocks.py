"""Clocks: working days, and the hour of reminders through clock changes."""

from datetime import UTC, date, datetime

from shirehall.casework.clocks import (
    LONDON,
    add_working_days,
    end_of_day,
    is_working_day,
    local_date,
    reminder_at,
    working_days_between,
)


def test_bank_holidays_are_no_working_days() -> None:
    assert not is_working_day(date(2026, 4, 3))  # Good Friday
    assert add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert add_working_days(date(2026, 3, 2), 10) == date(2026, 3, 16)
    assert add_working_days(date(2026, 3, 7), 0) == date(2026, 3, 9)
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 8)) == 2
    assert working_days_between(date(2026, 4, 8), date(2026, 4, 2)) == 0


def test_a_reminder_goes_at_ten_on_either_side_of_a_clock_change() -> None:
    before_spring = datetime(2026, 3, 27, 23, 30, tzinfo=UTC)
    assert reminder_at(before_spring, 3) == datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    before_autumn = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)
    assert reminder_at(before_autumn, 3) == datetime(2026, 10, 26, 10, 0, tzinfo=UTC)
    on_the_day = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert reminder_at(on_the_day, 0).astimezone(LONDON).hour == 10


def test_days_are_those_that_residents_see() -> None:
    assert local_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert end_of_day(date(2026, 3, 28)) == datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 29)) == datetime(2026, 3, 29, 23, 0, tzinfo=UTC)
