"""sum, count, any and all over the items of a repeated page.

Until the person says "no more" a sum and a count are unknown; `any` is already true where one item is, `all`
already false where one is not. Of a page that does not apply, sum and count are not applicable, `any` is false
and `all` true. A part of an item that was not asked is not applicable, and a sum passes over it.
"""

from collections.abc import Mapping
from typing import Any

from shirehall.kernel.expressions.built import Built, Facts, Reckoner, say_type
from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.values import Repeat

Parts = tuple[str, ...]


def counted(name: str, parts: Parts, where: Reckoner | None) -> Built:
    """count(repeat where condition)"""
    return Built("number", _total(name, parts, where, lambda _: 1))


def summed(name: str, parts: Parts, where: Reckoner | None, what: Built) -> Built:
    """sum(repeat where condition, what). Raises ExpressionError where `what` is no number."""
    if what.type not in ("money", "number"):
        raise ExpressionError(f"`sum` needs money or numbers, not {say_type(what.type)}")
    return Built(what.type, _total(name, parts, where, what.reckon))


def _total(name: str, parts: Parts, where: Reckoner | None, add: Reckoner) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        repeat = facts[name]
        if not isinstance(repeat, Repeat):
            return repeat
        if not repeat.done:
            return UNKNOWN
        total: Any = 0
        for item in repeat.items:
            value = _of_item(_within(facts, parts, item), where, add)
            if value is UNKNOWN:
                return UNKNOWN
            total += value
        return total

    return reckon


def _of_item(within: Facts, where: Reckoner | None, add: Reckoner) -> Any:
    counts = where(within) if where is not None else True
    if counts is not True:
        return UNKNOWN if counts is UNKNOWN else 0
    value = add(within)
    return 0 if value is NOT_APPLICABLE else value


def some(name: str, parts: Parts, where: Reckoner, *, settles: bool) -> Built:
    """any(repeat where condition); with `settles` False, all(repeat where condition)."""

    def reckon(facts: Facts) -> Any:
        repeat = facts[name]
        if repeat is NOT_APPLICABLE:
            return not settles
        if not isinstance(repeat, Repeat):
            return UNKNOWN
        found = [where(_within(facts, parts, item)) for item in repeat.items]
        if any(each is settles for each in found):
            return settles
        return UNKNOWN if not repeat.done or any(each is UNKNOWN for each in found) else not settles

    return Built("yes_no", reckon)


def _within(facts: Facts, parts: Parts, item: Mapping[str, Any]) -> Facts:
    return {**facts, **{part: item.get(part, NOT_APPLICABLE) for part in parts}}
