"""Nodes to functions of the facts, checking names and types on the way.

What each part does with a fact that is unknown or not applicable stands where it is built: `logic`,
`reckoning`, `repeats`. A declined fact is unknown to the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

from shirehall.kernel.definition import Fact, Rate
from shirehall.kernel.expressions.built import Built, Facts, Reckoner, plain_number, say_type
from shirehall.kernel.expressions.logic import among, compared, condition, joined, negated
from shirehall.kernel.expressions.parser import ExpressionError
from shirehall.kernel.expressions.reckoning import extreme, reckoned, rounded, since
from shirehall.kernel.expressions.repeats import counted, some, summed
from shirehall.kernel.nodes import (
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
from shirehall.kernel.problems import nearest
from shirehall.kernel.values import MoneyPer


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that may be read. Within a repeat `parts` are the questions of its page."""

    facts: Mapping[str, Fact]
    rates: Mapping[str, Rate]
    parts: Mapping[str, Fact] | None = None


def build(node: Node, scope: Scope) -> Built:
    """The reckoner of a node. Raises ExpressionError where types do not fit or a name is not known."""
    match node:
        case Number() | Text() | YesNo() | Day():
            return _written(node)
        case Name():
            return _named(node, scope)
        case Not(of):
            return negated(condition(build(of, scope), "not"))
        case Logic(word, left, right):
            return joined(word, condition(build(left, scope), word), condition(build(right, scope), word))
        case Compare():
            return _compare(node, scope)
        case Reckon(sign, left, right):
            return reckoned(sign, build(left, scope), build(right, scope))
        case Call():
            return _call(node, scope)
        case Over():
            return _over(node, scope)
        case Listed():
            raise ExpressionError("a list may only stand after `in`")


def _written(node: Number | Text | YesNo | Day) -> Built:
    match node:
        case Number(value):
            number = plain_number(value)
            return Built("number", lambda _: number)
        case Text(text):
            return Built("text", lambda _: text)
        case YesNo(yes):
            return Built("yes_no", lambda _: yes)
        case Day(ordinal):
            return Built("date", lambda _: ordinal)


def _named(node: Name, scope: Scope) -> Built:
    name = node.name
    if scope.parts is not None and name in scope.parts:
        return _of_fact(scope.parts[name], node)
    if name in scope.facts:
        return _of_fact(scope.facts[name], node)
    if name in scope.rates:
        kind = scope.rates[name].kind
        return _of_fact(Fact(name=name, kind=kind, label=name, origin="looked_up"), node)
    names = [each for each in (*scope.facts, *scope.rates, *(scope.parts or ())) if "." not in each]
    hint = nearest(name, names)
    raise ExpressionError(f"`{name}` is neither a fact nor a rate" + (f", {hint}" if hint else ""))


def _of_fact(fact: Fact, node: Name) -> Built:
    # Within a repeat a part stands under its own name, so the node's name is the one to read.
    name, kind = node.name, fact.kind
    if node.part:
        if kind == "money_per" and node.part in ("weekly", "yearly"):
            return Built("money", _for_a_period(name, node.part))
        raise ExpressionError(f"`{name}` has no part `{node.part}`")
    match kind:
        case "money":
            return Built("money", lambda facts: facts[name])
        case "integer" | "percent":
            return Built("number", lambda facts: facts[name])
        case "date":
            return Built("date", _ordinal(name))
        case "yes_no" | "choices" | "text":
            return Built(kind, lambda facts: facts[name], fact.options)
        case "choice" | "outcome":
            return Built("choice", lambda facts: facts[name], fact.options)
        case "money_per":
            raise ExpressionError(
                f"`{name}` is an amount for a period: write `{name}.weekly` or `{name}.yearly`"
            )
        case "repeat":
            raise ExpressionError(f"`{name}` is a repeated page: write sum, count, any or all of it")
    raise ExpressionError(f"`{name}` is {say_kind(kind)}, which cannot be reckoned with")


def say_kind(kind: str) -> str:
    """A kind in the words of a message."""
    article = "an" if kind[0] in "aeio" else "a"
    return "files" if kind == "files" else f"{article} {kind.replace('_', ' ')}"


def _for_a_period(name: str, part: str) -> Reckoner:
    of = attrgetter(part)

    def reckon(facts: Facts) -> Any:
        value = facts[name]
        return of(value) if isinstance(value, MoneyPer) else value

    return reckon


def _ordinal(name: str) -> Reckoner:
    def reckon(facts: Facts) -> Any:
        value = facts[name]
        return value.toordinal() if isinstance(value, date) else value

    return reckon


def _beside(node: Node, other: Built, scope: Scope) -> Built:
    """What stands beside a choice: a bare word there is one of its options."""
    if isinstance(node, Name | Text) and other.type in ("choice", "choices"):
        word = node.name if isinstance(node, Name) else node.value
        if other.options is not None and word in other.options:
            return Built("choice", lambda _: word, other.options)
        if isinstance(node, Text) or word not in scope.facts:
            raise ExpressionError(f"`{word}` is not one of {', '.join(other.options or ())}")
    return build(node, scope)


def _compare(node: Compare, scope: Scope) -> Built:
    left = build(node.left, scope)
    if isinstance(node.right, Listed):
        items = [_beside(item, left, scope) for item in node.right.items]
        return among(left, items, absent=node.sign == "not in")
    return compared(node.sign, left, _beside(node.right, left, scope))


def _call(node: Call, scope: Scope) -> Built:
    first = build(node.arguments[0], scope)
    match node.function:
        case "round":
            way = node.arguments[2] if len(node.arguments) == 3 else Name("half_up")
            return rounded(first, node.arguments[1], way)
        case "age" | "days_since":
            return since(first, years=node.function == "age")
    return extreme(node.function, [first, *(build(argument, scope) for argument in node.arguments[1:])])


def _over(node: Over, scope: Scope) -> Built:
    fact = scope.facts.get(node.repeat)
    if fact is None or fact.kind != "repeat":
        repeats = [each.name for each in scope.facts.values() if each.kind == "repeat"]
        hint = nearest(node.repeat, repeats)
        raise ExpressionError(f"`{node.repeat}` is not a repeated page" + (f", {hint}" if hint else ""))
    inner = replace(scope, parts={name: scope.facts[f"{fact.name}.{name}"] for name in fact.parts})
    where = condition(build(node.where, inner), "where") if node.where is not None else None
    parts = tuple(fact.parts)
    if node.function == "count":
        return counted(node.repeat, parts, where)
    if node.function == "sum":
        if node.what is None:
            raise ExpressionError("write sum(repeat, what)")
        return summed(node.repeat, parts, where, build(node.what, inner))
    if where is None:
        raise ExpressionError(f"write {node.function}(repeat where condition)")
    return some(node.repeat, parts, where, settles=node.function == "any")


__all__ = ["Built", "Facts", "Reckoner", "Scope", "build", "say_kind", "say_type"]
