"""Random answers to any service, and cells read a second time in plain Python, to hold the kernel's answers against.

Both read the files as they are written; nothing of the kernel's tables is used.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from hypothesis import strategies as st

from shirehall.kernel.api import Answer, Page, Question, Version
from shirehall.kernel.definition import Fact
from shirehall.kernel.values import MoneyPer, Repeat

_NUMBER = re.compile(r"(?<![\d-])\d+(?:\.\d\d)?(?![\d-])")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_RULED = ("yes_no", "choice", "choices", "integer", "percent", "money", "money_per", "date")


def numbers(version: Version) -> list[int]:
    """Every number that the files of rules and amounts name, as it stands and in pence, and those beside it."""
    text = version.texts.get("rules.yaml", "") + version.rates_text + version.texts["service.yaml"]
    found = [Decimal(word) for word in _NUMBER.findall(_DATE.sub("", text))]
    return sorted({int(value * size) + step for value in found for size in (1, 100) for step in (-1, 0, 1)})


def _of_fact(fact: Fact, edges: list[int]) -> st.SearchStrategy[Any]:
    """What a register may give."""
    match fact.kind:
        case "yes_no":
            return st.booleans()
        case "choice":
            return st.sampled_from(list(fact.options))
    return _whole(fact.domain.low, fact.domain.high, edges)


def _value(question: Question, edges: list[int]) -> st.SearchStrategy[Any]:
    asked, low, high = question.asked, question.asked.low, question.asked.high
    match question.kind:
        case "yes_no":
            return st.booleans()
        case "choice":
            return st.sampled_from(list(asked.options))
        case "choices":
            chosen = st.sets(st.sampled_from(list(asked.options)))
            return chosen.map(lambda names: tuple(name for name in asked.options if name in names))
        case "money_per":
            per = st.sampled_from(list(asked.settings["per"]))
            return st.builds(MoneyPer, st.integers(0, 300_000), per)
        case "date":
            return st.dates(date(1930, 1, 1), date(2030, 12, 31))
    return _whole(low, high, edges)


def _whole(low: int | None, high: int | None, edges: list[int]) -> st.SearchStrategy[int]:
    least, most = low if low is not None else 0, high if high is not None else 10_000
    near = [edge for edge in edges if least <= edge <= most]
    whole = st.integers(least, most)
    return st.one_of(st.sampled_from(near), whole) if near else whole


def _items(page: Page, edges: list[int]) -> st.SearchStrategy[Repeat]:
    item = st.fixed_dictionaries({question.fact: _value(question, edges) for question in page.questions})
    items = st.lists(item, min_size=page.at_least, max_size=min(page.at_most, 5))
    return items.map(lambda found: Repeat(tuple(found), done=True))


def answers_to(version: Version) -> st.SearchStrategy[dict[str, Answer]]:
    """Full answers to a service: each question that a rule can read, now and then declined or left out."""
    edges = numbers(version)
    read = {name for reads in version.reads.values() for name in reads}
    facts: dict[str, st.SearchStrategy[Answer]] = {}
    for page in version.service.pages:
        if page.repeat:
            facts[page.repeat] = _items(page, edges).map(lambda value: Answer("known", value))
            continue
        for question in page.questions:
            if question.kind not in _RULED or (question.kept_for and question.fact not in read):
                continue
            known = _value(question, edges).map(lambda value: Answer("known", value))
            others = [Answer("declined")] if question.decline else []
            others += [Answer("not_applicable")] if question.asked.optional else []
            facts[question.fact] = (
                st.one_of(known, known, known, st.sampled_from(others)) if others else known
            )
    for fact in version.service.facts.values():
        if fact.origin == "looked_up" and fact.kind in _RULED and fact.name in read:
            facts[fact.name] = _of_fact(fact, edges).map(
                lambda value: Answer("known", value, source="register")
            )
    return st.fixed_dictionaries(facts)


def tables_of(version: Version) -> dict[str, Mapping[str, Any]]:
    """The tables by name, every scalar as the text that was written."""
    read = yaml.load(version.texts.get("rules.yaml", "tables: []"), Loader=yaml.BaseLoader)  # noqa: S506
    return {table["table"]: table for table in read["tables"]}


def _amount(version: Version, word: str, facts: Mapping[str, Any], authority: str, on: date) -> int | None:
    """A bound as facts hold it: a rate in force, an amount with decimals in pence, a date, a number."""
    if _DATE.fullmatch(word):
        return date.fromisoformat(word).toordinal()
    if re.fullmatch(r"\d+\.\d\d", word):
        return int(Decimal(word) * 100)
    if word.isdecimal():
        return int(word)
    rates = yaml.load(version.rates_text, Loader=yaml.BaseLoader)["rates"]  # noqa: S506
    rate = next(each for each in rates if each["rate"] == word)
    entry = max(
        (each for each in rate["dated"] if each["from"] <= on.isoformat()), key=lambda each: str(each["from"])
    )
    amount = entry["is"]
    if "by" in rate:
        key = authority if rate["by"] == "authority" else facts.get(rate["by"])
        amount = amount.get(key, amount.get("else"))
    if amount is None:
        return None
    return int(Decimal(amount) * 100) if rate["type"] == "money" else int(amount)


def holds(
    version: Version, cell: Any, value: Any, facts: Mapping[str, Any], authority: str, on: date
) -> bool:
    """Whether a cell as written holds for a value (None: not applicable), read without the kernel."""
    if cell == "any":
        return True
    if cell in ("not applicable", "not made"):
        return value is None
    if value is None:
        return False
    if isinstance(cell, list):
        return any(holds(version, each, value, facts, authority, on) for each in cell)
    if isinstance(value, bool):
        return (cell in ("yes", "true")) is value
    if isinstance(value, str):
        return bool(cell == value)
    number = value.toordinal() if isinstance(value, date) else value
    words = cell.split()
    if words[0] not in ("up", "under", "over", "from"):
        return number == _amount(version, cell, facts, authority, on)
    for match in re.finditer(r"(up to|under|over|from) (\S+)", cell):
        bound = _amount(version, match[2], facts, authority, on)
        if bound is None:
            return False
        if not {
            "up to": number <= bound,
            "under": number < bound,
            "over": number > bound,
            "from": number >= bound,
        }[match[1]]:
            return False
    return True
