"""Nodes to functions of the facts, checking types on the way.

Every function answers for the four states of a fact. *Unknown* (and declined, which is unknown to the rules)
makes whatever needs it unknown: and/or/not follow Kleene's three values, so `no and unknown` is no. *Not
applicable* equals nothing: `=`, `<`, `in` are false of it, `!=` and `not in` true; reckoning with it is not
applicable; min and max pass over it; a sum over a repeat that does not apply is not applicable. A repeat that
is not finished ("no more" was not said) has an unknown sum and count; `any` is already true where one item is,
`all` already false where one is not.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from shirehall.kernel.definition import Fact, Rate
from shirehall.kernel.expressions.nodes import (
    Call,
    Compare,
    Day,
    Listed,
    Logic,
    Name,
    Node,
    Not,
    Number,
    Over,
    Reckon,
    Text,
    YesNo,
)  # fmt: skip
from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.values import MoneyPer, Repeat, round_half_up

Facts = Mapping[str, Any]
Reckoner = Callable[[Facts], Any]
"""Takes the facts (values, UNKNOWN or NOT_APPLICABLE by name; rates by name; "on" as an ordinal)."""

_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that may be read. Within a repeat `parts` are the questions of its page."""

    facts: Mapping[str, Fact]
    rates: Mapping[str, Rate]
    parts: Mapping[str, Fact] | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A reckoner and the type of what it gives: number, money, yes_no, choice, choices, text or date."""

    type: str
    reckon: Reckoner
    options: Mapping[str, str] | None = None


def build(node: Node, scope: Scope) -> Built:
    """The reckoner of a node. Raises ExpressionError where types do not fit or a name is not known."""
    match node:
        case Number(value):
            return Built("number", lambda _: value)
        case Text(text):
            return Built("text", lambda _: text)
        case YesNo(yes):
            return Built("yes_no", lambda _: yes)
        case Day(ordinal):
            return Built("date", lambda _: ordinal)
        case Name():
            return _name(node, scope)
        case Not(of):
            return _not(_typed(of, scope, "yes_no", "not"))
        case Logic(word, left, right):
            return _logic(word, _typed(left, scope, "yes_no", word), _typed(right, scope, "yes_no", word))
        case Compare():
            return _compare(node, scope)
        case Reckon():
            return _reckon(node, scope)
        case Call():
            return _call(node, scope)
        case Over():
            return _over(node, scope)
        case Listed():
            raise ExpressionError("a list may only stand after `in`")


def _typed(node: Node, scope: Scope, wanted: str, word: str) -> Reckoner:
    built = build(node, scope)
    if built.type != wanted:
        raise ExpressionError(f"`{word}` needs a yes/no on both sides, not {built.type}")
    return built.reckon


def _name(node: Name, scope: Scope) -> Built:
    name = node.name
    if scope.parts is not None and name in scope.parts:
        return _of_kind(replace(scope.parts[name]), node)
    if name in scope.facts:
        return _of_kind(scope.facts[name], node)
    if name in scope.rates:
        return _of_kind(Fact(name=name, kind=scope.rates[name].kind, label=name, origin="looked_up"), node)
    raise ExpressionError(f"`{name}` is neither a fact nor a rate")


def _of_kind(fact: Fact, node: Name) -> Built:
    name, kind = fact.name, fact.kind
    if node.part:
        if kind == "money_per" and node.part == "weekly":
            return Built("money", _weekly(name))
        raise ExpressionError(f"`{name}` has no part `{node.part}`")
    match kind:
        case "money":
            return Built("money", _pounds(name))
        case "integer" | "percent":
            return Built("number", lambda facts: facts[name])
        case "date":
            return Built("date", _ordinal(name))
        case "yes_no" | "choices" | "text":
            return Built(kind, lambda facts: facts[name], fact.options)
        case "choice" | "outcome":
            return Built("choice", lambda facts: facts[name], fact.options)
        case "money_per":
            raise ExpressionError(f"`{name}` is an amount for a period: write `{name}.weekly`")
    raise ExpressionError(f"`{name}` is a {kind}, which cannot be reckoned with")


def _pounds(name: str) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        value = facts[name]
        return Fraction(value, 100) if isinstance(value, int) else value

    return reckon


def _weekly(name: str) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        value = facts[name]
        return Fraction(value.weekly, 100) if isinstance(value, MoneyPer) else value

    return reckon


def _ordinal(name: str) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        value = facts[name]
        return value.toordinal() if isinstance(value, date) else value

    return reckon


def _not(of: Reckoner) -> Built:
    def reckon(facts: Facts) -> Any:
        value = of(facts)
        return value if value is UNKNOWN else value is not True

    return Built("yes_no", reckon)


def _logic(word: str, left: Reckoner, right: Reckoner) -> Built:
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


def _literal(node: Node, other: Built, scope: Scope) -> Built:
    """A bare word beside a choice is one of its options."""
    if isinstance(node, Name | Text) and other.type in ("choice", "choices"):
        word = node.name if isinstance(node, Name) else node.value
        if other.options is not None and word in other.options:
            return Built("choice", lambda _: word, other.options)
        if isinstance(node, Text) or word not in scope.facts:
            raise ExpressionError(f"`{word}` is not one of {', '.join(other.options or ())}")
    return build(node, scope)


def _compare(node: Compare, scope: Scope) -> Built:
    left = build(node.left, scope)
    if node.sign in ("in", "not in"):
        return _among(left, node, scope)
    right = _literal(node.right, left, scope)
    types = {left.type, right.type}
    if types - {"money", "number"} and len(types) > 1 and types != {"text", "choice"}:
        raise ExpressionError(f"{left.type} cannot be compared with {right.type}")
    if node.sign not in ("=", "!=") and types & {"yes_no", "choice", "choices", "text"}:
        raise ExpressionError(f"`{node.sign}` needs numbers, money or dates")
    negated = node.sign == "!="
    sign, first, second = _SIGNS["=" if negated else node.sign], left.reckon, right.reckon

    def reckon(facts: Facts) -> Any:
        a, b = first(facts), second(facts)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if a is NOT_APPLICABLE or b is NOT_APPLICABLE:
            return negated
        return sign(a, b) is not negated

    return Built("yes_no", reckon)


def _among(left: Built, node: Compare, scope: Scope) -> Built:
    assert isinstance(node.right, Listed)  # the parser refuses anything else
    items = [_literal(item, left, scope) for item in node.right.items]
    for item in items:
        if {left.type, item.type} - {"money", "number"} and left.type != item.type and left.type != "choices":
            raise ExpressionError(f"{left.type} cannot be compared with {item.type}")
    negated, first, reckoners = node.sign == "not in", left.reckon, [item.reckon for item in items]
    several = left.type == "choices"

    def reckon(facts: Facts) -> Any:
        a = first(facts)
        if a is UNKNOWN:
            return UNKNOWN
        if a is NOT_APPLICABLE:
            return negated
        found = False
        for reckoner in reckoners:
            b = reckoner(facts)
            if b is UNKNOWN:
                return UNKNOWN
            found = found or (b in a if several else a == b)
        return found is not negated

    return Built("yes_no", reckon)


def _reckon(node: Reckon, scope: Scope) -> Built:
    left, right = build(node.left, scope), build(node.right, scope)
    for side in (left, right):
        if side.type not in ("money", "number", "date"):
            raise ExpressionError(f"`{node.sign}` needs numbers or money, not {side.type}")
    if "date" in (left.type, right.type) and not (node.sign == "-" and left.type == right.type):
        raise ExpressionError("dates can only be subtracted, which gives days")
    first, second, sign = left.reckon, right.reckon, node.sign
    if sign == "/":
        kind = "number" if left.type == right.type else left.type
        return Built(kind, _divide(first, second))
    kind = "number" if left.type == "date" else "money" if "money" in (left.type, right.type) else "number"
    work = _SIGNS[sign]

    def reckon(facts: Facts) -> Any:
        a, b = first(facts), second(facts)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if a is NOT_APPLICABLE or b is NOT_APPLICABLE:
            return NOT_APPLICABLE
        return work(a, b)

    return Built(kind, reckon)


def _divide(first: Reckoner, second: Reckoner) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        a, b = first(facts), second(facts)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        # Nothing can be shared among none: the amount does not apply, and tables must say what follows.
        if a is NOT_APPLICABLE or b is NOT_APPLICABLE or b == 0:
            return NOT_APPLICABLE
        return Fraction(a) / Fraction(b)

    return reckon


def _call(node: Call, scope: Scope) -> Built:
    if node.function == "round":
        return _round(node, scope)
    built = [build(argument, scope) for argument in node.arguments]
    if node.function in ("age", "days_since"):
        if built[0].type != "date":
            raise ExpressionError(f"`{node.function}` needs a date")
        return Built("number", _since(built[0].reckon, years=node.function == "age"))
    if len({each.type for each in built}) > 1:
        raise ExpressionError(f"`{node.function}` needs values of one type")
    reckoners, pick = [each.reckon for each in built], min if node.function == "min" else max

    def reckon(facts: Facts) -> Any:
        values = [reckoner(facts) for reckoner in reckoners]
        if any(value is UNKNOWN for value in values):
            return UNKNOWN
        values = [value for value in values if value is not NOT_APPLICABLE]
        return pick(values) if values else NOT_APPLICABLE

    return Built(built[0].type, reckon)


def _since(of: Reckoner, *, years: bool) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        value = of(facts)
        if not isinstance(value, int):
            return value
        on = facts["on"]
        if not years:
            return on - value
        born, today = date.fromordinal(value), date.fromordinal(on)
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    return reckon


def _round(node: Call, scope: Scope) -> Built:
    built = build(node.arguments[0], scope)
    step = node.arguments[1]
    way = node.arguments[2] if len(node.arguments) == 3 else Name("half_up")
    if built.type not in ("money", "number") or not isinstance(step, Number) or step.value <= 0:
        raise ExpressionError("write round(what, 0.01, half_up)")
    if not isinstance(way, Name) or way.name not in ("half_up", "up", "down"):
        raise ExpressionError("the last part of round is half_up, up or down")
    of, size, name = built.reckon, step.value, way.name

    def reckon(facts: Facts) -> Any:
        value = of(facts)
        if value is UNKNOWN or value is NOT_APPLICABLE:
            return value
        steps = Fraction(value) / size
        if name == "half_up":
            return round_half_up(steps.numerator, steps.denominator) * size
        return (
            -(-steps.numerator // steps.denominator) if name == "up" else steps.numerator // steps.denominator
        ) * size

    return Built(built.type, reckon)


def _over(node: Over, scope: Scope) -> Built:
    fact = scope.facts.get(node.repeat)
    if fact is None or fact.kind != "repeat":
        raise ExpressionError(f"`{node.repeat}` is not a repeated page")
    inner = replace(scope, parts=fact_parts(fact, scope))
    where = _typed(node.where, inner, "yes_no", "where") if node.where is not None else None
    what = build(node.what, inner) if node.what is not None else None
    if what is not None and what.type not in ("money", "number"):
        raise ExpressionError(f"`sum` needs money or numbers, not {what.type}")
    name = node.repeat
    parts = tuple(fact.parts)
    if node.function in ("any", "all"):
        assert where is not None  # the parser refuses any(...) without a condition
        return Built("yes_no", _some(name, parts, where, settles=node.function == "any"))
    add = what.reckon if what is not None else (lambda _: 1)

    def reckon(facts: Facts) -> Any:
        repeat = facts[name]
        if not isinstance(repeat, Repeat):
            return repeat
        if not repeat.done:
            return UNKNOWN
        total: Any = 0
        for item in repeat.items:
            within = _within(facts, parts, item)
            counts = where(within) if where is not None else True
            if counts is UNKNOWN:
                return UNKNOWN
            if counts is True:
                value = add(within)
                if value is UNKNOWN:
                    return UNKNOWN
                if value is not NOT_APPLICABLE:
                    total += value
        return total

    return Built(what.type if what is not None else "number", reckon)


def fact_parts(fact: Fact, scope: Scope) -> Mapping[str, Fact]:
    """The facts of one item of a repeat. They stand in the scope under `repeat.part`."""
    return {name: replace(scope.facts[f"{fact.name}.{name}"], name=name) for name in fact.parts}


def _within(facts: Facts, parts: tuple[str, ...], item: Mapping[str, Any]) -> Facts:
    return {**facts, **{part: item.get(part, NOT_APPLICABLE) for part in parts}}


def _some(name: str, parts: tuple[str, ...], where: Reckoner, *, settles: bool) -> Reckoner:
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

    return reckon
