"""Every operator says what it does with a fact that is known, unknown or not applicable (declined is unknown)."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from shirehall.kernel.definition import Fact, Rate, RateEntry
from shirehall.kernel.expressions.build import Scope, build
from shirehall.kernel.expressions.parser import ExpressionError, parse
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.values import Kind, MoneyPer, Repeat, Value

OPTIONS = {"red": "Red", "green": "Green"}
ON = date(2026, 6, 1)


def fact(name: str, kind: Kind, **more: Any) -> Fact:
    return Fact(name=name, kind=kind, label=name, origin="asked", **more)


FACTS = {
    each.name: each
    for each in (
        fact("yes", "yes_no"), fact("no", "yes_no"), fact("unknown", "yes_no"), fact("absent", "yes_no"),
        fact("money", "money"), fact("no_money", "money"), fact("some_money", "money"), fact("number", "integer"),
        fact("zero", "integer"), fact("no_number", "integer"), fact("some_number", "integer"),
        fact("colour", "choice", options=OPTIONS), fact("some_colour", "choice", options=OPTIONS),
        fact("no_colour", "choice", options=OPTIONS), fact("colours", "choices", options=OPTIONS),
        fact("born", "date"), fact("some_day", "date"), fact("no_day", "date"), fact("words", "text"),
        fact("address", "address"), fact("wage", "money_per"),
        fact("items", "repeat", parts={"kind": "choice", "amount": "money_per", "big": "yes_no"}),
        fact("items.kind", "choice", options=OPTIONS), fact("items.amount", "money_per"), fact("items.big", "yes_no"),
        fact("open_items", "repeat", parts={"kind": "choice"}), fact("open_items.kind", "choice", options=OPTIONS),
        fact("no_items", "repeat", parts={"kind": "choice"}), fact("no_items.kind", "choice", options=OPTIONS),
        fact("some_items", "repeat", parts={"kind": "choice"}), fact("some_items.kind", "choice", options=OPTIONS),
    )
}  # fmt: skip
RATES = {"limit": Rate("limit", "The limit", "money", "", (RateEntry(ON, {"": 600_000}, "x"),))}
RED: Mapping[str, Value] = {"kind": "red", "amount": MoneyPer(5200, "year"), "big": True}
GREEN: Mapping[str, Value] = {"kind": "green"}
VALUES: dict[str, Any] = {
    "on": ON.toordinal(), "yes": True, "no": False, "unknown": UNKNOWN, "absent": NOT_APPLICABLE, "money": 12_345,
    "no_money": NOT_APPLICABLE, "some_money": UNKNOWN, "number": 3, "zero": 0, "no_number": NOT_APPLICABLE,
    "some_number": UNKNOWN, "colour": "red", "some_colour": UNKNOWN, "no_colour": NOT_APPLICABLE,
    "colours": ("red", "green"), "born": date(1960, 6, 2), "some_day": UNKNOWN, "no_day": NOT_APPLICABLE,
    "words": "abc", "wage": MoneyPer(10_000, "month"), "items": Repeat((RED, GREEN), done=True),
    "open_items": Repeat((RED,)), "no_items": NOT_APPLICABLE, "some_items": UNKNOWN, "limit": 600_000,
}  # fmt: skip


def reckon(words: str) -> Any:
    return build(parse(words), Scope(FACTS, RATES)).reckon(VALUES)


@pytest.mark.parametrize(("words", "wanted"), [
    ("not no", True), ("not yes", False), ("not unknown", UNKNOWN), ("not absent", True), ("not not absent", False),
    ("yes and yes", True), ("yes and no", False), ("yes and unknown", UNKNOWN), ("no and unknown", False),
    ("unknown and no", False), ("absent and yes", False), ("yes and absent", False), ("absent and unknown", False),
    ("yes or unknown", True), ("unknown or yes", True), ("no or unknown", UNKNOWN), ("no or absent", False),
    ("absent or yes", True), ("absent or unknown", UNKNOWN), ("unknown or unknown", UNKNOWN),
])  # fmt: skip
def test_and_or_not_follow_three_values_and_absent_is_not_yes(words: str, wanted: Any) -> None:
    assert reckon(words) is wanted


@pytest.mark.parametrize(("words", "wanted"), [
    ("money = 123.45", True), ("money > 123.44", True), ("money >= 123.46", False), ("money < 200", True),
    ("money <= limit", True), ("money != 123.45", False), ("number = 3", True), ("number < 3", False),
    ("some_money > 0", UNKNOWN), ("some_money = some_money", UNKNOWN), ("no_money = 0", False),
    ("no_money != 0", True), ("no_money < 5", False), ("no_money >= 5", False), ("no_money > some_money", UNKNOWN),
    ("no_money = no_money", False), ("colour = red", True), ('colour = "green"', False), ("colour != green", True),
    ("some_colour = red", UNKNOWN), ("no_colour = red", False), ("no_colour != red", True),
    ("yes = yes", True), ("born < 1960-06-03", True), ("born = 1960-06-02", True), ("some_day > 2000-01-01", UNKNOWN),
    ("no_day > 2000-01-01", False), ('words = "abc"', True), ('words != "abc"', False),
])  # fmt: skip
def test_nothing_equals_what_is_not_applicable(words: str, wanted: Any) -> None:
    assert reckon(words) is wanted


@pytest.mark.parametrize(("words", "wanted"), [
    ("colour in [red, green]", True), ("colour not in [green]", True), ("number in [1, 3]", True),
    ("number in [1, some_number]", UNKNOWN), ("number in [some_number, 3]", True), ("number not in [3]", False),
    ("some_colour in [red]", UNKNOWN), ("no_colour in [red]", False), ("no_colour not in [red]", True),
    ("colours in [green]", True), ("colours not in [red]", False), ("money in [123.45, 1]", True),
])  # fmt: skip
def test_in_is_true_as_soon_as_one_item_is(words: str, wanted: Any) -> None:
    assert reckon(words) is wanted


@pytest.mark.parametrize(("words", "wanted"), [
    ("money + 1.50", 12_495), ("money - 23.45", 10_000), ("number * 2 + 1", 7), ("money * number", 37_035),
    ("money / 2", Fraction(12_345, 2)), ("money / money", 1), ("-money", -12_345), ("number - zero * 5", 3),
    ("money + some_money", UNKNOWN), ("money * no_number", NOT_APPLICABLE), ("some_money * no_number", UNKNOWN),
    ("money / zero", NOT_APPLICABLE), ("money / no_number", NOT_APPLICABLE), ("money / some_number", UNKNOWN),
    ("born - 1960-06-01", 1), ("born - some_day", UNKNOWN), ("born - no_day", NOT_APPLICABLE),
    ("min(money, limit)", 12_345), ("max(money, 500)", 50_000), ("min(money, no_money)", 12_345),
    ("max(no_money, no_money)", NOT_APPLICABLE), ("min(money, some_money)", UNKNOWN),
    ("round(money / 2, 0.01)", 6_173), ("round(money / 2, 0.01, down)", 6_172), ("round(-money / 2, 0.01)", -6_173),
    ("round(money, 1, up)", 12_400), ("round(number / 2, 1)", 2), ("round(some_money, 0.01)", UNKNOWN),
    ("round(no_money, 0.01)", NOT_APPLICABLE), ("age(born)", 65), ("age(some_day)", UNKNOWN),
    ("age(no_day)", NOT_APPLICABLE), ("days_since(2026-05-31)", 1), ("wage.weekly", 2_308), ("wage.yearly", 120_000),
])  # fmt: skip
def test_reckoning_keeps_unknown_and_not_applicable(words: str, wanted: Any) -> None:
    found = reckon(words)
    assert found == wanted
    assert isinstance(found, int | Fraction) == isinstance(wanted, int | Fraction)


@pytest.mark.parametrize(("words", "wanted"), [
    ("sum(items, amount.weekly)", 100), ("sum(items where kind = green, amount.weekly)", 0), ("count(items)", 2),
    ("count(items where kind in [red])", 1), ("any(items where kind = green)", True),
    ("all(items where kind = red)", False), ("all(items where big)", False), ("any(items where not big)", True),
    ("count(items where big)", 1), ("sum(open_items, 1)", UNKNOWN), ("count(open_items)", UNKNOWN),
    ("any(open_items where kind = red)", True), ("any(open_items where kind = green)", UNKNOWN),
    ("all(open_items where kind = green)", False), ("all(open_items where kind = red)", UNKNOWN),
    ("count(no_items)", NOT_APPLICABLE), ("any(no_items where kind = red)", False),
    ("all(no_items where kind = red)", True), ("count(some_items)", UNKNOWN),
    ("any(some_items where kind = red)", UNKNOWN), ("all(some_items where kind = red)", UNKNOWN),
    ("count(items where kind = some_colour)", UNKNOWN), ("any(items where kind = red and unknown)", UNKNOWN),
    ("sum(items where kind = red, amount.weekly) + some_money", UNKNOWN),
])  # fmt: skip
def test_a_repeat_is_unknown_until_there_is_no_more(words: str, wanted: Any) -> None:
    assert reckon(words) == wanted


@pytest.mark.parametrize(("words", "said"), [
    ("capitol > 5", "neither a fact nor a rate"), ("mony > 5", "did you mean `money`"), ("colour > red", "needs numbers"),
    ("colour = blue", "not one of red, green"), ("yes + 1", "needs numbers or money, not a yes/no"),
    ("money and yes", "needs a yes/no, not money"), ("not number", "needs a yes/no"), ("money * money", "multiplied"),
    ("number / money", "divided by money"), ("born + 1", "only be subtracted"), ("wage > 5", "wage.weekly"),
    ("wage.monthly > 5", "no part"), ("address = 5", "an address"), ("count(money)", "not a repeated page"),
    ("sum(items, kind)", "needs money or numbers"), ("items > 2", "write sum, count, any or all"),
    ("round(money, number)", "write round"), ("round(money, 0)", "write round"), ("round(money, 1, sideways)", "half_up"),
    ("age(money)", "needs a date"), ("colours = red", "write `fact in [option]`"), ("words = colour", "a text"),
    ("[1, 2]", "only stand after"), ("min(money, yes)", "one type"), ("min(yes, no)", "needs numbers"),
    ("number in [red]", "neither a fact"), ("money = yes", "one type"),
])  # fmt: skip
def test_what_does_not_fit_is_said(words: str, said: str) -> None:
    with pytest.raises(ExpressionError, match=said.replace("[", r"\[").replace(".", r"\.")):
        build(parse(words), Scope(FACTS, RATES))


@pytest.mark.parametrize("words", [
    "", "(", "1 +", "yes yes", "1 = ", "in [1]", "money in 5", "sum(items)", "any(items)", "f(1)", "min()", "2026-02-30",
    "money >> 5", "'open", "+".join(["1"] * 400), "(" * 60 + "1" + ")" * 60, "[" * 60, "x" * 3000, "a.b.c", "\x00", "round(1)",
])  # fmt: skip
def test_words_that_are_no_formula_are_refused(words: str) -> None:
    with pytest.raises(ExpressionError):
        parse(words)


def test_nothing_is_run_as_code() -> None:
    for words in (
        "__import__('os')",
        "money.__class__",
        "lambda: 1",
        "[x for x in items]",
        "money if yes else 1",
    ):
        with pytest.raises(ExpressionError):
            build(parse(words), Scope(FACTS, RATES))
