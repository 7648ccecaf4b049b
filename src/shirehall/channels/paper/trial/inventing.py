"""Invented answers for a trial: every question of a service answered at random, by nobody who lives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from shirehall.kernel.api import Answer, Answers, Question, Version, known
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.values import Address, BankAccount, MoneyPer, Repeat, Value

_FIRST = (
    "Ada", "Bertram", "Clover", "Dunstan", "Elowen", "Fergus", "Greta", "Hollis", "Imogen", "Jasper", "Kezia",
    "Lowen", "Merryn", "Ned", "Oriel", "Piers", "Quenby", "Rufus", "Sabra", "Tamsin", "Wilf", "Zelah",
)  # fmt: skip
_LAST = (
    "Ashdown", "Brightling", "Coombe", "Fairweather", "Gorsey", "Hexham", "Kingsnorth", "Larkwell", "Maypole",
    "Netherby", "Oakhanger", "Pennyquick", "Rushmere", "Sandwell", "Thistlewood", "Vexford", "Wychcombe",
)  # fmt: skip
_STREETS = ("Specimen Street", "Example Lane", "Sampler Row", "Pattern Place", "Trial Terrace")
_TOWNS = ("Weymouth", "Bridport", "Sherborne", "Gillingham", "Dorchester")
_WORDS = ("Please call", "The gate sticks", "No lift here", "Two dogs", "Back door")


def invent(version: Version, random: np.random.Generator, *, on: date) -> Answers:
    """Answers to every question, those that not everybody is asked among them."""
    found: dict[str, Answer] = {}
    for page in version.service.pages:
        if page.repeat:
            count = int(random.integers(page.at_least, min(3, page.at_most) + 1))
            items = [
                {
                    each.fact: value
                    for each in page.questions
                    if (value := _value(each, random, on)) is not None
                }
                for _item in range(count)
            ]
            found[page.repeat] = known(Repeat(tuple(items), done=True))
            continue
        for question in page.questions:
            if question.decline and random.random() < 0.15:
                found[question.fact] = replace(known(True), state="declined", value=None)
            elif not (question.asked.optional and random.random() < 0.3):
                value = _value(question, random, on)
                if value is not None:
                    found[question.fact] = known(value)
    return found


def _value(question: Question, random: np.random.Generator, on: date) -> Value | None:
    """A value that the question takes; None for a file, or where none was found."""
    make = _MAKERS.get(question.type)
    if make is None:
        return None
    kind = TYPES[question.type]
    for _try in range(60):
        value = make(question, random, on)
        try:
            return kind.read(question.asked, kind.raw(question.asked, value), on=on)
        except AnswerError:
            continue
    return None


def _pick(random: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(random.integers(len(words)))]


def _digits(random: np.random.Generator, count: int) -> str:
    return "".join(str(each) for each in random.integers(0, 10, count))


def _name(question: Question, random: np.random.Generator, on: date) -> Value:
    return f"{_pick(random, _FIRST)} {_pick(random, _LAST)}"


def _number(question: Question, random: np.random.Generator, on: date) -> Value:
    low = question.asked.low or 0
    high = (
        question.asked.high
        if question.asked.high is not None
        else 100
        if question.type == "percent"
        else 9999
    )
    span = int(10 ** random.uniform(0, np.log10(high - low + 1.0)))
    return int(low + random.integers(0, min(span, high - low) + 1))


def _money(question: Question, random: np.random.Generator, on: date) -> Value:
    low, high = max(0, question.asked.low or 0), question.asked.high or 10_000_00
    pence = int(low + 10 ** random.uniform(2, np.log10(max(1000, min(high, 10**8) - low))))
    per = question.asked.settings.get("per")
    return MoneyPer(pence, _pick(random, tuple(per))) if per else pence


def _date(question: Question, random: np.random.Generator, on: date) -> Value:
    settings = question.asked.settings
    if "age" in settings:
        youngest, oldest = settings["age"]
        return on - timedelta(days=int(random.integers(int(youngest * 366) + 1, int(min(oldest, 95) * 365))))
    days = int(random.integers(0, 4000))
    return on + timedelta(days=days if settings.get("future") else -days)


def _options(question: Question, random: np.random.Generator, on: date) -> Value:
    return _pick(random, tuple(question.asked.options))


def _several(question: Question, random: np.random.Generator, on: date) -> Value:
    chosen = tuple(each for each in question.asked.options if random.random() < 0.4)
    return chosen or tuple(question.asked.options)[:1]


def _address(question: Question, random: np.random.Generator, on: date) -> Value:
    line = f"{int(random.integers(1, 240))} {_pick(random, _STREETS)}"
    return Address((line,), _pick(random, _TOWNS), _postcode(question, random, on))  # type: ignore[arg-type]


def _postcode(question: Question, random: np.random.Generator, on: date) -> Value:
    letters = "".join(_pick(random, tuple("ABDEFGHJLNPQRSTUWXYZ")) for _each in range(2))
    return f"DT{int(random.integers(1, 12))} {int(random.integers(0, 10))}{letters}"


_MAKERS: dict[str, Callable[[Question, np.random.Generator, date], Value]] = {
    "name": _name, "integer": _number, "percent": _number, "money": _money, "date": _date, "choice": _options,
    "choices": _several, "address": _address, "postcode": _postcode,
    "yes_no": lambda question, random, on: bool(random.integers(2)),
    "declaration": lambda question, random, on: True,
    "email": lambda question, random, on: f"{_pick(random, _FIRST).lower()}.{_pick(random, _LAST).lower()}@example.org",
    "telephone": lambda question, random, on: f"07700 900{_digits(random, 3)}",
    "national_insurance_number": lambda question, random, on: (
        f"{_pick(random, tuple('ABCEHJLMPRSTWXYZ'))}{_pick(random, tuple('ABCEHJLMPRSTWXYZ'))}{_digits(random, 6)}"
        f"{_pick(random, tuple('ABCD'))}"
    ),
    "bank_account": lambda question, random, on: BankAccount(
        f"{_pick(random, _FIRST)} {_pick(random, _LAST)}", _digits(random, 6), _digits(random, 8)
    ),
    "short_text": lambda question, random, on: _pick(random, _WORDS),
    "long_text": lambda question, random, on: _pick(random, _WORDS),
}  # fmt: skip
