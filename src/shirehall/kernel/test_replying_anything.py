"""Whatever is texted or keyed: what is said back reads as the same, and nothing raises but an AnswerError."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.kernel.api import (
    AnswerError,
    Question,
    Reply,
    can_be_keyed,
    can_be_worded,
    how_to_reply,
    key_prompts,
    keys_for,
    read_keys,
    read_words,
    spoken,
)
from shirehall.kernel.questions import TYPES
from shirehall.kernel.questions.test_contract import ASKED, OPTIONS, TEXT, check_error
from shirehall.kernel.values import Address, BankAccount, MoneyPer

ON = date(2026, 11, 22)
EVERY = [
    Question("fact", kind, asked, "page", TYPES[kind].kind_of(asked), decline=decline)
    for kind, asked in ASKED
    for decline in (False, True)
]
NAMES = st.sampled_from(["Ann Lee", "Zoë O'Brien-Smith", "张伟", "Ng", "Jean-Luc de la Tour"])
LIKELY_WORDS = st.lists(
    st.sampled_from(
        [
            "yes", "no", "2", "3", "none", "a", "week", "£210", "210.50", "14", "March", "1980", "and", ",", "or", "per", "month",
            "kids", "two", "hundred", "thousand", "pounds", "50p", "k", "-", "/", ".", "today", "0", "DT1", "1AA", "07700", "900123",
            "@", "x@example.org", "don't know", "skip", "Monday", "29", "feb", "4", "weekly", "\n", "99999999999999999999", "½", "٣",
        ]
    ),
    max_size=8,
).map(" ".join)  # fmt: skip


TOWNS, POSTCODES = st.sampled_from(["Dorchester", "Lyme Regis"]), st.sampled_from(["DT1 1AA", "DT9 3AA"])
LINES = st.integers(1, 300).map(lambda number: (f"{number} High Street",))
FIXED: dict[str, st.SearchStrategy[Any]] = {
    "yes_no": st.booleans(),
    "declaration": st.just(value=True),
    "choice": st.sampled_from(list(OPTIONS)),
    "telephone": st.integers(0, 999).map(lambda last: f"+447700900{last:03d}"),
    "national_insurance_number": st.integers(0, 999999).map(lambda number: f"AB{number:06d}C"),
    "postcode": st.sampled_from(["DT1 1AA", "DT9 3AA", "SW1A 2AA", "M1 1AE"]),
    "email": st.sampled_from(["ann@example.org", "a.b+c@sub.example.co.uk"]),
    "name": NAMES,
    "bank_account": st.builds(
        BankAccount, NAMES, st.integers(0, 999999).map("{:06d}".format), st.integers(0, 99999999).map("{:08d}".format),
        st.sampled_from(["", "D/98.765-Y 2"]),
    ),
    "address": st.builds(Address, LINES, TOWNS, POSTCODES),
}  # fmt: skip


def strategy(of: Question) -> st.SearchStrategy[Any] | None:
    """Values that a question of this type may have; None where words cannot tell them apart."""
    asked, chosen = of.asked, of.asked.settings
    low = 0 if asked.low is None else asked.low
    match of.type:
        case "choices":
            return st.sets(st.sampled_from(list(OPTIONS)), min_size=0 if chosen.get("none") else 1).map(
                lambda picked: tuple(each for each in OPTIONS if each in picked)
            )
        case "integer" | "percent":
            return st.integers(low, asked.high or 100)
        case "money" if "per" in chosen:
            return st.builds(MoneyPer, st.integers(0, 10**8), st.sampled_from(chosen["per"]))
        case "money":
            return st.integers(low, asked.high or 10**9)
        case "date":
            future = date(2027, 1, 1), date(2999, 12, 31)
            return st.dates(*(future if chosen.get("future") else (date(1961, 1, 1), date(2005, 1, 1))))
    return FIXED.get(of.type)


WORDED = [of for of in EVERY if strategy(of) is not None]


@pytest.mark.parametrize("of", WORDED, ids=lambda of: of.type)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_is_said_back_reads_as_the_same(of: Question, data: st.DataObject) -> None:
    found = strategy(of)
    assert found is not None
    wanted = data.draw(found)
    said = TYPES[of.type].show(of.asked, wanted)
    assert read_words(of, said, on=ON) == Reply("value", wanted)
    if can_be_keyed(of):
        runs = keys_for(of, wanted)
        assert len(runs) == len(key_prompts(of))
        assert read_keys(of, "#".join(runs), on=ON) == Reply("value", wanted)
    assert spoken(of, wanted)


@pytest.mark.parametrize("of", EVERY, ids=lambda of: of.type)
@settings(max_examples=30, deadline=None)
@given(text=TEXT | LIKELY_WORDS, keys=st.text("0123456789*#x", max_size=20))
def test_nothing_but_an_answer_or_an_answer_error(of: Question, text: str, keys: str) -> None:
    for read, given_text in ((read_words, text), (read_keys, keys)):
        try:
            reply = read(of, given_text, on=ON)
        except AnswerError as error:
            check_error(error)
            continue
        if reply.value is not None:
            TYPES[of.type].show(of.asked, reply.value).encode()
        assert reply.state != "declined" or of.decline


def test_every_type_says_how_to_reply() -> None:
    for of in EVERY:
        assert can_be_worded(of) == (of.type != "file")
        assert bool(how_to_reply(of)) == (of.type != "file")
        assert not re.search(r"[{}]|\.$", how_to_reply(of))
