"""Clocks: working days of England and Wales, local days, and the hour at which reminders go."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
REMINDER_HOUR = time(10, 0)
"""Reminders go at ten in the morning, local time: on no day does the clock skip or repeat that hour."""


@cache
def _bank_holidays() -> frozenset[date]:
    # The data that the package brings: a deadline never waits for a network.
    data = BankHolidays.load_backup_data()[BankHolidays.ENGLAND_AND_WALES]
    return frozenset(date.fromisoformat(each["date"]) for each in data["events"])


def local_date(at: datetime) -> date:
    """The day that residents see at this moment."""
    return at.astimezone(LONDON).date()


def is_working_day(on: date) -> bool:
    """Monday to Friday, and no bank holiday of England and Wales."""
    return on.weekday() < 5 and on not in _bank_holidays()


def add_working_days(on: date, days: int) -> date:
    """The date that is so many working days after `on`; with none, `on` itself or the next working day."""
    while days > 0 or not is_working_day(on):
        on += timedelta(days=1)
        days -= is_working_day(on)
    return on


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and with `end`; none where `end` is not later."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=number)) for number in range(1, days + 1))


def reminder_at(at: datetime, days: int) -> datetime:
    """So many local days after `at`, at ten in the morning in London, in UTC: the same hour after a clock change."""
    return datetime.combine(local_date(at) + timedelta(days=days), REMINDER_HOUR, tzinfo=LONDON).astimezone(
        UTC
    )


def end_of_day(on: date) -> datetime:
    """The first moment after a local day: when a due date has passed."""
    return datetime.combine(on + timedelta(days=1), time(0), tzinfo=LONDON).astimezone(UTC)
