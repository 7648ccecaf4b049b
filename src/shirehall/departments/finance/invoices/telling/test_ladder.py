"""Who is told next, and when: plain days, no table."""

from datetime import UTC, datetime

import pytest

from shirehall.departments.finance.invoices.telling.ladder import Level, Rung, next_rung
from shirehall.departments.finance.invoices.telling.settings import TellingSettings

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def at(day: int, month: int = 3, hour: int = 10) -> datetime:
    """Ten in the morning of a day in winter time."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("level", "told", "expected"),
    [
        (Level.PERSON, MONDAY, Rung(Level.REMINDED, at(4))),
        (Level.PERSON, at(5), Rung(Level.REMINDED, at(9))),  # Thursday: Friday and Monday
        (Level.REMINDED, at(4), Rung(Level.MANAGER, at(6))),
        (Level.MANAGER, at(6), Rung(Level.FINANCE, at(20))),  # day 20 is Sunday the 22nd
        (Level.PERSON, at(19), Rung(Level.FINANCE, at(20))),  # before day 20, not after it
        (Level.FINANCE, at(20), Rung(Level.LAST, at(30, hour=9))),
        (Level.PERSON, at(30), Rung(Level.LAST, at(31, hour=9))),  # late already: one day, then finance
        (Level.LAST, at(30), None),
    ],
)
def test_the_next_rung(level: str, told: datetime, expected: Rung | None) -> None:
    found = next_rung(level=level, told_at=told, received_at=MONDAY, settings=TellingSettings())
    assert found == expected


def test_what_a_council_chooses() -> None:
    chosen = TellingSettings.from_env(
        {"SHIREHALL_INVOICE_REMINDER_DAYS": "1", "SHIREHALL_INVOICE_FINANCE_DAY": "10"}
    )
    assert (chosen.reminder_days, chosen.finance_day, chosen.last_day) == (1, 10, 28)


@pytest.mark.parametrize("wrong", ["0", "-1", "366", "two", "٣"])
def test_a_wrong_number_of_days_is_told(wrong: str) -> None:
    with pytest.raises(ValueError, match="SHIREHALL_INVOICE_MANAGER_DAYS"):
        TellingSettings.from_env({"SHIREHALL_INVOICE_MANAGER_DAYS": wrong})


def test_the_last_day_comes_after_that_of_finance() -> None:
    with pytest.raises(ValueError, match="later"):
        TellingSettings.from_env({"SHIREHALL_INVOICE_LAST_DAY": "20"})
