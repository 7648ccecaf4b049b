"""Draws answers for any service: question by question as the journey goes, by the type of each.

How a service's answers spread is data beside it, `demonstration.yaml`: for a fact its values with weights, or
spans of amounts with weights; for a date, spans of days ago; for several options, how many in a hundred choose each.
What is not named there is drawn from the whole of its type.
"""

import random
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from shirehall.kernel.api import Answer, Answers, Question, Version, item_questions, journey
from shirehall.kernel.values import BankAccount, MoneyPer, Repeat, Value
from shirehall.project.demonstration.people import Invented, relative_of

FILE = "demonstration.yaml"
MOST_PAGES = 200
WORDS = (
    "It is about my bins.",
    "I have moved and need help.",
    "I would like somebody to explain my bill.",
    "",
)


def read_spread(folder: Path | None) -> Mapping[str, Any]:
    """How the answers of a service spread; empty where its folder does not say."""
    file = folder / FILE if folder else None
    if file is None or not file.is_file():
        return {}
    return yaml.safe_load(file.read_text(encoding="utf-8")) or {}


def draw_answers(
    version: Version,
    person: Invented,
    chance: random.Random,
    spread: Mapping[str, Any],
    *,
    on: date,
    authority: str,
    given: Answers | None = None,
    **about: Any,
) -> dict[str, Answer]:
    """Answers to everything that is asked and not in `given`. `about` is what each answer carries (source, channel, by,
    at)."""
    answers: dict[str, Answer] = dict(given or {})
    for _turn in range(MOST_PAGES):
        waiting = journey(version, answers, on=on, authority=authority).next
        if waiting is None:
            break
        page = waiting.page
        if page.repeat:
            items = [
                _item(version, waiting.page, answers, person, chance, spread, on=on, authority=authority)
                for _each in range(_count(spread, page.repeat, chance))
            ]
            answers[page.repeat] = Answer("known", Repeat(tuple(items[: page.at_most]), done=True), **about)
            continue
        for question in waiting.questions:
            if question.fact not in answers and question.type != "file":
                value = _value(
                    version, question, person, chance, spread.get("answers", {}).get(question.fact), on
                )
                answers[question.fact] = (
                    Answer("not_applicable", **about) if value is None else Answer("known", value, **about)
                )
    return answers


def _count(spread: Mapping[str, Any], name: str, chance: random.Random) -> int:
    weights = spread.get("answers", {}).get(name, {1: 2, 2: 1})
    return int(_weighed(weights, chance))


def _item(
    version: Version,
    page: Any,
    answers: Mapping[str, Answer],
    person: Invented,
    chance: random.Random,
    spread: Mapping[str, Any],
    *,
    on: date,
    authority: str,
) -> dict[str, Value]:
    item: dict[str, Value] = {}
    for question in page.questions:
        asked = item_questions(version, page, item, answers, on=on, authority=authority)
        if question in asked:
            value = _value(
                version,
                question,
                person,
                chance,
                spread.get("answers", {}).get(f"{page.repeat}.{question.fact}"),
                on,
            )
            if value is not None:
                item[question.fact] = value
    return item


def _weighed(weights: Mapping[Any, int], chance: random.Random) -> Any:
    return chance.choices(list(weights), [max(0, weight) for weight in weights.values()])[0]


def _value(
    version: Version, question: Question, person: Invented, chance: random.Random, spread: Any, on: date
) -> Value | None:
    roles: Any = version.service.settings["applicant"]
    role = next((role for role, fact in roles.items() if fact == question.fact), "")
    own: dict[str, Value] = {
        "name": person.name, "email": person.email, "telephone": person.telephone, "address": person.address,
        "date_of_birth": person.born_on, "national_insurance_number": person.national_insurance_number,
    }  # fmt: skip
    if question.asked.optional and role not in own and chance.random() < 0.5:
        return None
    if role in own:
        return own[role]
    if question.type == "name":
        return person.name if question.asked.settings.get("own", True) else relative_of(person, chance)
    if question.type in own:
        return own[question.type]
    return _drawn(question, person, chance, spread, on)


def _drawn(
    question: Question, person: Invented, chance: random.Random, spread: Any, on: date
) -> Value | None:
    asked = question.asked
    match question.kind:
        case "yes_no":
            return question.type == "declaration" or bool(_weighed(spread or {True: 1, False: 2}, chance))
        case "choice":
            return _chosen(asked.options, person, chance, spread)
        case "choices":
            likely = spread if isinstance(spread, Mapping) else {}
            some = tuple(each for each in asked.options if chance.random() < likely.get(each, 50) / 100)
            return some if some or asked.settings.get("none") else (next(iter(asked.options)),)
        case "money" | "integer" | "percent":
            return _amount(spread, asked.low or 0, asked.high or 100, question.kind, chance)
        case "money_per":
            per = chance.choice(list(asked.settings.get("per") or ["week"]))
            times = {"week": 1, "fortnight": 2, "four_weeks": 4, "month": 4, "year": 52}.get(per, 1)
            return MoneyPer(_amount(spread, 1000, 60000, "money", chance) * times, per)
        case "date":
            days = _amount(spread, -50_000, 50_000, "integer", chance) if spread else chance.randint(1, 3000)
            return date.fromordinal(max(asked.low or 0, on.toordinal() - days))
        case "bank_account":
            return BankAccount(person.name, "000000", f"{chance.randrange(10**7, 10**8)}")
        case "text":
            return str(_weighed(spread, chance)) if spread else _text(question, person, chance)
    return None


def _chosen(options: Mapping[str, str], person: Invented, chance: random.Random, spread: Any) -> str:
    """One of the options. A choice between the councils is the person's own."""
    if person.address.authority in options:
        return person.address.authority
    return str(_weighed(spread or dict.fromkeys(options, 1), chance))


def _text(question: Question, person: Invented, chance: random.Random) -> str | None:
    if question.type == "postcode":
        return person.address.postcode
    return chance.choice(WORDS) or (None if question.asked.optional else WORDS[0])


def _amount(spread: Any, low: int, high: int, kind: str, chance: random.Random) -> int:
    """`spread` is a list of [from, up to, weight], in pounds for money."""
    unit = 100 if kind == "money" else 1
    if isinstance(spread, Mapping):
        return int(_weighed(spread, chance))
    if not spread:
        return chance.randint(low, min(high, low + 50 * unit))
    start, end, _weight = chance.choices(spread, [weight for _start, _end, weight in spread])[0]
    return max(low, min(high, chance.randint(int(start * unit), int(end * unit))))


def moment_of(day: date, chance: random.Random, like: datetime) -> datetime:
    """A time of day on a day, most often in the daytime, in the zone of `like`."""
    hour = chance.choices(
        range(24), [1, 1, 0, 0, 0, 1, 2, 4, 7, 10, 11, 11, 9, 9, 10, 10, 9, 8, 7, 8, 8, 7, 4, 2]
    )[0]
    return datetime(
        day.year, day.month, day.day, hour, chance.randint(0, 59), chance.randint(0, 59), tzinfo=like.tzinfo
    )
