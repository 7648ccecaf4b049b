"""How figures, money, days and moments are written for people, in the language of the moment. Pure: nothing here reads
the clock."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from shirehall.kernel.questions.wording import say_date

LONDON: Final = ZoneInfo("Europe/London")
KILOBYTE: Final = 1000


def pounds(pence: int, *, whole: bool = False) -> str:
    """123450 -> "£1,234.50"; with `whole`, 123400 -> "£1,234"."""
    sign = "-" if pence < 0 else ""
    units, rest = divmod(abs(pence), 100)
    return f"{sign}£{units:,}" if whole and not rest else f"{sign}£{units:,}.{rest:02d}"


def day(value: date) -> str:
    """14 March 2026. A moment is taken to its day in London."""
    return say_date(_local_day(value))


def short_day(value: date) -> str:
    """14 Mar 2026."""
    return f"{_local_day(value):%-d %b %Y}"


def moment(value: datetime) -> str:
    """14 March 2026, 3:05pm in London. Raises ValueError for a moment without a time zone."""
    local = _local(value)
    return f"{say_date(local.date())}, {_hour(local)}"


def short_moment(value: datetime) -> str:
    """14 Mar, 3:05pm in London."""
    local = _local(value)
    return f"{local:%-d %b}, {_hour(local)}"


def number(value: int | float | Decimal) -> str:
    """12,345; at most two decimals, without empty ones."""
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def percent(value: float | Decimal) -> str:
    """0.5 -> "50%", 0.123 -> "12.3%"."""
    return f"{number(round(float(value) * 100, 1))}%"


def file_size(size: int) -> str:
    """Bytes -> "640 kB" or "2.1 MB"."""
    if size < KILOBYTE * KILOBYTE:
        return f"{max(1, round(size / KILOBYTE))} kB"
    return f"{number(round(size / KILOBYTE**2, 1))} MB"


def lines(value: object) -> Markup:
    """Text with its line breaks kept, everything else escaped."""
    return Markup("<br>").join(escape(line) for line in str(value).strip().splitlines())


def shown(value: Any, kind: str = "text") -> str:
    """A table's value by its column's kind. What is already text stays as it is; nothing is a dash."""
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else _BY_KIND.get(kind, str)(value)


def iso(value: date) -> str:
    """For the datetime attribute."""
    return value.isoformat()


def _local(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(LONDON)


def _local_day(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _hour(local: datetime) -> str:
    clock = f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"
    return {"12:00am": "midnight", "12:00pm": "midday"}.get(clock, clock)


_BY_KIND: Final[Mapping[str, Callable[[Any], str]]] = {
    "number": number,
    "money": pounds,
    "day": short_day,
    "moment": short_moment,
    "percent": percent,
}

FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "pounds": pounds,
    "day": day,
    "short_day": short_day,
    "moment": moment,
    "short_moment": short_moment,
    "number": number,
    "percent": percent,
    "file_size": file_size,
    "lines": lines,
    "shown": shown,
    "iso": iso,
}
