"""Arithmetic, exact: whole numbers and fractions, money in pence. Rounding is only where `round` is written.

Unknown makes whatever needs it unknown. Reckoning with what is not applicable is not applicable; min and max
pass over it. Nothing can be shared among none, so a division by 0 is not applicable.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from shirehall.kernel.expressions.built import Built, Facts, Reckoner, of_one_type, plain_number, say_type
from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.nodes import Name, Node, Number
from shirehall.kernel.values import round_half_up

_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def reckoned(sign: str, left: Built, right: Built) -> Built:
    """x + y, x - y, x * y, x / y. Raises ExpressionError where the types do not go together."""
    for side in (left, right):
        if side.type not in ("money", "number", "date"):
            raise ExpressionError(f"`{sign}` needs numbers or money, not {say_type(side.type)}")
    if "date" in (left.type, right.type):
        if sign != "-" or left.type != right.type:
            raise ExpressionError("dates can only be subtracted from each other, which gives days")
        return Built("number", _applied(operator.sub, left.reckon, right.reckon))
    if sign in ("+", "-"):
        left, right = of_one_type([left, right], sign)
        return Built(left.type, _applied(_SIGNS[sign], left.reckon, right.reckon))
    if sign == "*":
        if left.type == right.type == "money":
            raise ExpressionError("money cannot be multiplied by money")
        kind = "money" if "money" in (left.type, right.type) else "number"
        return Built(kind, _applied(operator.mul, left.reckon, right.reckon))
    if left.type == "number" and right.type == "money":
        raise ExpressionError("a number cannot be divided by money")
    kind = "number" if left.type == right.type else "money"
    return Built(kind, _divided(left.reckon, right.reckon))


def _applied(work: Callable[[Any, Any], Any], first: Reckoner, second: Reckoner) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        a, b = first(facts), second(facts)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if a is NOT_APPLICABLE or b is NOT_APPLICABLE:
            return NOT_APPLICABLE
        return work(a, b)

    return reckon


def _divided(first: Reckoner, second: Reckoner) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        a, b = first(facts), second(facts)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if a is NOT_APPLICABLE or b is NOT_APPLICABLE or b == 0:
            return NOT_APPLICABLE
        return plain_number(Fraction(a) / b)

    return reckon


def extreme(function: str, found: list[Built]) -> Built:
    """min(...) and max(...): of what applies; not applicable where nothing does."""
    found = of_one_type(found, function)
    if found[0].type not in ("money", "number", "date"):
        raise ExpressionError(f"`{function}` needs numbers, money or dates, not {say_type(found[0].type)}")
    reckoners: Sequence[Reckoner] = [each.reckon for each in found]
    pick = min if function == "min" else max

    def reckon(facts: Facts) -> Any:
        values = [reckoner(facts) for reckoner in reckoners]
        if any(value is UNKNOWN for value in values):
            return UNKNOWN
        values = [value for value in values if value is not NOT_APPLICABLE]
        return pick(values) if values else NOT_APPLICABLE

    return Built(found[0].type, reckon)


def since(of: Built, *, years: bool) -> Built:
    """age(date) in whole years, days_since(date), on the date that is decided for."""
    if of.type != "date":
        raise ExpressionError(f"`{'age' if years else 'days_since'}` needs a date, not {say_type(of.type)}")
    ordinal = of.reckon

    def reckon(facts: Facts) -> Any:
        value = ordinal(facts)
        if value is UNKNOWN or value is NOT_APPLICABLE:
            return value
        if not years:
            return facts["on"] - value
        born, today = date.fromordinal(value), date.fromordinal(facts["on"])
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    return Built("number", reckon)


def rounded(built: Built, step: Node, way: Node) -> Built:
    """round(what, 0.01, half_up): to whole steps; a step of money is in pounds. half_up goes away from zero."""
    if built.type not in ("money", "number") or not isinstance(step, Number) or step.value <= 0:
        raise ExpressionError("write round(what, 0.01, half_up)")
    if not isinstance(way, Name) or way.name not in ("half_up", "up", "down"):
        raise ExpressionError("the last part of round is half_up, up or down")
    size = plain_number(step.value * (100 if built.type == "money" else 1))
    of, whole_steps = built.reckon, _WAYS[way.name]

    def reckon(facts: Facts) -> Any:
        value = of(facts)
        if value is UNKNOWN or value is NOT_APPLICABLE:
            return value
        if size != 1:
            value = Fraction(value) / size
        return whole_steps(value.numerator, value.denominator) * size

    return Built(built.type, reckon)


_WAYS: Mapping[str, Callable[[int, int], int]] = {
    "half_up": round_half_up,
    "up": lambda numerator, denominator: -(-numerator // denominator),
    "down": lambda numerator, denominator: numerator // denominator,
}
