"""What holds for every type, whatever is thrown at it: a value or an AnswerError, and the way back."""

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.kernel import language
from shirehall.kernel.questions import TYPES, AnswerError, Asked
from shirehall.kernel.values import Value, from_stored, to_stored

ON = date(2026, 4, 1)
OPTIONS = {"single": "No", "couple": "Yes", "other": "Something else"}


def ask(
    options: dict[str, str] | None = None,
    low: int | None = None,
    high: int | None = None,
    label: str = "your answer to this",
    **given: Any,
) -> Asked:
    return Asked("fact", "What is it?", label, options=options or {}, low=low, high=high, settings=given)


ASKED: tuple[tuple[str, Asked], ...] = (
    ("address", ask()),
    ("address", ask(abroad=True, no_fixed_address=True)),
    ("address", ask(must_have=["town"])),
    ("bank_account", ask()),
    ("choice", ask(OPTIONS)),
    ("choices", ask(OPTIONS)),
    ("choices", ask(OPTIONS, none="None of these")),
    ("date", ask()),
    ("date", ask(past=True, age=[18, 65], low=date(1950, 1, 1).toordinal())),
    ("date", ask(future=True, label="")),
    ("declaration", ask(wording=["It is true."])),
    ("email", ask()),
    ("file", ask(several=True)),
    ("file", ask()),
    ("integer", ask()),
    ("integer", ask(low=-5, high=20, unit="miles")),
    ("long_text", ask(at_most=40, at_most_words=5)),
    ("money", ask()),
    ("money", ask(low=-100, high=1_000_000, label="How much?")),
    ("money", ask(per=["week", "four_weeks", "year"])),
    ("money", ask(per=["month"])),
    ("name", ask()),
    ("national_insurance_number", ask()),
    ("percent", ask()),
    ("postcode", ask()),
    ("short_text", ask(at_most=10)),
    ("telephone", ask()),
    ("telephone", ask(mobile=True)),
    ("yes_no", ask()),
)

