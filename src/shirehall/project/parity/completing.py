"""Makes a worked example whole: answers to all that would be asked, as a channel can take them."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from shirehall.capabilities.gazetteer.api import invented_addresses
from shirehall.kernel.api import Answer, Version, decide, journey, read_facts
from shirehall.kernel.examples import Example, load_examples
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.values import MoneyPer, Repeat, Value
from shirehall.partnership.api import authority as council_of
from shirehall.project.demonstration.drawing import draw_answers
from shirehall.project.demonstration.people import Invented, invent

SEED = 1897
MOST_TRIES = 400


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case to be rehearsed. `name` is the example's; `answers` hold what is asked and nothing else."""

    name: str
    answers: Mapping[str, Answer]
    authority: str


def examples_to_rehearse(version: Version, most: int) -> list[Example]:
    """At most so many examples (0: all), as different in what they expect as can be."""
    found = load_examples(version, Faults())
    if not found or not most or len(found) <= most:
        return list(found)
    by_outcome: dict[str, list[Example]] = {}
    for each in found:
        by_outcome.setdefault(each.expect.text("outcome"), []).append(each)
    chosen: list[Example] = []
    while len(chosen) < most:
        for group in by_outcome.values():
            if group and len(chosen) < most:
                # From both ends and the middle: neighbours in a file are often alike.
                chosen.append(group.pop(len(group) * len(chosen) // most % len(group)))
    return chosen


def complete(version: Version, example: Example, *, on: date, case: int, run: int) -> WholeCase:
    """The example with all that it leaves out. Where it gives a worked-out fact (a weekly income), answers are looked
    for that give it. `case` fixes what rules may read of the invented person; `run` makes it another person."""
    authority = example.authority or version.service.offered_by[0]
    given = read_facts(version, example.answers, on=on)
    facts = version.service.facts
    asked = {name: each for name, each in given.items() if facts[name].origin == "asked"}
    wanted = {
        name: each.value for name, each in given.items()
        if facts[name].origin == "worked_out" and each.value is not None
    }  # fmt: skip
    person = _person(authority, on, case, run)
    answers = _filled(version, asked, person, on, authority)
    for name, value in wanted.items():
        answers = _reaching(version, answers, asked, person, name, value, on, authority)
    kept = journey(version, answers, on=on, authority=authority).kept
    kept = {name: each for name, each in kept.items() if facts[name].origin == "asked"}
    return WholeCase(example.name, kept, _told(version, kept) or authority)


def _person(authority: str, on: date, case: int, run: int) -> Invented:
    homes = tuple(each for each in invented_addresses() if each.authority == authority) or tuple(
        invented_addresses()
    )
    same = invent(_chance(f"{SEED}-{case}"), case, homes, on, pension_age=False)
    other = invent(_chance(f"{SEED}-{case}-{run}"), run, homes, on, pension_age=False)
    return replace(other, born_on=same.born_on, address=same.address)


def _chance(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - invention, not secrecy


def _filled(
    version: Version, given: Mapping[str, Answer], person: Invented, on: date, authority: str
) -> dict[str, Answer]:
    chance = _chance(f"{SEED}-{sorted(given)}-{person.born_on}")
    return draw_answers(version, person, chance, {}, on=on, authority=authority, given=given)


def _reaching(
    version: Version, answers: dict[str, Answer], asked: Mapping[str, Answer], person: Invented, name: str,
    value: Value, on: date, authority: str,
) -> dict[str, Answer]:  # fmt: skip
    """The answers, changed so that a worked-out fact has a value if any change that is tried does; else as they are."""
    for number, change in enumerate(_changes(version, answers, asked, name, value)):
        if number >= MOST_TRIES:
            break
        tried = _filled(version, {**answers, **change}, person, on, authority)
        if decide(version, tried, authority=authority, on=on, explain=False).results.get(name) == value:
            return tried
    return answers


def _changes(
    version: Version, answers: Mapping[str, Answer], asked: Mapping[str, Answer], name: str, value: Value
) -> Iterator[dict[str, Answer]]:
    """Changes that might give a worked-out fact its value: none, no items, one item for it, one answer for it."""
    yield {}
    for page in version.service.pages:
        if page.repeat and page.repeat not in asked:
            if not page.at_least:
                yield {page.repeat: Answer("known", Repeat((), done=True))}
            for item in _items(answers.get(page.repeat), page.questions, value):
                yield {page.repeat: Answer("known", Repeat((item,), done=True))}
        for question in page.questions:
            if (
                not page.repeat
                and question.fact not in asked
                and question.kind == version.service.facts[name].kind
            ):
                yield {question.fact: Answer("known", value)}


def _items(standing: Answer | None, questions: object, value: Value) -> Iterator[dict[str, Value]]:
    drawn = standing.value if standing and isinstance(standing.value, Repeat) else Repeat()
    first = dict(drawn.items[0]) if drawn.items else {}
    listed = list(questions) if isinstance(questions, tuple) else []
    for question in listed:
        amount: Value | None = None
        if question.kind == "money_per" and isinstance(value, int):
            per = question.asked.settings.get("per") or ["week"]
            amount = MoneyPer(value, "week" if "week" in per else per[0])
        elif question.kind in ("money", "integer"):
            amount = value
        if amount is None:
            continue
        changed = {**first, question.fact: amount}
        choices = [each for each in listed if each.kind == "choice"]
        if not choices:
            yield changed
        for choice in choices:
            for option in choice.asked.options:
                yield {**changed, choice.fact: option}


def _told(version: Version, answers: Mapping[str, Answer]) -> str:
    """The council that an answer names, or empty."""
    for question in version.service.questions:
        answer = answers.get(question.fact)
        value = answer.value if answer else None
        if isinstance(value, str) and question.type == "choice" and council_of(value):
            return value
    return ""
