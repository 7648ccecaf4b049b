"""Budgets, who may spend them, and who answers today."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from shirehall.departments.finance.registers.models import Absence, BudgetCode, BudgetHolder
from shirehall.departments.finance.registers.rules import budget_year

_LONGEST_LINE = 20


def budget_for(code: str, authority: str, on: date) -> BudgetCode | None:
    """A budget code of a council, in the year from April in which the day falls; capitals do not count."""
    return BudgetCode.objects.filter(
        code__iexact=code.strip(), authority=authority, year=budget_year(on)
    ).first()


def holder_of(budget_code: BudgetCode) -> BudgetHolder | None:
    """Who holds a budget, with the limit; None where nobody does, or the holder has no limit for that council."""
    if not budget_code.holder:
        return None
    return holder_called(budget_code.holder, budget_code.authority)


def holder_called(officer: str, authority: str) -> BudgetHolder | None:
    """What an officer may spend for a council."""
    return BudgetHolder.objects.filter(officer__iexact=officer, authority=authority).first()


def next_in_line(officer: str, authority: str, amount: int = 0) -> str:
    """Who is asked after an officer about spending: the manager, or the first above whose limit is at least `amount`
    pence. Empty where nobody is, and never in a ring."""
    holders = {
        each.officer.casefold(): each
        for each in BudgetHolder.objects.filter(authority=authority)
    }  # fmt: skip
    seen, place = {officer.casefold()}, holders.get(officer.casefold())
    for _step in range(_LONGEST_LINE):
        if place is None or not place.manager or place.manager.casefold() in seen:
            return ""
        above = place.manager
        seen.add(above.casefold())
        place = holders.get(above.casefold())
        # A manager who holds no budget is asked for what needs no limit, and for nothing else.
        if amount <= 0 or (place is not None and place.limit >= amount):
            return above
    return ""


def stands_in_for(officer: str, on: date) -> str:
    """Who answers today: the officer, or while they are away who stands in for them, and so on. Where all of them are
    away in a ring, the officer: somebody must be told, and reminders go on from there."""
    return _stand_in(officer, _away(on))


def all_stand_ins(on: date) -> Mapping[str, str]:
    """By officer in small letters, who answers today for each who is away. One query, for lists."""
    away = _away(on)
    return {officer: _stand_in(officer, away) for officer in away}


def stood_in_for(officer: str, on: date) -> tuple[str, ...]:
    """Those for whom an officer answers today, without themselves."""
    away = {each.officer.casefold(): each.officer for each in _absences(on)}
    stand_ins = all_stand_ins(on)
    mine = officer.casefold()
    return tuple(
        code for key, code in sorted(away.items()) if key != mine and stand_ins[key].casefold() == mine
    )


def absences_of(officer: str, today: date) -> QuerySet[Absence]:
    """The absences of an officer that are not over, the next first."""
    return (
        Absence.objects.filter(officer__iexact=officer)
        .filter(Q(until_on=None) | Q(until_on__gte=today))
        .order_by("from_on", "id")
    )


def _absences(on: date) -> QuerySet[Absence]:
    return Absence.objects.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))


def _away(on: date) -> dict[str, str]:
    return {each.officer.casefold(): each.delegate for each in _absences(on).order_by("-from_on", "-id")}


def _stand_in(officer: str, away: Mapping[str, str]) -> str:
    place, seen = officer, {officer.casefold()}
    while delegate := away.get(place.casefold()):
        if delegate.casefold() in seen:
            return officer
        seen.add(delegate.casefold())
        place = delegate
    return place
