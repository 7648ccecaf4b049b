"""A day out of words: "14 March 1980", "14/3/80", "14031980", "Saturday 14th March", "tomorrow".

Day before month always. What could be two days (a year of two digits, no year) counts only where the question
leaves one of them.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from shirehall.kernel.language import _
from shirehall.kernel.questions import wording
from shirehall.kernel.questions.base import AnswerError, Asked

Check = Callable[[date], date]
"""Gives the day back, or raises AnswerError where the question does not take it."""
MonthOf = Callable[[str], int]
"""The number of a month's name, 0 where it is none."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BETWEEN = re.compile(r"[\s,./\\-]+|(?<=[0-9])(?=(?!st|nd|rd|th)[a-z])|(?<=[a-z])(?=[0-9])")
_DROPPED = frozenset(("the", "of", "on", "it's", "its", "is", "it", "was", "born", "i"))
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_TOGETHER = re.compile(r"[0-9]{8}|[0-9]{6}")
_TO_DAY = {"today": 0, "tomorrow": 1, "yesterday": -1}


def day_in(asked: Asked, text: str, *, on: date, check: Check, month_of: MonthOf) -> date | None:
    """The day that folded words name, or None where they name none. AnswerError where a year or another part is
    wanting, and where the question does not take the day."""
    if text in _TO_DAY and "age" not in asked.settings:
        return on + timedelta(days=_TO_DAY[text])
    parts = [part for part in _BETWEEN.split(text) if part and part not in _DROPPED]
    weekdays = [number for part in parts if (number := _weekday(part)) >= 0]
    parts = [part for part in parts if _weekday(part) < 0]
    if len(parts) > 3 or len(weekdays) > 1:
        return None
    found = _of_parts(asked, parts, check, month_of, on)
    if found is not None and weekdays and found.weekday() != weekdays[0]:
        sentence = _("{day} is not a {weekday}. Reply with the day, month and year, like {example}")
        raise AnswerError(
            sentence.format(
                day=wording.say_date(found),
                weekday=_WEEKDAYS[weekdays[0]].capitalize(),
                example=example(asked, on),
            )
        )
    return found


def example(asked: Asked, on: date) -> str:
    """A day like those the question is about."""
    return "14 3 1980" if "age" in asked.settings else f"14 3 {on.year}"


def _weekday(word: str) -> int:
    if len(word) < 3:
        return -1
    return next((number for number, name in enumerate(_WEEKDAYS) if name.startswith(word)), -1)


def _of_parts(asked: Asked, parts: list[str], check: Check, month_of: MonthOf, on: date) -> date | None:
    match parts:
        case [run] if _TOGETHER.fullmatch(run):
            return _of_run(asked, run, check, on)
        case [first, second, third] if re.fullmatch(r"[0-9]{4}", first):
            return _named(asked, int(first), month_of(second), _number(third), on)
        case [first, second, year] if re.fullmatch(r"[0-9]{4}|[0-9]{2}", year):
            day, month = _day_and_month(first, second, month_of)
            if len(year) == 4:
                return _named(asked, int(year), month, day, on)
            return _only(asked, _days((1900 + int(year), 2000 + int(year)), month, day), check, on)
        case [first, second]:
            day, month = _day_and_month(first, second, month_of)
            if not day or not month:
                return None
            return _without_year(asked, month, day, check, on)
    return None


def _day_and_month(first: str, second: str, month_of: MonthOf) -> tuple[int, int]:
    """Day and month of two words. A month that is named may stand first; of two numbers the day does."""
    if not first[:1].isdigit() and second[:1].isdigit():
        first, second = second, first
    return _number(first), month_of(second)


def _number(word: str) -> int:
    found = _DAY.fullmatch(word)
    return int(found[1]) if found else 0


def _named(asked: Asked, year: int, month: int, day: int, on: date) -> date | None:
    """The day itself. AnswerError where there is a number for each part and no such day."""
    found = _real(year, month, day)
    if found is None and day and month:
        sentence = _("That is not a real date. Reply with the day, month and year, like {example}")
        raise AnswerError(sentence.format(example=example(asked, on)))
    return found


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days(years: Iterable[int], month: int, day: int) -> list[date]:
    return [found for year in years if (found := _real(year, month, day)) is not None]


def _of_run(asked: Asked, run: str, check: Check, on: date) -> date | None:
    """Digits without anything between: day, month and year, or year, month and day where only that is a day."""
    if len(run) == 6:
        return _only(
            asked, _days((1900 + int(run[4:]), 2000 + int(run[4:])), int(run[2:4]), int(run[:2])), check, on
        )
    ways = _days((int(run[4:]),), int(run[2:4]), int(run[:2])) + _days(
        (int(run[:4]),), int(run[4:6]), int(run[6:])
    )
    return _only(asked, ways, check, on) if len(ways) > 1 else next(iter(ways), None)


def _without_year(asked: Asked, month: int, day: int, check: Check, on: date) -> date | None:
    """A day of no year: the next one where the question looks ahead; else only if its bounds leave one."""
    if asked.settings.get("future"):
        return _only(asked, _days(range(on.year, on.year + 9), month, day), check, on, first=True)
    return _only(asked, _days(range(1800, 3000), month, day), check, on)


def _only(asked: Asked, days: list[date], check: Check, on: date, *, first: bool = False) -> date | None:
    """The one day that the question takes. AnswerError that asks for the year where it takes several."""
    taken = [day for day in days if _takes(check, day)]
    if len(taken) == 1 or (taken and first):
        return taken[0]
    if taken:
        sentence = _("We need the year in full. Reply with the day, month and year, like {example}")
        raise AnswerError(sentence.format(example=example(asked, on)), box="year")
    # None will do: let the question say why, of the day nearest to now
    return min(days, key=lambda day: abs((day - on).days), default=None)


def _takes(check: Check, day: date) -> bool:
    try:
        check(day)
    except AnswerError:
        return False
    return True
