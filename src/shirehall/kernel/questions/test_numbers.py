"""Money, whole numbers and percentages: what people write, and what programs may send."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shirehall.kernel.questions import TYPES, AnswerError, Asked
from shirehall.kernel.values import Domain, MoneyPer

ON = date(2026, 4, 1)
SAVINGS = Asked("capital", "How much do you have in savings?", "your savings", low=0, high=1_000_000_000)
PAY = Asked("pay", "How much do you get?", "your pay", settings={"per": ["week", "month", "year"]})
CHILDREN = Asked("children", "How many children live with you?", "the number of children", low=0, high=20)
SHARE = Asked("share", "What share do you own?", "your share")
MILES = Asked("miles", "How far?", "the distance", settings={"unit": "miles"})


def read(name: str, asked: Asked, text: str) -> Any:
    return TYPES[name].read(asked, {"": [text]}, on=ON)


def refused(name: str, asked: Asked, text: str) -> str:
    with pytest.raises(AnswerError) as caught:
        read(name, asked, text)
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("0", 0), ("125", 12500), ("125.5", 12550), ("£1,250.50", 125050), (" £ 1 250 ", 125000), (".50", 50),
        ("500.", 50000), ("1,000,000", 100_000_000), ("1,\u00a0000", 100_000),
    ],
)  # fmt: skip
def test_money_as_people_write_it(text: str, pence: int) -> None:
    assert read("money", SAVINGS, text) == pence


@pytest.mark.parametrize(
    "text", ["12,50", "1,00", "5k", "£", ".", "-", "1.2.3", "ten", "£-£5", "--5", "1 25", "NaN", "1e3", "١"]
)
def test_money_that_could_mean_something_else_is_asked_for_again(text: str) -> None:
    assert refused("money", SAVINGS, text) == "Your savings must be an amount in pounds, like 125 or 1,250.50"


def test_money_out_of_bounds_says_the_bound() -> None:
    assert refused("money", SAVINGS, "10000000.01") == "Your savings must be £10,000,000.00 or less"
    assert refused("money", SAVINGS, "-£1") == "Your savings must be £0.00 or more"
    assert (
        refused("money", SAVINGS, "1.999")
        == "Your savings must have no more than 2 numbers after the decimal point"
    )
    assert refused("money", SAVINGS, "") == "Enter your savings"
    assert refused("money", SAVINGS, "9" * 29).endswith("or less")


def test_a_debt_is_allowed_only_where_the_definition_says_so() -> None:
    unbounded = Asked("profit", "What was your profit?", "your profit")
    assert refused("money", unbounded, "-1") == "Your profit must be £0.00 or more"
    loss = Asked("profit", "What was your profit?", "your profit", low=-100_000)
    assert read("money", loss, "−£50.00") == -5000
    assert TYPES["money"].show(loss, -5000) == "-£50.00"


def test_money_in_json_is_pounds_as_a_decimal() -> None:
    of = TYPES["money"]
    assert of.from_json(SAVINGS, Decimal("1250.50"), on=ON) == 125050
    assert of.from_json(SAVINGS, 1250, on=ON) == 125000
    assert of.from_json(SAVINGS, Decimal("2.1E+2"), on=ON) == 21000
    for wrong in (1250.5, "1250", True, Decimal("1.505"), Decimal("NaN"), Decimal("1E+99999"), -1, [1]):
        with pytest.raises(AnswerError) as caught:
            of.from_json(SAVINGS, wrong, on=ON)
        assert not caught.value.missing


def test_an_amount_and_its_period() -> None:
    of = TYPES["money"]
    assert of.kind_of(PAY) == "money_per"
    assert of.kind_of(SAVINGS) == "money"
    value = of.read(PAY, {"amount": ["£210"], "per": ["week"]}, on=ON)
    assert value == MoneyPer(21000, "week")
    assert of.show(PAY, value) == "£210.00 a week"
    assert of.from_json(PAY, {"amount": Decimal("210.00"), "per": "week"}, on=ON) == value
    assert [box.name for box in of.boxes(PAY)] == ["amount", "per"]


@pytest.mark.parametrize(
    ("raw", "box", "missing", "message"),
    [
        ({}, "amount", True, "Enter your pay"),
        ({"per": ["week"]}, "amount", False, "Enter your pay"),
        ({"amount": ["5"]}, "per", False, "Select how often: a week, a month or a year"),
        (
            {"amount": ["5"], "per": ["four_weeks"]},
            "per",
            False,
            "Select how often: a week, a month or a year",
        ),
    ],
)
def test_half_an_amount_and_period(raw: dict[str, list[str]], box: str, missing: bool, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        TYPES["money"].read(PAY, raw, on=ON)
    assert (caught.value.box, caught.value.missing, caught.value.message) == (box, missing, message)


@pytest.mark.parametrize(
    "sent",
    [
        {"amount": 5},
        {"amount": 5, "per": "day"},
        {"amount": 5, "per": "week", "x": 1},
        5,
        {"amount": None, "per": "week"},
    ],
)
def test_an_amount_and_period_in_json_is_whole_or_an_error(sent: Any) -> None:
    with pytest.raises(AnswerError) as caught:
        TYPES["money"].from_json(PAY, sent, on=ON)
    assert not caught.value.missing


def test_the_only_period_is_not_asked_for() -> None:
    rent = Asked("rent", "What is your rent?", "your rent", settings={"per": ["month"]})
    assert TYPES["money"].read(rent, {"amount": ["600"]}, on=ON) == MoneyPer(60000, "month")
    assert [(box.name, box.suffix) for box in TYPES["money"].boxes(rent)] == [("amount", "a month")]


def test_whole_numbers() -> None:
    assert read("integer", CHILDREN, "3") == 3
    assert read("integer", MILES, "1,250 miles") == 1250
    assert TYPES["integer"].show(MILES, 1250) == "1,250 miles"
    assert refused("integer", CHILDREN, "21") == "The number of children must be 20 or less"
    assert refused("integer", CHILDREN, "-1") == "The number of children must be 0 or more"
    for text in ("2.5", "£3", "two", "3.0"):
        assert refused("integer", CHILDREN, text) == "The number of children must be a whole number, like 3"


def test_whole_numbers_in_json() -> None:
    of = TYPES["integer"]
    assert of.from_json(CHILDREN, 3, on=ON) == 3
    for wrong in (3.0, "3", True, Decimal("3.5"), 10**40, -1, 21):
        with pytest.raises(AnswerError):
            of.from_json(CHILDREN, wrong, on=ON)


def test_percentages() -> None:
    for text in ("40", "40%", "40 %", "40 per cent", "40 Percent"):
        assert read("percent", SHARE, text) == 40
    assert TYPES["percent"].show(SHARE, 40) == "40%"
    assert refused("percent", SHARE, "101") == "Your share must be 100% or less"
    assert refused("percent", SHARE, "12.5") == "Your share must be a whole percentage, like 25"


def test_what_a_table_may_be_proved_over() -> None:
    assert TYPES["money"].domain(SAVINGS) == Domain(low=0, high=1_000_000_000)
    assert TYPES["integer"].domain(MILES).low == 0
    assert TYPES["percent"].domain(SHARE) == Domain(low=0, high=100)


def test_what_is_defined_wrongly_is_said() -> None:
    back_to_front = Asked("x", "X?", "x", low=5, high=1)
    assert "lower one first" in TYPES["integer"].check_config(back_to_front)[0]
    wrong_period = Asked("x", "X?", "x", settings={"per": ["day"]})
    assert TYPES["money"].check_config(wrong_period)[0].startswith("`per` names day.")
    assert TYPES["money"].check_config(Asked("x", "X?", "x", settings={"per": []}))
    assert "cannot have `between`" in TYPES["name"].check_config(Asked("x", "X?", "x", low=1))[0]