# Halves of characters and control characters as well: a program may send anything
ANY_CHARACTER = st.characters(exclude_categories=())
LIKELY = st.sampled_from(
    [
        "", " ", "yes", "no", "none", "None of these", "Something else", "single", "1", "31", "feb", "March", "2026",
        "29", "29/2/2024", "1,250.50", "£5", "-3", "−£ 4.5", ".5", "5.", "12,50", "9" * 40, "1" * 5000, "x" * 10_001,
        "week", "dt93aa", "DT9 3AA", "100012345678", "07700 900123", "+441632960001;ext=12", "AB123456C", "12-34-56",
        "31926819", "Ann@Example.org", "O’Brien", "١٢", "²", "\ud800", "\x00", "a\u0301\u200b\u0301", "4 miles", "25%",
        "0041 44 668 18 00", "+1 650 253 0000", "2024-02-29", "doc_1", "\u2000x\u2001", "a\n\n\n\nb\r\nc",
    ]
)  # fmt: skip
TEXT = LIKELY | st.text(ANY_CHARACTER, max_size=30)
BOXES = st.sampled_from(
    [
        "", "name", "day", "month", "year", "amount", "per", "line_1", "line_2", "town", "postcode", "uprn", "ward",
        "authority", "no_fixed_address", "holder", "sort_code", "number", "roll", "lines", "document",
    ]
)  # fmt: skip
RAW = st.dictionaries(BOXES | st.text(max_size=4), st.lists(TEXT, max_size=3), max_size=8)
PLAIN_JSON = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**18, -(10**30), 10**4000])
    | st.floats()
    | st.decimals(allow_nan=True, allow_infinity=True)
    | st.sampled_from(
        [Decimal("1E+999999"), Decimal("1E-999999"), Decimal("0E+9999"), Decimal("sNaN"), Decimal("1.5")]
    )
    | TEXT
)
ANY_JSON = st.recursive(
    PLAIN_JSON,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(BOXES | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=8,
)
NEARLY_RIGHT = (
    st.fixed_dictionaries(
        {"lines": st.lists(TEXT, max_size=3), "town": TEXT, "postcode": TEXT}, optional={"uprn": TEXT}
    )
    | st.fixed_dictionaries(
        {"holder": TEXT, "sort_code": TEXT, "number": TEXT}, optional={"roll": PLAIN_JSON}
    )
    | st.fixed_dictionaries({"amount": PLAIN_JSON, "per": TEXT})
    | st.lists(st.fixed_dictionaries({"document": TEXT}, optional={"name": PLAIN_JSON}), max_size=3)
    | st.lists(st.sampled_from([*OPTIONS, "none"]) | PLAIN_JSON, max_size=3)
    | st.dates().map(date.isoformat)
    | st.decimals(-(10**7), 10**7, places=2)
)
JSON = ANY_JSON | NEARLY_RIGHT
EXAMPLES = 60
EACH = pytest.mark.parametrize(
    ("name", "asked"), ASKED, ids=[f"{number}-{name}" for number, (name, _a) in enumerate(ASKED)]
)


def check_value(name: str, asked: Asked, value: Value) -> None:
    """A value is stored and read back, typed and read back, and said."""
    of = TYPES[name]
    stored = json.loads(json.dumps(to_stored(value)).encode())
    assert from_stored(of.kind_of(asked), stored) == value
    typed_back = of.raw(asked, value)
    assert all(isinstance(text, str) for texts in typed_back.values() for text in texts)
    again = of.read(asked, typed_back, on=ON)
    assert again == value
    assert type(again) is type(value)
    of.show(asked, value).encode()


def check_error(error: AnswerError) -> None:
    error.message.encode()
    assert error.message[0].isupper()
    assert "{" not in error.message.replace('{"', "")
    assert len(error.message) < 300


@EACH
@settings(max_examples=EXAMPLES, deadline=None)
@given(raw=RAW)
def test_whatever_is_typed_is_a_value_or_an_answer_error(
    name: str, asked: Asked, raw: dict[str, list[str]]
) -> None:
    try:
        value = TYPES[name].read(asked, raw, on=ON)
    except AnswerError as error:
        check_error(error)
    else:
        check_value(name, asked, value)


@EACH
@settings(max_examples=EXAMPLES, deadline=None)
@given(texts=st.lists(TEXT, min_size=5, max_size=5))
def test_whatever_stands_in_its_own_boxes(name: str, asked: Asked, texts: list[str]) -> None:
    of = TYPES[name]
    with suppress(AnswerError):
        check_value(
            name,
            asked,
            of.read(
                asked, {box.name: [text] for box, text in zip(of.boxes(asked), texts, strict=False)}, on=ON
            ),
        )


@EACH
@settings(max_examples=EXAMPLES, deadline=None)
@given(sent=JSON)
def test_whatever_a_program_sends_is_a_value_or_an_answer_error(name: str, asked: Asked, sent: Any) -> None:
    try:
        value = TYPES[name].from_json(asked, sent, on=ON)
    except AnswerError as error:
        check_error(error)
    else:
        check_value(name, asked, value)


@EACH
def test_nothing_given_is_missing_on_the_screen_and_in_json(name: str, asked: Asked) -> None:
    of = TYPES[name]
    ways: tuple[dict[str, list[str]], ...] = (
        {},
        {box.name: [] for box in of.boxes(asked)},
        {box.name: [" "] for box in of.boxes(asked)},
    )
    for raw in ways:
        if name == "file" and raw and raw[""]:
            continue
        with pytest.raises(AnswerError) as caught:
            of.read(asked, raw, on=ON)
        assert caught.value.missing
    with pytest.raises(AnswerError) as caught:
        of.from_json(asked, None, on=ON)
    assert caught.value.missing


@EACH
@pytest.mark.parametrize("sent", [1.5, float("nan"), object(), {"unknown": 1}, [[]]])
def test_json_of_the_wrong_type_is_an_error_and_never_missing(name: str, asked: Asked, sent: Any) -> None:
    with pytest.raises(AnswerError) as caught:
        TYPES[name].from_json(asked, sent, on=ON)
    assert not caught.value.missing


@EACH
def test_a_box_is_named_once_and_what_is_defined_is_sound(name: str, asked: Asked) -> None:
    of = TYPES[name]
    names = [box.name for box in of.boxes(asked)]
    assert len(names) == len(set(names))
    assert of.check_config(asked) == ()
    assert set(asked.settings) <= set(of.options)


def test_every_type_is_tried_here_and_says_what_it_is() -> None:
    assert {name for name, _asked in ASKED} == set(TYPES)
    assert all(of.label and of.name == name for name, of in TYPES.items())


def test_every_sentence_goes_through_the_hook() -> None:
    before = language.use(lambda text: text.replace("Enter", "Schreiben"))
    try:
        with pytest.raises(AnswerError, match=r"^Schreiben your name$"):
            TYPES["name"].read(ask(label="your name"), {}, on=ON)
    finally:
        language.use(before)
