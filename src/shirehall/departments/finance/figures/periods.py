"""The stretches of time that figures are asked for: months, quarters, half-years and years from April."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included. `code` names it in an address."""

    code: str
    label: str
    first_on: date
    last_on: date

    def holds(self, on: date | None) -> bool:
        """Whether a day lies in it."""
        return on is not None and self.first_on <= on <= self.last_on


def months_back(on: date, count: int) -> Period:
    """So many months up to and with that of a day, at most twelve."""
    count = max(1, min(count, MOST_MONTHS))
    first = _shifted(on.replace(day=1), 1 - count)
    label = _("This month") if count == 1 else _("%(count)s months") % {"count": count}
    return Period(str(count), label, first, month_end(on))


def quarter_of(on: date) -> Period:
    """The quarter of the year that holds a day."""
    first = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    last = month_end(_shifted(first, 2))
    return Period(first.isoformat(), _("%(first)s to %(last)s") % _words(first, last), first, last)


def quarters_back(on: date, count: int) -> Sequence[Period]:
    """The quarters up to and with that of a day, the latest first."""
    first = quarter_of(on).first_on
    return [quarter_of(_shifted(first, -3 * number)) for number in range(count)]


def half_year_of(on: date) -> Period:
    """The reporting period of section 69 of the Procurement Act 2023 that holds a day: April to September, or October
    to March."""
    first = date(on.year, 4 if 4 <= on.month <= 9 else 10, 1)
    if on < first:
        first = first.replace(year=first.year - 1)
    last = month_end(_shifted(first, 5))
    return Period(first.isoformat(), _("%(first)s to %(last)s") % _words(first, last), first, last)


def half_years_back(on: date, count: int) -> Sequence[Period]:
    """The reporting periods up to and with that of a day, the latest first."""
    first = half_year_of(on).first_on
    return [half_year_of(_shifted(first, -6 * number)) for number in range(count)]


def year_of(on: date) -> Period:
    """The financial year that holds a day: from 1 April."""
    first = date(on.year if on.month >= 4 else on.year - 1, 4, 1)
    return Period(
        str(first.year), f"{first.year}-{(first.year + 1) % 100:02d}", first, date(first.year + 1, 3, 31)
    )


def month_end(on: date) -> date:
    """The last day of the month of a day."""
    return on.replace(day=monthrange(on.year, on.month)[1])


def _shifted(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _words(first: date, last: date) -> dict[str, str]:
    return {"first": f"{first:%B} {first.year}", "last": f"{last:%B} {last.year}"}
