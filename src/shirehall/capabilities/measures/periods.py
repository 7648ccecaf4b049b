"""The periods a page can be asked for, each read from the counts that fit it best."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

FIRST = date(2000, 1, 1)
_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A period up to today. Its first day is a whole stretch's: a Monday for weeks, a first of the month."""

    code: str
    label: str
    span: str
    first_on: date
    last_on: date


def periods(on: date) -> tuple[Period, ...]:
    """Every period as it stands on a day."""
    monday, month = on - timedelta(days=on.weekday()), on.replace(day=1)
    year_ago = (month - timedelta(days=334)).replace(day=1)
    return (
        Period("4_weeks", _("The last 4 weeks"), "day", on - timedelta(days=27), on),
        Period("12_weeks", _("The last 12 weeks"), "week", monday - timedelta(weeks=_WEEKS - 1), on),
        Period("year", _("The last 12 months"), "month", year_ago, on),
        Period("all", _("All time"), "month", FIRST, on),
    )


def period_called(code: str, on: date) -> Period | None:
    """The period of that code; the last 12 months for an empty one; None where there is none."""
    return next((each for each in periods(on) if each.code == (code or "year")), None)
