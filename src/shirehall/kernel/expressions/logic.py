"""and, or, not, and the comparisons, for each of the states a fact can be in.

Unknown follows Kleene's three values: `no and unknown` is no, `yes or unknown` is yes, else it is unknown.
Not applicable equals nothing: a yes/no that is not applicable is not yes; `=`, `<` and `in` are false of it,
`!=` and `not in` true. So a condition gives true, false or unknown, and nothing else.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shirehall.kernel.expressions.built import Built, Facts, Reckoner, of_one_type, say_type
from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN

_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_ORDERED = frozenset({"number", "money", "date"})


def condition(built: Built, word: str) -> Reckoner:
    """A yes/no as a condition: true, false or unknown. Raises ExpressionError where it is none."""
    if built.type != "yes_no":
        raise ExpressionError(f"`{word}` needs a yes/no, not {say_type(built.type)}")
    of = built.reckon

    def reckon(facts: Facts) -> Any:
        value = of(facts)
        return value if value is UNKNOWN else value is True

    return reckon


def negated(of: Reckoner) -> Built:
    """not x"""

    def reckon(facts: Facts) -> Any:
        value = of(facts)
        return value if value is UNKNOWN else value is not True

    return Built("yes_no", reckon)


def joined(word: str, left: Reckoner, right: Reckoner) -> Built:
    """x and y, x or y"""
    settles = word == "or"

    def reckon(facts: Facts) -> Any:
        first = left(facts)
        if first is settles:
            return settles
        second = right(facts)
        if second is settles:
            return settles
        return UNKNOWN if first is UNKNOWN or second is UNKNOWN else not settles

    return Built("yes_no", reckon)


def compared(sign: str, left: Built, right: Built) -> Built:
    """x = y and the like. Raises ExpressionError where the two cannot be compared."""
    if {left.type, right.type} == {"text", "choice"}:
        raise ExpressionError("a text cannot be compared with a choice; write one of its options")
    if "choices" in (left.type, right.type):
        raise ExpressionError("several choices are asked with `in`: write `fact in [option]`")
    left, right = of_one_type([left, right], sign)
    if sign not in ("=", "!=") and left.type not in _ORDERED:
        raise ExpressionError(f"`{sign}` needs numbers, money or dates, not {say_type(left.type)}")
    compare, of_nothing = _SIGNS[sign], sign == "!="
    first, second = left.reckon, right.reckon

    def reckon(facts: Facts) -> Any:
        a, b = first(facts), second(facts)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if a is NOT_APPLICABLE or b is NOT_APPLICABLE:
            return of_nothing
        return compare(a, b)

    return Built("yes_no", reckon)


def among(left: Built, items: Sequence[Built], *, absent: bool) -> Built:
    """x in [a, b]; with `absent`, x not in [a, b]. Of several choices: whether one of them is listed."""
    if left.type == "choices":
        if any(item.type != "choice" for item in items):
            raise ExpressionError("only options can stand in the list")
        first = left.reckon
    else:
        left, *items = of_one_type([left, *items], "in")
        first = left.reckon
    several, others = left.type == "choices", [item.reckon for item in items]

    def reckon(facts: Facts) -> Any:
        a = first(facts)
        if a is UNKNOWN:
            return UNKNOWN
        if a is NOT_APPLICABLE:
            return absent
        doubt = False
        for other in others:
            b = other(facts)
            if b is UNKNOWN:
                doubt = True
            elif (b in a) if several else (a == b):
                return not absent
        return UNKNOWN if doubt else absent

    return Built("yes_no", reckon)
