"""What a node is built into: a function of the facts, and the type of what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN

Facts = Mapping[str, Any]
Reckoner = Callable[[Facts], Any]
"""Takes the facts (values, UNKNOWN or NOT_APPLICABLE by name; rates by name; "on" as an ordinal)."""

PENCE = 100


@dataclass(frozen=True, slots=True)
class Built:
    """A reckoner and the type of what it gives: number, money (in pence), yes_no, choice, choices, text or
    date (an ordinal). `options` are those of a choice."""

    type: str
    reckon: Reckoner
    options: Mapping[str, str] | None = None


def in_pence(built: Built) -> Built:
    """A number beside money is an amount in pounds, so that `capital > 6000` reads as it is meant."""
    of = built.reckon

    def reckon(facts: Facts) -> Any:
        value = of(facts)
        return value if value is UNKNOWN or value is NOT_APPLICABLE else value * PENCE

    return Built("money", reckon)


def of_one_type(found: list[Built], word: str) -> list[Built]:
    """Numbers among money become money. Raises ExpressionError where the types differ otherwise."""
    types = {each.type for each in found}
    if types == {"money", "number"}:
        return [in_pence(each) if each.type == "number" else each for each in found]
    if len(types) > 1:
        raise ExpressionError(
            f"`{word}` needs values of one type, not {' and '.join(map(say_type, sorted(types)))}"
        )
    return found


def say_type(name: str) -> str:
    """A type in the words of a message."""
    return {
        "number": "a number", "money": "money", "yes_no": "a yes/no", "choice": "a choice", "text": "a text",
        "choices": "several choices", "date": "a date",
    }.get(name, name)  # fmt: skip


def plain_number(value: Fraction) -> int | Fraction:
    """Whole where it can be: reckoning with whole numbers is ten times as fast."""
    return value.numerator if value.denominator == 1 else value
