"""What is told of paid invoices: how long each took, whose hand was on it. Pure, but for the calendar."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shirehall.casework.api import working_days_between

WITHIN_WORKING_DAYS = 5
WITHIN_DAYS = 30


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """A paid invoice as figures see it. The clock runs from the day that it reached the councils. Amounts are pence."""

    authority: str
    channel: str
    received_on: date
    approved_on: date | None
    due_on: date | None
    paid_on: date
    by_machine: bool
    handled_because: str
    amount: int
    discount: int
    interest: int

    @property
    def days(self) -> int:
        """The days that it took, where the day after it came is the first."""
        return (self.paid_on - self.received_on).days

    @property
    def working_days(self) -> int:
        """The working days that it took."""
        return _working_days(self.received_on, self.paid_on)


@dataclass(slots=True)
class Tally:
    """How many were paid, and how soon."""

    count: int = 0
    approved_same_day: int = 0
    same_day: int = 0
    within_5: int = 0
    within_5_untouched: int = 0
    within_30: int = 0
    within_60: int = 0
    untouched: int = 0
    days: int = 0
    amount: int = 0
    discount: int = 0
    interest: int = 0

    def add(self, each: PaidInvoice) -> None:
        """Count one."""
        quick = each.working_days <= WITHIN_WORKING_DAYS
        self.count += 1
        self.approved_same_day += each.approved_on == each.received_on
        self.same_day += each.days <= 0
        self.within_5 += quick
        self.within_5_untouched += quick and each.by_machine
        self.within_30 += each.days <= WITHIN_DAYS
        self.within_60 += each.days <= 2 * WITHIN_DAYS
        self.untouched += each.by_machine
        self.days += each.days
        self.amount += each.amount
        self.discount += each.discount
        self.interest += each.interest

    def share(self, part: int) -> float | None:
        """A part of all, None where there are none."""
        return part / self.count if self.count else None

    @property
    def mean_days(self) -> float | None:
        """The arithmetic mean of the days."""
        return self.days / self.count if self.count else None


def tally(rows: Iterable[PaidInvoice]) -> Tally:
    """All of them together."""
    found = Tally()
    for each in rows:
        found.add(each)
    return found


def tallies(rows: Iterable[PaidInvoice], by: Callable[[PaidInvoice], str]) -> Mapping[str, Tally]:
    """By something that each has, in the order of the words."""
    found: dict[str, Tally] = {}
    for each in rows:
        found.setdefault(by(each), Tally()).add(each)
    return dict(sorted(found.items()))


@lru_cache(maxsize=50_000)
def _working_days(first: date, last: date) -> int:
    return working_days_between(first, last)
