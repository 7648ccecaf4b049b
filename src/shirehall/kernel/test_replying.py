"""Answers in words and keys: what is understood is exact, what could mean two things is asked again, nothing breaks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shirehall.kernel.api import (
    AnswerError,
    Question,
    Reply,
    can_be_keyed,
    can_be_worded,
    how_to_key,
    how_to_reply,
    read_keys,
    read_words,
    read_yes_or_no,
    spoken,
    wording,
)
from shirehall.kernel.questions import TYPES, Asked
from shirehall.kernel.values import Address, BankAccount, MoneyPer, Value

ON = date(2026, 11, 22)
TIMES = {"m": "Morning", "a": "Afternoon", "e": "Evening"}
BEDROOMS = {"0": "None", "1": "1 bedroom", "2": "2 bedrooms", "3": "3 or more bedrooms"}


def question(
    kind: str,
    options: dict[str, str] | None = None,
    *,
    low: int | None = None,
    high: int | None = None,
    optional: bool = False,
    decline: bool = False,
    ask: str = "What is it?",
    label: str = "your answer",
    **given: Any,
) -> Question:
    asked = Asked(
        "f", ask, label, options=options or {}, low=low, high=high, optional=optional, settings=given
    )
    return Question("f", kind, asked, "page", TYPES[kind].kind_of(asked), decline=decline)


def value(of: Question, text: str) -> Value | None:
    reply = read_words(of, text, on=ON)
    assert reply.state == "value"
    return reply.value


def refused(of: Question, text: str) -> str:
    with pytest.raises(AnswerError) as caught:
        read_words(of, text, on=ON)
    return caught.value.message


@pytest.mark.parametrize(
    "text", ["yes", "Yes", "YES please", "yeah", "y", "yep.", "1", "yes i do", "Yess", "👍", "yes, of course"]
)
def test_yes(text: str) -> None:
    assert value(question("yes_no"), text) is True
    assert read_yes_or_no(text)


@pytest.mark.parametrize(
    "text", ["no", "Nope", "no thanks", "NO THANK YOU", "n", "2", "nah", "no i don't", "No we don't"]
)
def test_no(text: str) -> None:
    assert value(question("yes_no"), text) is False
    assert not read_yes_or_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "maybe",
        "yes and no",
        "yes i don't",
        "no i do",
        "yes im not",
        "3",
        "yes but not on Mondays",
        "?",
        "sometimes",
    ],
)
def test_neither_yes_nor_no(text: str) -> None:
    assert refused(question("yes_no"), text).endswith("Reply YES or NO")
    with pytest.raises(AnswerError):
        read_yes_or_no(text)


def test_one_of_several() -> None:
    of = question("choice", TIMES)
    for text in (
        "2",
        "2.",
        "option 2",
        "afternoon",
        "Afternoon please",
        "the afternoon",
        "aftrnoon",
        "after",
        "a",
    ):
        assert value(of, text) == "a"
    for text in ("4", "1 or 2", "noon", "1 2", "x", "any"):
        assert refused(of, text).startswith(
            "We did not understand that. Reply 1 for Morning, 2 for Afternoon"
        )


def test_long_options_have_shorter_words_in_a_text() -> None:
    long = question("choice", {"pip": "Personal Independence Payment", "other": "Something else"})
    of = replace(long, asked=replace(long.asked, sms_options={"pip": "PIP"}))
    assert how_to_reply(of) == "Reply 1 for PIP, 2 for Something else"
    for text in ("pip", "1", "personal independence payment", "Personal Independence"):
        assert value(of, text) == "pip"


def test_a_slip_is_never_another_word() -> None:
    work = question(
        "choice", {"employed": "Employed", "retired": "Retired", "under": "Under 18", "alone": "No partner"}
    )
    assert value(work, "retierd") == "retired"
    for text in ("unemployed", "under 19", "not employed", "partner", "re"):
        assert refused(work, text)
    dorsets = question("choice", {"n": "North Dorset", "w": "West Dorset"})
    assert value(dorsets, "nrth dorset") == "n"
    assert refused(dorsets, "dorset")


def test_options_that_are_numbers_are_picked_by_letters() -> None:
    of = question("choice", BEDROOMS)
    assert how_to_reply(of) == "Reply A for None, B for 1 bedroom, C for 2 bedrooms, D for 3 or more bedrooms"
    assert [value(of, text) for text in ("1", "b", "2 bedrooms", "none", "D")] == ["1", "1", "2", "0", "3"]
    assert not can_be_keyed(of)


def test_any_of_several() -> None:
    of = question("choices", TIMES, none="None of these")
    for text in (
        "1, 3",
        "1 and 3",
        "3 1",
        "morning and evening",
        "morning, evening",
        "Evening & morning",
        "1+3",
    ):
        assert value(of, text) == ("m", "e")
    assert value(of, "any") == ("m", "a", "e")
    for text in ("none", "none of these", "4", "no"):
        assert value(of, text) == ()
    for text in ("13", "1, 9", "morning or evening", "1 and sometimes 2", "1, none"):
        assert refused(of, text)
    commas = question("choices", {"r": "Rent, rates and bills", "b": "Bills", "o": "Other"})
    assert value(commas, "Rent, rates and bills, other") == ("r", "o")


def test_counts() -> None:
    children = question("integer", ask="How many children live with you?")
    for text, number in (
        ("2", 2),
        ("two", 2),
        ("2 kids", 2),
        ("I have 2 kids", 2),
        ("twenty-one", 21),
        ("1,200", 1200),
    ):
        assert value(children, text) == number
    for text in ("none", "no children", "no", "zero", "no one", "nobody"):
        assert value(children, text) == 0
    for text in (
        "2 or 3",
        "about 5",
        "2 kids and 1 baby",
        "3.5",
        "2 weeks",
        "-3",
        "a few",
        "2-3",
        "12:30",
        "not 2",
    ):
        assert refused(children, text)
    miles = question("integer", unit="miles")
    assert value(miles, "4 mile") == value(miles, "four miles") == 4
    assert refused(miles, "4 km")
    assert refused(question("integer", low=1), "none")


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£210", 21000), ("210.50", 21050), ("210 pounds", 21000), ("1.2k", 120_000), ("12k", 1_200_000), ("£1,250.50", 125_050),
        ("210 pounds and 50p", 21050), ("50p", 50), ("200p", 200), ("10 000 pounds", 1_000_000), ("none", 0), ("two hundred pounds", 20000), (".50", 50), ("£ 5", 500),
    ],
)  # fmt: skip
def test_money(text: str, pence: int) -> None:
    assert value(question("money"), text) == pence


def test_amounts_that_are_not_one_amount() -> None:
    for text in (
        "12,50",
        "200-300",
        "about 200",
        "200 or 300",
        "210 50",
        "£5 and £6",
        "1.234",
        "20 dollars",
        "-5",
    ):
        assert refused(question("money"), text)


@pytest.mark.parametrize(
    ("text", "pence", "per"),
    [
        ("£210 a week", 21000, "week"), ("210 pw", 21000, "week"), ("weekly 210", 21000, "week"), ("£4 weekly", 400, "week"),
        ("900 monthly", 90000, "month"), ("900pcm", 90000, "month"), ("£900 per month", 90000, "month"), ("12k a year", 1_200_000, "year"),
        ("210 every 4 weeks", 21000, "four_weeks"), ("£210.00 4 weekly", 21000, "four_weeks"), ("210 fortnightly", 21000, "fortnight"),
        ("210 every two weeks", 21000, "fortnight"), ("£50 every other week", 5000, "fortnight"), ("nothing", 0, "week"),
    ],
)  # fmt: skip
def test_money_for_a_period(text: str, pence: int, per: str) -> None:
    of = question("money", per=["week", "fortnight", "four_weeks", "month", "year"])
    assert value(of, text) == MoneyPer(pence, per)


def test_a_period_that_is_missing_is_asked_for() -> None:
    of = question("money", per=["week", "month"])
    assert refused(of, "210") == "Say how often as well: a week or a month. Reply like £210 a week"
    for text in ("210 a day", "12k a year", "210 a week or 900 a month", "a week", "1004 weekly a month"):
        assert refused(of, text)
    assert value(question("money", per=["month"]), "210") == MoneyPer(21000, "month")
    assert refused(question("money", per=["month"]), "210 a week")


@pytest.mark.parametrize(
    "text",
    [
        "14 March 1980", "14/3/1980", "14.03.1980", "14 3 80", "March 14 1980", "14th of March, 1980", "14031980", "140380",
        "Fri 14 March 1980", "1980-03-14", "14mar1980", "born 14 march 1980",
    ],
)  # fmt: skip
def test_dates(text: str) -> None:
    assert value(question("date", past=True, age=[16, 110]), text) == date(1980, 3, 14)


def test_dates_that_could_be_several_are_asked_again() -> None:
    birthday = question("date", past=True)
    assert "year" in refused(birthday, "14 March")
    assert "year" in refused(birthday, "14 3 25")
    for text in (
        "31 Feb 1980",
        "3/14/1980",
        "March 1980",
        "1980",
        "Monday 14 March 1980",
        "next friday",
        "today 14 March",
    ):
        assert refused(birthday, text)
    ahead = question("date", future=True)
    assert value(ahead, "1 Dec") == date(2026, 12, 1)
    assert value(ahead, "14 March") == date(2027, 3, 14)
    assert value(ahead, "tomorrow") == ON + timedelta(days=1)
    bounded = question("date", low=date(2026, 1, 1).toordinal(), high=date(2026, 12, 31).toordinal())
    assert value(bounded, "14 March") == date(2026, 3, 14)
    assert refused(question("date", past=True, age=[0, 20]), "today")


def test_addresses_are_parted_by_commas_or_lines() -> None:
    home = Address(("12 High Street",), "Dorchester", "DT1 1AA")
    of = question("address")
    for text in (
        "12 High Street, Dorchester, DT1 1AA", "12 High Street\nDorchester\ndt11aa", "DT1 1AA, 12 High Street, Dorchester",
        "12, High Street, Dorchester DT1 1AA",
    ):  # fmt: skip
        assert value(of, text) == home
    for text in (
        "12 High Street Dorchester DT1 1AA",
        "12 High Street, Dorchester",
        "12 High Street, DT1 1AA, DT1 1AB",
        "DT1 1AA",
    ):
        assert refused(of, text)
    assert value(question("address", no_fixed_address=True), "homeless")
    with_county = "Flat 2, 12 High Street, Dorchester, Dorset, DT1 1AA"
    assert value(of, with_county) == Address(("Flat 2", "12 High Street"), "Dorchester", "DT1 1AA")


def test_what_stands_within_a_sentence_is_found() -> None:
    assert value(question("telephone"), "my number is 07700 900123") == "+447700900123"
    assert value(question("email"), "it's Ann@Example.org.") == "Ann@example.org"
    assert value(question("national_insurance_number"), "my NI is ab 12 34 56 c") == "AB123456C"
    assert value(question("postcode"), "I live at dt11aa") == "DT1 1AA"
    assert (
        value(question("name"), "my name is Ann Lee") == value(question("name"), "I'm Ann Lee") == "Ann Lee"
    )
    assert value(question("percent"), "twenty five percent") == 25
    assert value(question("bank_account"), "Ann Lee, 12-34-56, 12345678") == BankAccount(
        "Ann Lee", "123456", "12345678"
    )
    assert refused(question("telephone"), "07700900123 after 5")
    assert refused(question("email"), "a@example.org or b@example.org")
    assert refused(question("name"), "yes")


def test_not_known_and_left_out() -> None:
    for kind in ("money", "yes_no", "date", "short_text"):
        assert read_words(question(kind, decline=True), "don't know", on=ON) == Reply("declined")
        assert read_words(question(kind, optional=True), "skip", on=ON) == Reply("left_out")
    assert refused(question("money"), "not sure").startswith("We need an answer to this")
    assert refused(question("yes_no"), "skip").startswith("We need an answer to this")
    for text in ("no", "none", "No thanks"):
        assert read_words(question("email", optional=True), text, on=ON) == Reply("left_out")
        assert value(question("yes_no", optional=True), "no") is False
    assert value(question("choice", {"a": "Yes", "b": "Don't know"}, decline=True), "don't know") == "b"
    with pytest.raises(AnswerError) as caught:
        read_words(question("money"), "  ", on=ON)
    assert caught.value.missing


def test_keys() -> None:
    def pressed(of: Question, keys: str) -> Value | None:
        return read_keys(of, keys, on=ON).value

    income = question("money", per=["week", "month"])
    assert pressed(income, "210*50#2") == MoneyPer(21050, "month")
    assert pressed(question("money"), "210") == 21000
    assert pressed(question("date"), "14031980") == date(1980, 3, 14)
    assert pressed(question("choices", TIMES, none="None"), "13") == ("m", "e")
    assert pressed(question("choices", TIMES, none="None"), "0") == ()
    assert pressed(question("telephone"), "07700900123") == "+447700900123"
    for of, keys in (
        (income, "210"), (income, "210#3"), (income, "2*1*1#1"), (question("date"), "31021980"), (question("date"), "140380"),
        (question("choice", TIMES), "4"), (question("choices", TIMES), "11"), (question("yes_no"), "3"),
        (question("integer"), "*"), (question("name"), "2"), (question("integer"), ""),
    ):  # fmt: skip
        with pytest.raises(AnswerError):
            read_keys(of, keys, on=ON)


def test_what_keys_cannot_say() -> None:
    ten = {str(number): f"Option {chr(65 + number)}" for number in range(10)}
    unsaid = [
        question(each) for each in ("name", "address", "short_text", "long_text", "email", "file", "postcode")
    ]
    for of in (*unsaid, question("choice", ten), question("integer", low=-5), question("money", low=-100)):
        assert not can_be_keyed(of)
        assert how_to_key(of) == ""
    assert not can_be_worded(question("file"))


def test_values_as_a_voice_says_them() -> None:
    assert spoken(question("money"), 21050) == "210 pounds and 50 pence"
    assert spoken(question("money", per=["week"]), MoneyPer(100, "week")) == "1 pound a week"
    assert spoken(question("national_insurance_number"), "AB123456C") == "A B, 1 2, 3 4, 5 6, C"
    assert spoken(question("date"), date(1980, 3, 14)) == "14 March 1980"
    assert spoken(question("percent"), 25) == "25 percent"


def test_the_words_of_a_channel() -> None:
    of = Question(
        "f", "yes_no", Asked("f", "On the screen?", "it"), "p", "yes_no", channels={"phone": "Aloud?"}
    )
    assert [wording(of, each) for each in ("keypad", "phone", "sms", "web")] == [
        "Aloud?",
        "Aloud?",
        "On the screen?",
        "On the screen?",
    ]
