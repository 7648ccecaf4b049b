"""The parts that a condition or a formula is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; money is in pounds."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes, or the name of an option."""

    value: str


@dataclass(frozen=True, slots=True)
class YesNo:
    """yes or no."""

    value: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written."""

    ordinal: int


@dataclass(frozen=True, slots=True)
class Name:
    """A fact or a rate; `part` is what follows the dot (weekly, yearly)."""

    name: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """[a, b, c]"""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """not x"""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Logic:
    """x and y, x or y"""

    word: Literal["and", "or"]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    """x = y and the like; `in` and `not in` have a list on the right."""

    sign: Literal["=", "!=", "<", "<=", ">", ">=", "in", "not in"]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Reckon:
    """x + y, x - y, x * y, x / y"""

    sign: Literal["+", "-", "*", "/"]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """min(...), max(...), round(x, 0.01, half_up), age(date), days_since(date)"""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Over:
    """sum(repeat where condition, what), count, any, all"""

    function: Literal["sum", "count", "any", "all"]
    repeat: str
    where: "Node | None"
    what: "Node | None"


Node = Number | Text | YesNo | Day | Name | Listed | Not | Logic | Compare | Reckon | Call | Over


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly within a node."""
    match node:
        case Listed(items):
            return items
        case Not(of):
            return (of,)
        case Logic(_, left, right) | Compare(_, left, right) | Reckon(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case Over(_, _, where, what):
            return tuple(part for part in (where, what) if part is not None)
        case _:
            return ()


def names_in(node: Node) -> Iterator[Name | Over]:
    """Every fact, rate and repeat that is read, those within a repeat's own condition left out."""
    if isinstance(node, Name | Over):
        yield node
    else:
        for child in children(node):
            yield from names_in(child)
