"""Yes or no, one of several, any of several, a declaration and files."""

from datetime import date
from typing import Any

import pytest

from shirehall.kernel.questions import TYPES, AnswerError, Asked
from shirehall.kernel.values import Domain, FileGiven

ON = date(2026, 4, 1)
PARTNER = Asked(
    "pension_age", "Have you reached State Pension age?", "whether you have reached State Pension age"
)
KIND = Asked(
    "kind", "What kind is it?", "the kind of income", options={"earnings": "Pay", "pension": "A pension"}
)
HEALTH = Asked(
    "health", "Which apply?", "which apply to you", options={"sight": "Sight", "hearing": "Hearing"},
    settings={"none": "None of these"},
)  # fmt: skip
AGREED = Asked("agreed", "Declaration", "the declaration", settings={"wording": ["What I said is true."]})
PAYSLIPS = Asked(
    "payslips", "Add your payslips", "your payslips", settings={"several": True, "accept": ["payslip"]}
)


def refused(name: str, asked: Asked, *texts: str) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        TYPES[name].read(asked, {"": list(texts)}, on=ON)
    return caught.value


def refused_json(name: str, asked: Asked, sent: Any) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        TYPES[name].from_json(asked, sent, on=ON)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("Y", True), ("Yes.", True), ("NO", False), ("n", False)]
)
def test_yes_and_no(text: str, value: bool) -> None:
    assert TYPES["yes_no"].read(PARTNER, {"": [text]}, on=ON) is value


def test_yes_or_no_is_never_guessed() -> None:
    assert (
        refused("yes_no", PARTNER, "maybe").message
        == "Whether you have reached State Pension age must be yes or no"
    )
    assert refused("yes_no", PARTNER).message == "Select whether you have reached State Pension age"
    assert refused("yes_no", PARTNER, "yes", "no").message.endswith("must be one answer, not several")
    wrong: tuple[Any, ...] = ("yes", "true", 1, 0, [])
    for sent in wrong:
        assert not refused_json("yes_no", PARTNER, sent).missing
    assert TYPES["yes_no"].from_json(PARTNER, False, on=ON) is False


def test_a_choice_by_its_name_or_its_words() -> None:
    of = TYPES["choice"]
    for text in ("pension", "A pension", "a PENSION"):
        assert of.read(KIND, {"": [text]}, on=ON) == "pension"
    assert of.show(KIND, "pension") == "A pension"
    assert of.domain(KIND) == Domain(options=("earnings", "pension"))
    assert refused("choice", KIND, "rent").message == "Select the kind of income"
    assert (
        refused_json("choice", KIND, "rent").message == "The kind of income must be one of: earnings, pension"
    )
    assert refused_json("choice", KIND, "A pension").message.startswith("The kind of income must be one of")


def test_many_options_are_picked_from_a_list_and_not_all_told() -> None:
    many = Asked(
        "ward",
        "Which ward?",
        "your ward",
        options={f"ward_{number}": f"Ward {number}" for number in range(30)},
    )
    assert TYPES["choice"].boxes(many)[0].kind == "select"
    assert refused_json("choice", many, "x").message == "Your ward must be one of the options"


def test_words_that_two_options_share_choose_neither() -> None:
    twice = Asked("x", "X?", "x", options={"a": "Same", "b": "Same"})
    assert refused("choice", twice, "same").message == "Select x"


def test_several_come_in_the_order_of_the_definition() -> None:
    of = TYPES["choices"]
    assert of.read(HEALTH, {"": ["hearing", "sight", "hearing"]}, on=ON) == ("sight", "hearing")
    assert of.from_json(HEALTH, ["hearing"], on=ON) == ("hearing",)
    assert of.show(HEALTH, ("sight", "hearing")) == "Sight\nHearing"


def test_none_of_them_is_an_answer_and_rules_out_the_others() -> None:
    of = TYPES["choices"]
    assert of.read(HEALTH, {"": ["none"]}, on=ON) == ()
    assert of.read(HEALTH, {"": ["none of these"]}, on=ON) == ()
    assert of.from_json(HEALTH, [], on=ON) == ()
    assert of.show(HEALTH, ()) == "None of these"
    error = refused("choices", HEALTH, "none", "sight")
    assert error.message == "Select which apply to you, or select “None of these” and nothing else"
    assert of.boxes(HEALTH)[0].exclusive == "none"


def test_without_none_something_must_be_chosen() -> None:
    asked = Asked("x", "X?", "x", options={"a": "A", "b": "B"})
    assert refused("choices", asked).missing
    assert refused_json("choices", asked, []).missing
    assert not refused("choices", asked, "none").missing


def test_choices_are_two_at_least() -> None:
    assert "at least two" in TYPES["choice"].check_config(Asked("x", "X?", "x", options={"a": "A"}))[0]
    clash = Asked("x", "X?", "x", options={"a": "A", "none": "B"}, settings={"none": "None"})
    assert "Rename the option" in TYPES["choices"].check_config(clash)[0]
    assert "no `options`" in TYPES["yes_no"].check_config(Asked("x", "X?", "x", options={"a": "A"}))[0]


def test_a_declaration_is_ticked_or_missing() -> None:
    of = TYPES["declaration"]
    assert of.read(AGREED, {"": ["yes"]}, on=ON) is True
    assert refused("declaration", AGREED).message == "Tick the box to confirm the declaration"
    assert not refused_json("declaration", AGREED, False).missing
    assert of.check_config(Asked("x", "X?", "x", optional=True)) != ()


def test_files_by_the_ids_of_stored_documents() -> None:
    of = TYPES["file"]
    value = of.read(PAYSLIPS, {"": ["d1", "d2"], "name": ["may.pdf"]}, on=ON)
    assert value == (FileGiven("d1", "may.pdf"), FileGiven("d2", "d2"))
    assert of.show(PAYSLIPS, value) == "may.pdf\nd2"
    assert of.from_json(PAYSLIPS, [{"document": "d1", "name": "may.pdf"}], on=ON) == (
        FileGiven("d1", "may.pdf"),
    )
    assert refused("file", PAYSLIPS).message == "Add your payslips"
    assert refused("file", PAYSLIPS, "../secret").message == "A file could not be found. Add it again"
    one = Asked("x", "X?", "x")
    assert refused("file", one, "d1", "d2").message == "You can add only one file"
    assert (
        refused("file", PAYSLIPS, *map(str, range(21))).message
        == "You can add 20 files at most. You added 21"
    )
