"""Statutory interest on what is paid late: 8 per cent over the Bank Rate, by the day, and the fixed sum that may be
claimed with it. It is reckoned and shown; nothing is paid by this. Pure, but for reading the table of rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).with_name("base_rates.yaml")
THIRTY_DAYS = 30
_YEAR = 365


@dataclass(frozen=True, slots=True)
class BaseRates:
    """The Bank Rate by half-year's end, in per cent; `over` is what the law adds to it. `fixed_sums` are pairs of what
    the debt must be below and the sum, in pence; None stands for every debt."""

    rates: Mapping[date, Decimal]
    over: Decimal
    fixed_sums: Sequence[tuple[int | None, int]]
    source: str

    @classmethod
    def read(cls, path: Path = SHIPPED) -> "BaseRates":
        """From a table as in base_rates.yaml. Raises ValueError."""
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            rates = {_half_year_end(on): Decimal(str(rate)) for on, rate in data["rates"].items()}
            sums = [(_pence(each.get("below")), _pence(each["sum"]) or 0) for each in data["fixed_sums"]]
            read = cls(dict(sorted(rates.items())), Decimal(str(data["over"])), sums, str(data["source"]))
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise ValueError(f"{path} is not a table of base rates: {error}") from error
        if not rates or not all(0 <= rate <= 100 for rate in rates.values()):
            raise ValueError(f"{path} must have rates from 0 to 100 per cent.")
        return read

    def before(self, on: date) -> tuple[date, Decimal, bool]:
        """The half-year's end before a day, its rate, and whether the table has it; where not, the last one before it
        stands in, or the first of all."""
        wanted = date(on.year, 6, 30) if on.month > 6 else date(on.year - 1, 12, 31)
        known = max((day for day in self.rates if day <= wanted), default=min(self.rates))
        return wanted, self.rates[known], known == wanted


@dataclass(frozen=True, slots=True)
class Interest:
    """What is owed for being late: `interest` and `fixed_sum` in pence, `rate` per cent a year. `is_certain` is false
    where the table had no rate of that half-year yet."""

    due_on: date
    days: int
    rate: Decimal
    base_rate_on: date
    interest: int
    fixed_sum: int
    is_certain: bool


def due_on(received_on: date, payment_days: int, printed: date | None) -> date:
    """The last day on which a payment is in time: as many days after receipt as were agreed, never more than thirty,
    or the day that the supplier itself printed where that is later."""
    agreed = received_on + timedelta(days=min(payment_days, THIRTY_DAYS))
    return max(agreed, printed) if printed else agreed


def reckon(
    amount: int, *, due: date, until: date, rates: BaseRates, paid: Sequence[tuple[date, int]] = ()
) -> Interest | None:
    """Interest on a debt of `amount` pence from the day after `due` up to and with `until`; `paid` are the parts that
    were paid, by day. The rate is that of the day on which it became late, for good. None while it is not late."""
    starts = due + timedelta(days=1)
    owed_at_due = amount - sum(part for on, part in paid if on <= due)
    if until < starts or owed_at_due <= 0:
        return None
    base_rate_on, base, is_certain = rates.before(starts)
    rate = base + rates.over
    left, since, weighed, days = owed_at_due, due, 0, 0
    for on, part in [*sorted(each for each in paid if due < each[0] <= until), (until, 0)]:
        weighed += left * (on - since).days
        days = (on - due).days if left > 0 else days
        left, since = max(0, left - part), on
    interest = (Decimal(weighed) * rate / 100 / _YEAR).quantize(Decimal(1), ROUND_HALF_UP)
    fixed = next(each for below, each in rates.fixed_sums if below is None or owed_at_due < below)
    return Interest(due, days, rate, base_rate_on, int(interest), fixed, is_certain)


def _half_year_end(on: Any) -> date:
    if not isinstance(on, date) or (on.month, on.day) not in ((6, 30), (12, 31)):
        raise ValueError(f"a base rate is that of a 30 June or 31 December, not of {on}")
    return on


def _pence(pounds: Any) -> int | None:
    return None if pounds is None else int(Decimal(str(pounds)) * 100)
