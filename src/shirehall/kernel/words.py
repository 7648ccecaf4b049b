"""Values, cells and sentences in words, for the people who read them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shirehall.kernel.definition import Fact, Question, Service
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.language import _
from shirehall.kernel.loading.cells import CellWords
from shirehall.kernel.questions import TYPES
from shirehall.kernel.tables import ReadyTable, amount_of, entry_on
from shirehall.kernel.values import MoneyPer, Repeat

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z_]+))?\}")


def pounds(pence: int) -> str:
    """£1,234.50; a minus stands before the sign."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def day(on: date) -> str:
    """14 March 2026"""
    return f"{on.day} {on:%B} {on.year}"


def question_of(service: Service, name: str) -> Question | None:
    """The question that asks a fact, a judgement's too."""
    found = next((question for question in service.questions if question.fact == name), None)
    return found or next((each.question for each in service.judgements if each.name == name), None)


def show(service: Service, name: str, value: Any) -> str:
    """A fact's value in words."""
    if value is UNKNOWN or value is None:
        return _("not known")
    if value is NOT_APPLICABLE:
        return _("not applicable")
    fact = service.facts.get(name)
    question = question_of(service, name)
    if question is not None and question.type in TYPES and not isinstance(value, Repeat):
        return TYPES[question.type].show(question.asked, value)
    if isinstance(value, Repeat):
        return _("{count} given").format(count=len(value.items))
    return show_kind(fact.kind if fact else "text", value, fact.options if fact else {})


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


def show_cell(
    service: Service, fact: Fact, cell: CellWords, *, authority: str, on: date, facts: Mapping[str, Any]
) -> str:
    """A cell in words, its rates as amounts: "more than £125.00 and up to £175.00"."""

    def amount(rate_name: str) -> Any:
        rate = service.rates[rate_name]
        entry = entry_on(rate, on)
        by = facts.get(rate.by, "")
        return (
            amount_of(rate, entry, authority=authority, by=by if isinstance(by, str) else "")
            if entry
            else None
        )

    def said(value: Any) -> str:
        if value is None:
            return _("an amount that is not known yet")
        if fact.kind == "date":
            return day(date.fromordinal(value))
        return show_kind(fact.kind, bool(value) if fact.kind == "yes_no" else value, fact.options)

    if cell.sort == "any":
        return _("anything")
    if cell.sort == "not_applicable":
        return _("not decided by an officer yet") if fact.origin == "judged" else _("not applicable")
    if cell.sort == "values":
        words = [said(value) for value in cell.values] + [said(amount(name)) for name in cell.rates]
        return listed(words)
    ends = []
    if cell.low:
        low = said(amount(cell.low.rate) if cell.low.rate else cell.low.value)
        ends.append(
            (_("{amount} or more") if cell.low.includes else _("more than {amount}")).format(amount=low)
        )
    if cell.high:
        high = said(amount(cell.high.rate) if cell.high.rate else cell.high.value)
        ends.append(
            (_("up to {amount}") if cell.high.includes else _("less than {amount}")).format(amount=high)
        )
    return _(" and ").join(ends)


def listed(words: Sequence[str]) -> str:
    """ "a, b or c" """
    if len(words) < 2:
        return "".join(words)
    return _("{first} or {last}").format(first=", ".join(words[:-1]), last=words[-1])


def fill(
    text: str,
    service: Service,
    facts: Mapping[str, Any],
    *,
    authority: str,
    on: date,
    table: ReadyTable | None = None,
    row: int = -1,
) -> str:
    """A sentence with its {fact}, {fact.cell} and {rate} said in words."""

    def said(match: re.Match[str]) -> str:
        name, part = match[1], match[2]
        if part == "cell" and table is not None and name in table.names:
            index = table.names.index(name)
            return show_cell(
                service,
                table.words.facts[index],
                table.words.cells[row][index],
                authority=authority,
                on=on,
                facts=facts,
            )
        if name in service.rates:
            rate = service.rates[name]
            entry = entry_on(rate, on)
            by = facts.get(rate.by, "")
            value = (
                amount_of(rate, entry, authority=authority, by=by if isinstance(by, str) else "")
                if entry
                else None
            )
            return _("not known") if value is None else show_kind(rate.kind, value, {})
        if name not in facts:
            return match[0]
        if part == "weekly" and isinstance(facts[name], MoneyPer):
            return pounds(facts[name].weekly)
        amount = next((each for each in service.amounts if each.name == name), None)
        return show_kind(amount.kind, facts[name], {}) if amount else show(service, name, facts[name])

    return PLACEHOLDER.sub(said, text)
