from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from shirehall.design import formats


@pytest.mark.parametrize(
    ("pence", "text"),
    [(123450, "£1,234.50"), (5, "£0.05"), (-20_000, "-£200.00"), (0, "£0.00"), (100_000_00, "£100,000.00")],
)
def test_pounds(pence: int, text: str) -> None:
    assert formats.pounds(pence) == text


def test_pounds_whole() -> None:
    assert formats.pounds(123400, whole=True) == "£1,234"
    assert formats.pounds(123450, whole=True) == "£1,234.50"


def test_days_and_moments_are_in_london() -> None:
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert formats.moment(summer) == "2 July 2026, 12:30am"
    assert formats.day(summer) == "2 July 2026"
    assert formats.day(date(2026, 3, 4)) == "4 March 2026"
    assert formats.short_day(date(2026, 3, 4)) == "4 Mar 2026"
    assert formats.moment(datetime(2026, 3, 4, 12, 0, tzinfo=UTC)) == "4 March 2026, midday"
    assert formats.short_moment(datetime(2026, 3, 4, 0, 0, tzinfo=UTC)) == "4 Mar, midnight"
    with pytest.raises(ValueError, match="time zone"):
        formats.moment(datetime(2026, 3, 4, 12, 0))


def test_numbers() -> None:
    assert formats.number(12345) == "12,345"
    assert formats.number(Decimal("1234.50")) == "1,234.5"
    assert formats.number(20.0) == "20"
    assert formats.percent(0.123) == "12.3%"
    assert formats.file_size(900) == "1 kB"
    assert formats.file_size(2_100_000) == "2.1 MB"


def test_lines_escape() -> None:
    assert formats.lines("a <b>\nc") == "a &lt;b&gt;<br>c"


def test_shown_by_kind() -> None:
    assert formats.shown(1234, "money") == "£12.34"
    assert formats.shown(None, "money") == "–"
    assert formats.shown(0, "number") == "0"
    assert formats.shown("as it is", "day") == "as it is"
    assert formats.shown(date(2026, 3, 4), "day") == "4 Mar 2026"
