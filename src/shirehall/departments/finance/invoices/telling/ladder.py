"""The ladder: who is told next about an invoice that nobody has answered, and when. It reads no clock and no table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shirehall.casework.api import add_working_days, is_working_day, local_date, reminder_at
from shirehall.departments.finance.invoices.models import InvoiceException
from shirehall.departments.finance.invoices.telling.settings import TellingSettings

Level = InvoiceException.Level
_ORDER = (Level.PERSON, Level.REMINDED, Level.MANAGER, Level.FINANCE, Level.LAST)


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is told next, and when."""

    level: InvoiceException.Level
    at: datetime


def next_rung(
    *, level: str, told_at: datetime, received_at: datetime, settings: TellingSettings
) -> Rung | None:
    """What follows once `level` was told at `told_at`; None after the last. The days of finance count from when the
    invoice was received: where they come first, the reminder and the manager are passed over. Never sooner than the
    next working day, so that everybody who is asked has a day for it."""
    here = _ORDER.index(Level(level))
    if here + 1 == len(_ORDER):
        return None
    morning_after = add_working_days(local_date(told_at), 1)
    days = {
        Level.REMINDED: add_working_days(local_date(told_at), settings.reminder_days),
        Level.MANAGER: add_working_days(local_date(told_at), settings.manager_days),
        Level.FINANCE: _working_day_until(local_date(received_at) + timedelta(days=settings.finance_day)),
        Level.LAST: _working_day_until(local_date(received_at) + timedelta(days=settings.last_day)),
    }
    chosen = _ORDER[here + 1]
    on = max(days[chosen], morning_after)
    for later in _ORDER[here + 2 :]:
        if later in (Level.FINANCE, Level.LAST) and max(days[later], morning_after) <= on:
            chosen, on = later, max(days[later], morning_after)
    return Rung(chosen, reminder_at(told_at, (on - local_date(told_at)).days))


def _working_day_until(on: date) -> date:
    """The day itself, or the last working day before it: nobody reads it on a Sunday."""
    while not is_working_day(on):
        on -= timedelta(days=1)
    return on
