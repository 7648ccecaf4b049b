"""Cells as written: a value, [a list], an interval in words, any, not applicable, not made.

Intervals: up to X | under X | over X | from X | over X up to Y | from X up to Y (and `under Y` as an upper end).
X is a number, a date or the name of a rate.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shirehall.kernel.definition import Fact, Rate
from shirehall.kernel.loading.place import whole_of
from shirehall.kernel.problems import nearest
from shirehall.kernel.source import Node, Scalar, Sequence

_INTERVAL = re.compile(
    r"(?:(?P<low>over|from)\s+(?P<least>\S+))?\s*(?:(?P<high>up to|under)\s+(?P<most>\S+))?\Z"
)


class CellError(ValueError):
    """The cell cannot be read. `mend` says what to write."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of an interval: a whole number, or the name of a rate; `includes` the end itself."""

    value: int
    rate: str
    includes: bool


@dataclass(frozen=True, slots=True)
class CellWords:
    """A cell, before the amounts of its rates are known. `values` are whole numbers, or option names."""

    sort: Literal["any", "not_applicable", "values", "interval"]
    values: tuple[int | str, ...] = ()
    rates: tuple[str, ...] = ()
    low: Bound | None = None
    high: Bound | None = None

    @property
    def reads_rates(self) -> tuple[str, ...]:
        """The rates whose amounts this cell needs."""
        return self.rates + tuple(
            bound.rate for bound in (self.low, self.high) if bound is not None and bound.rate
        )


def read_cell(node: Node, fact: Fact, rates: Mapping[str, Rate]) -> CellWords:
    """The cell that a node stands for, in a column of `fact`. Raises CellError."""
    if isinstance(node, Sequence):
        parts = [read_cell(item, fact, rates) for item in node.items]
        if not parts or any(part.sort != "values" for part in parts):
            raise CellError("a list in a cell holds values only", "write [one, two]")
        return CellWords(
            "values", values=tuple(value for part in parts for value in part.values),
            rates=tuple(rate for part in parts for rate in part.rates),
        )  # fmt: skip
    if not isinstance(node, Scalar):
        raise CellError("a cell is a value, [a list], an interval in words, or any", "write it on one line")
    text = " ".join(node.text.split())
    if not node.quoted:
        if text == "any":
            return CellWords("any")
        if text in ("not applicable", "not made"):
            if text == "not made" and fact.origin != "judged":
                raise CellError(f"`{fact.name}` is not a judgement", "write `not applicable`, or `any`")
            return CellWords("not_applicable")
        if text.split(" ")[0] in ("up", "under", "over", "from"):
            return _interval(text, fact, rates)
    return _value(text, fact, rates)


def _value(text: str, fact: Fact, rates: Mapping[str, Rate]) -> CellWords:
    if fact.kind in ("choice", "outcome"):
        if text not in fact.options:
            raise CellError(f"`{text}` is not an option of `{fact.name}`", nearest(text, fact.options))
        return CellWords("values", values=(text,))
    whole = whole_of(fact.kind, text)
    if whole is None and text in rates:
        _same_kind(text, fact, rates)
        return CellWords("values", rates=(text,))
    if whole is None:
        raise CellError(
            f"`{text}` is not a value of `{fact.name}`, which is {_article(fact.kind)}", _example(fact.kind)
        )
    return CellWords("values", values=(whole,))


def _interval(text: str, fact: Fact, rates: Mapping[str, Rate]) -> CellWords:
    found = _INTERVAL.match(text)
    if not found or fact.kind in ("choice", "outcome", "yes_no"):
        raise CellError(
            f"`{text}` is not an interval",
            "write up to X, under X, over X, from X, over X up to Y, or from X up to Y",
        )
    low = _bound(found["least"], found["low"] == "from", fact, rates) if found["low"] else None
    high = _bound(found["most"], found["high"] == "up to", fact, rates) if found["high"] else None
    return CellWords("interval", low=low, high=high)


def _bound(text: str, includes: bool, fact: Fact, rates: Mapping[str, Rate]) -> Bound:
    whole = whole_of(fact.kind, text)
    if whole is not None:
        return Bound(whole, "", includes)
    if text not in rates:
        raise CellError(
            f"`{text}` is neither {_article(fact.kind)} nor a rate",
            nearest(text, rates) or _example(fact.kind),
        )
    _same_kind(text, fact, rates)
    return Bound(0, text, includes)


def _same_kind(text: str, fact: Fact, rates: Mapping[str, Rate]) -> None:
    if rates[text].kind != fact.kind:
        raise CellError(
            f"the rate `{text}` is {_article(rates[text].kind)} and `{fact.name}` {_article(fact.kind)}",
            "use a rate of the same type",
        )


def _article(kind: str) -> str:
    return {
        "integer": "a whole number",
        "money": "an amount in pounds",
        "yes_no": "yes or no",
        "percent": "a percentage",
    }.get(kind, f"a {kind}")


def _example(kind: str) -> str:
    return {
        "money": "write pounds and pence, such as 125.00", "integer": "write a whole number, such as 3",
        "yes_no": "write yes or no", "date": "write a date as 2026-04-01",
        "percent": "write a whole number, such as 50",
    }.get(kind, "only whole numbers, money, dates, choices and yes/no can stand in a table")  # fmt: skip
