"""Values, cells and sentences in words, for the people who read them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from shirehall.kernel.definition import Fact, Question, Service
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.language import _
from shirehall.kernel.loading.cells import CellWords
from shirehall.kernel.questions import TYPES
from shirehall.kernel.questions.wording import say_date
from shirehall.kernel.tables import amount_of, entry_on
from shirehall.kernel.values import MoneyPer, Repeat

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z_]+))?\}")

NO_COLUMNS: Mapping[str, tuple[Fact, CellWords]] = MappingProxyType({})


def pounds(pence: int) -> str:
    """£1,234.50; a minus stands before the sign."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def day(on: date) -> str:
    """14 March 2026"""
    return say_date(on)


def day_of(ordinal: int) -> str:
    """The same, of a date's ordinal."""
    return day(date.fromordinal(ordinal))


def question_of(service: Service, name: str) -> Question | None:
    """The question that asks a fact, a judgement's too."""
    return service.asking.get(name)


def show(service: Service, name: str, value: Any) -> str:
    """A fact's value in words."""
    if value is UNKNOWN or value is None:
        return _("not known")
    fact = service.facts.get(name)
    if value is NOT_APPLICABLE:
        return not_applicable(fact)
    question = question_of(service, name)
    if question is not None and question.type in TYPES and not isinstance(value, Repeat):
        return TYPES[question.type].show(question.asked, value)
    if isinstance(value, Repeat):
        return _("{count} given").format(count=len(value.items))
    return show_kind(fact.kind if fact else "text", value, fact.options if fact else {})


def not_applicable(fact: Fact | None) -> str:
    """What to say where a fact does not apply: of a judgement, that no officer has made it."""
    return _("not decided by an officer yet") if fact and fact.origin == "judged" else _("not applicable")


def show_kind(kind: str, value: Any, options: Mapping[str, str]) -> str:
    """A value of a kind in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    match kind:
        case "money":
            return pounds(int(value))
        case "percent":
            return f"{value}%"
        case "integer":
            return f"{value:,}"
        case "date":
            return day(value)
        case "choice":
            return options.get(value, str(value))
        case "money_per" if isinstance(value, MoneyPer):
            return _("{amount} a {period}").format(amount=pounds(value.pence), period=value.per)
    return str(value)


@dataclass(frozen=True, slots=True)
class Setting:
    """What words are said of: a service, its facts as reckoned, and the amounts of an authority on a date."""

    service: Service
    facts: Mapping[str, Any]
    authority: str
    on: date

    def amount(self, rate_name: str) -> int | None:
        """The amount of a rate; None where there is none, or what it differs by is not known."""
        rate = self.service.rates[rate_name]
        entry = entry_on(rate, self.on)
        by = self.facts.get(rate.by, "")
        by = by if isinstance(by, str) else ""
        return amount_of(rate, entry, authority=self.authority, by=by) if entry else None


def show_cell(setting: Setting, fact: Fact, cell: CellWords) -> str:
    """A cell in words, its rates as amounts: "more than £125.00 and up to £175.00"."""
    match cell.sort:
        case "any":
            return _("anything")
        case "not_applicable":
            return not_applicable(fact)
        case "values":
            amounts = [setting.amount(name) for name in cell.rates]
            return listed([_limit(fact, value) for value in (*cell.values, *amounts)])
    ends = []
    if cell.low:
        low = _limit(fact, setting.amount(cell.low.rate) if cell.low.rate else cell.low.value)
        ends.append(
            (_("{amount} or more") if cell.low.includes else _("more than {amount}")).format(amount=low)
        )
    if cell.high:
        high = _limit(fact, setting.amount(cell.high.rate) if cell.high.rate else cell.high.value)
        ends.append(
            (_("up to {amount}") if cell.high.includes else _("less than {amount}")).format(amount=high)
        )
    return _(" and ").join(ends)


def _limit(fact: Fact, value: int | str | None) -> str:
    """A value of a cell in words."""
    if value is None:
        return _("an amount that is not known yet")
    if fact.kind == "date" and isinstance(value, int):
        return day(date.fromordinal(value))
    return show_kind(fact.kind, bool(value) if fact.kind == "yes_no" else value, fact.options)


def listed(words: Sequence[str]) -> str:
    """ "a, b or c" """
    return _together(words, _("{first} or {last}"))


def and_listed(words: Sequence[str]) -> str:
    """ "a, b and c" """
    return _together(words, _("{first} and {last}"))


def _together(words: Sequence[str], pattern: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return pattern.format(first=", ".join(words[:-1]), last=words[-1])


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[str, ...]:
    """A sentence cut at its placeholders: words, name, part, words, name, part, ... words."""
    return tuple(part or "" for part in PLACEHOLDER.split(text))


def fill(text: str, setting: Setting, *, columns: Mapping[str, tuple[Fact, CellWords]] = NO_COLUMNS) -> str:
    """A sentence with its {fact}, {fact.cell} and {rate} said in words. `columns` are those of the row."""
    pieces = _pieces(text)
    if len(pieces) == 1:
        return text
    found = [pieces[0]]
    for index in range(1, len(pieces), 3):
        found.append(_said(pieces[index], pieces[index + 1], setting, columns))
        found.append(pieces[index + 2])
    return "".join(found)


def _said(name: str, part: str, setting: Setting, columns: Mapping[str, tuple[Fact, CellWords]]) -> str:
    service, facts = setting.service, setting.facts
    if part == "cell" and name in columns:
        return show_cell(setting, *columns[name])
    if name in service.rates:
        amount = setting.amount(name)
        rate = service.rates[name]
        return rate.title if amount is None else show_kind(rate.kind, amount, {})
    if name not in facts:
        return "{" + name + (f".{part}" if part else "") + "}"
    value = facts[name]
    if part == "weekly" and isinstance(value, MoneyPer):
        return pounds(value.weekly)
    if part == "yearly" and isinstance(value, MoneyPer):
        return pounds(value.yearly)
    amount_kind = next((each.kind for each in service.amounts if each.name == name), None)
    return show_kind(amount_kind, value, {}) if amount_kind else show(service, name, value)
