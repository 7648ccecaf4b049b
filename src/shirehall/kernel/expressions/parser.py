"""Words to nodes. The grammar, loosest first: or, and, not, comparison, + -, * /, minus, a value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

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

LONGEST = 2_000
DEEPEST = 40
MOST_TOKENS = 300
FUNCTIONS = {"min": (1, 20), "max": (1, 20), "round": (2, 3), "age": (1, 1), "days_since": (1, 1)}
_TOKEN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})|(?P<number>\d+(?:\.\d+)?)|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[a-z_]+)?)|(?P<sign><=|>=|!=|<>|==|[-+*/=<>(),\[\]]))"
)


class ExpressionError(ValueError):
    """The words are not a condition or formula. The message says what was met where."""


@dataclass(slots=True)
class _Reader:
    tokens: Sequence[tuple[str, str]]
    at: int = 0
    depth: int = 0

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def take(self, *words: str) -> str:
        """Takes the next token where it is one of `words`; empty where it is not."""
        if self.kind() in ("word", "sign") and self.peek() in words:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def need(self, word: str) -> None:
        if not self.take(word):
            raise ExpressionError(f"`{word}` was expected {self.where()}")

    def where(self) -> str:
        return f"before `{self.peek()}`" if self.at < len(self.tokens) else "at the end"


def parse(words: str) -> Node:
    """The node that `words` stand for. Raises ExpressionError."""
    if len(words) > LONGEST:
        raise ExpressionError(f"it is over {LONGEST} characters long")
    reader = _Reader(_tokens(words))
    node = _or(reader)
    if reader.at < len(reader.tokens):
        raise ExpressionError(f"`{reader.peek()}` was not expected here")
    return node


def _tokens(words: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    end = len(words.rstrip())
    while at < end:
        found = _TOKEN.match(words, at)
        if not found or found.lastgroup is None:
            raise ExpressionError(f"`{words[at:].strip()[:12]}` cannot be read")
        tokens.append((found.lastgroup, found.group(found.lastgroup)))
        at = found.end()
        if len(tokens) > MOST_TOKENS:
            raise ExpressionError("it is too long to be followed; work out a fact on the way")
    if not tokens:
        raise ExpressionError("it is empty")
    return tokens


def _or(reader: _Reader) -> Node:
    reader.depth += 1
    if reader.depth > DEEPEST:
        raise ExpressionError("it is nested too deeply")
    node = _and(reader)
    while reader.take("or"):
        node = Logic("or", node, _and(reader))
    reader.depth -= 1
    return node


def _and(reader: _Reader) -> Node:
    node = _not(reader)
    while reader.take("and"):
        node = Logic("and", node, _not(reader))
    return node


def _not(reader: _Reader) -> Node:
    times = 0
    while reader.take("not"):
        times += 1
    node = _comparison(reader)
    if not times:
        return node
    # Twice not is yes or no even of what is not applicable, so it is kept.
    return Not(node) if times % 2 else Not(Not(node))


def _comparison(reader: _Reader) -> Node:
    left = _sum(reader)
    sign: Any = reader.take("=", "==", "!=", "<>", "<", "<=", ">", ">=", "in")
    if not sign and reader.take("not"):
        reader.need("in")
        sign = "not in"
    if not sign:
        return left
    sign = {"==": "=", "<>": "!="}.get(sign, sign)
    right = _sum(reader)
    if sign in ("in", "not in") and not isinstance(right, Listed):
        raise ExpressionError(f"a list in [ ] was expected after `{sign}`")
    return Compare(sign, left, right)


def _sum(reader: _Reader) -> Node:
    node = _product(reader)
    while sign := reader.take("+", "-"):
        node = Reckon(sign, node, _product(reader))  # type: ignore[arg-type]
    return node


def _product(reader: _Reader) -> Node:
    node = _minus(reader)
    while sign := reader.take("*", "/"):
        node = Reckon(sign, node, _minus(reader))  # type: ignore[arg-type]
    return node


def _minus(reader: _Reader) -> Node:
    if reader.take("-"):
        return Reckon("-", Number(Fraction(0)), _value(reader))
    return _value(reader)


def _value(reader: _Reader) -> Node:
    kind, word = reader.kind(), reader.peek()
    if kind == "end":
        raise ExpressionError("something is missing at the end")
    if reader.take("("):
        node = _or(reader)
        reader.need(")")
        return node
    if reader.take("["):
        return Listed(_arguments(reader, "]"))
    if kind == "sign":
        raise ExpressionError(f"`{word}` was not expected here")
    reader.at += 1
    match kind:
        case "number":
            return Number(Fraction(word))
        case "text":
            return Text(word[1:-1])
        case "day":
            try:
                return Day(date.fromisoformat(word).toordinal())
            except ValueError as error:
                raise ExpressionError(f"`{word}` is not a date") from error
    return _named(reader, word)


def _arguments(reader: _Reader, end: str) -> tuple[Node, ...]:
    found: list[Node] = []
    while not reader.take(end):
        if found:
            reader.need(",")
        found.append(_or(reader))
    return tuple(found)


def _named(reader: _Reader, word: str) -> Node:
    if word in ("yes", "no", "true", "false"):
        return YesNo(word in ("yes", "true"))
    if word in ("and", "or", "in", "not", "where"):
        raise ExpressionError(f"`{word}` was not expected here")
    if not reader.take("("):
        name, _, part = word.partition(".")
        return Name(name, part)
    if word in ("sum", "count", "any", "all"):
        return _over(reader, word)
    if word not in FUNCTIONS:
        raise ExpressionError(
            f"`{word}` is not a function; there are {', '.join([*FUNCTIONS, 'sum', 'count', 'any', 'all'])}"
        )
    arguments = _arguments(reader, ")")
    least, most = FUNCTIONS[word]
    if not least <= len(arguments) <= most:
        raise ExpressionError(f"`{word}` takes {least} to {most} parts, not {len(arguments)}")
    return Call(word, arguments)


def _over(reader: _Reader, function: Any) -> Node:
    if reader.kind() != "word":
        raise ExpressionError(f"the name of a repeated page was expected after `{function}(`")
    repeat = reader.peek()
    reader.at += 1
    where = _or(reader) if reader.take("where") else None
    what = _or(reader) if reader.take(",") else None
    reader.need(")")
    if (function == "sum") != (what is not None):
        raise ExpressionError(
            "write sum(repeat, what) or sum(repeat where condition, what)"
            if function == "sum"
            else f"write {function}(repeat where condition)"
        )
    if function in ("any", "all") and where is None:
        raise ExpressionError(f"write {function}(repeat where condition)")
    return Over(function, repeat, where, what)
