"""A day, in three boxes: 1 or 2 digits, or the month's name. A whole date in one text is read too, day first,
for a text message has only one box. The error names the part that is missing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import dates, replies, strict, typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw
from shirehall.kernel.values import Domain, Kind, Value

EARLIEST = date(1800, 1, 1).toordinal()
LATEST = date(2999, 12, 31).toordinal()
_PARTS = ("day", "month", "year")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BETWEEN = re.compile(r"[\W_]+")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class Date(QuestionType):
    name = "date"
    label = "Date"
    kind: ClassVar[Kind] = "date"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "past": {"type": "boolean", "description": "It must be today or in the past."},
        "future": {"type": "boolean", "description": "It must be today or in the future."},
        "age": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "items": {"type": "integer", "minimum": 0, "maximum": 150},
            "description": "Somebody born on it must be from the first to the second age in whole years.",
        },
        "own": {"type": "boolean", "description": "Whether it is the birthday of the person who answers."},
    }
    bounded = True

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        labels = (_("Day"), _("Month"), _("Year"))
        own = asked.settings.get("own", False)
        return tuple(
            Box(
                part,
                "text",
                label,
                width=4 if part == "year" else 2,
                inputmode="numeric",
                autocomplete=f"bday-{part}" if own else "",
                spellcheck=False,
                required=not asked.optional,
            )
            for part, label in zip(_PARTS, labels, strict=True)
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        day, month, year = (typed.line(asked, raw, part) for part in _PARTS)
        if not (day and month and year):
            if not (day or month or year):
                day, month, year = _whole(asked, typed.line(asked, raw))
            else:
                raise _lacking(asked, day, month, year)
        return _checked(asked, _real(asked, day, month, year), on)

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        text = strict.text(asked, given)
        if not text:
            raise AnswerError(wording.enter(asked), missing=True)
        if not _ISO.fullmatch(text):
            raise AnswerError(wording.must_be(asked, _("a date, like 2026-03-27")))
        try:
            return _checked(asked, date.fromisoformat(text), on)
        except ValueError as error:
            if isinstance(error, AnswerError):
                raise
            raise AnswerError(wording.must_be(asked, _("a real date"))) from error

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        if not isinstance(value, date):
            return {}
        return {"day": [str(value.day)], "month": [str(value.month)], "year": [f"{value.year:04d}"]}

    def show(self, asked: Asked, value: Value) -> str:
        return wording.say_date(value) if isinstance(value, date) else str(value)

    def domain(self, asked: Asked) -> Domain:
        low, high = _limits(asked)
        return Domain(low=low, high=high)

    def check_config(self, asked: Asked) -> tuple[str, ...]:
        wrong = super().check_config(asked)
        age = asked.settings.get("age")
        if age and age[0] > age[1]:
            wrong += ("`age` has the higher age first. Write the lower one first.",)
        if asked.settings.get("past") and asked.settings.get("future"):
            wrong += ("A date cannot be `past` and `future` at once. Take one out.",)
        return wrong

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        found = dates.day_in(
            asked, replies.fold(text), on=on, check=lambda day: _checked(asked, day, on), month_of=_month_of
        )
        if found is None:
            raise self.unclear(asked)
        return self.raw(asked, found)

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with the day, month and year, like 14 3 1980")

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        say = _(
            "Key two numbers for the day, two for the month and four for the year. Then press the hash key."
        )
        return (KeyPrompt(say, 8),)

    def pressed(self, asked: Asked, value: Value) -> tuple[str, ...]:
        return (f"{value:%d%m}{value.year:04d}",) if isinstance(value, date) else ()

    def keys(self, asked: Asked, keys: Sequence[str], *, on: date) -> Raw:
        pressed = "".join(keys)
        if not (len(pressed) == 8 and pressed.isdecimal()):
            raise AnswerError(
                _("Key eight numbers: two for the day, two for the month and four for the year")
            )
        return {"day": [pressed[:2]], "month": [pressed[2:4]], "year": [pressed[4:]]}


def age_on(born: date, on: date) -> int:
    """Whole years of age, attained at the start of the birthday (Family Law Reform Act 1969, section 9)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _limits(asked: Asked) -> tuple[int, int]:
    return (EARLIEST if asked.low is None else asked.low), (LATEST if asked.high is None else asked.high)


def _lacking(asked: Asked, day: str, month: str, year: str) -> AnswerError:
    names = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
    absent = [part for part, text in zip(_PARTS, (day, month, year), strict=True) if not text]
    parts = wording.both([names[part] for part in absent])
    sentence = _("{subject} must include {parts}").format(subject=wording.subject(asked), parts=parts)
    return AnswerError(sentence, box=absent[0])


def _whole(asked: Asked, text: str) -> tuple[str, str, str]:
    if not text:
        raise AnswerError(wording.enter(asked), box="day", missing=True)
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) != 3:
        raise AnswerError(wording.must_be(asked, _("a date, like 27 3 2026")), box="day")
    day, month, year = reversed(parts) if len(parts[0]) == 4 and parts[0].isdecimal() else parts
    return day, month, year


def _real(asked: Asked, day: str, month: str, year: str) -> date:
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        sentence = _("{subject} must include a year of 4 numbers").format(subject=wording.subject(asked))
        raise AnswerError(sentence, box="year")
    day_number, month_number = _day_of(day), _month_of(month)
    if not 1 <= month_number <= 12:
        raise AnswerError(wording.must_be(asked, _("a real date")), box="month")
    try:
        return date(int(year), month_number, day_number)
    except ValueError as error:
        box = "day" if int(year) else "year"
        raise AnswerError(wording.must_be(asked, _("a real date")), box=box) from error


def _day_of(text: str) -> int:
    match = _DAY.fullmatch(text)
    return int(match[1]) if match else 0


def _month_of(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 else 0
    wanted = text.casefold().rstrip(".")
    if len(wanted) < 3:
        return 0
    translated = (name.casefold() for name in wording.month_names())
    for number, names in enumerate(zip(_MONTHS, translated, strict=True), start=1):
        if wanted in names or wanted == names[0][:3] or (wanted == "sept" and number == 9):
            return number
    return 0


def _checked(asked: Asked, day: date, on: date) -> date:
    low, high = _limits(asked)
    number = day.toordinal()
    settings = asked.settings
    if settings.get("past") and day > on:
        raise AnswerError(wording.must_be(asked, _("today or in the past")), box="day")
    if settings.get("future") and day < on:
        raise AnswerError(wording.must_be(asked, _("today or in the future")), box="day")
    if number < low:
        limit = wording.say_date(date.fromordinal(low))
        raise AnswerError(wording.must_be(asked, _("on or after {day}").format(day=limit)), box="day")
    if number > high:
        limit = wording.say_date(date.fromordinal(high))
        raise AnswerError(wording.must_be(asked, _("on or before {day}").format(day=limit)), box="day")
    if "age" in settings:
        _check_age(asked, age_on(day, on))
    return day


def _check_age(asked: Asked, age: int) -> None:
    least, most = asked.settings["age"]
    if least <= age <= most:
        return
    label = asked.label or _("the date")
    if age < least:
        sentence = _("Check {label}: it must be of a person aged {age} or over").format(
            label=label, age=least
        )
    else:
        sentence = _("Check {label}: it must be of a person aged {age} or under").format(
            label=label, age=most
        )
    raise AnswerError(sentence, box="day")


TYPE = Date()
