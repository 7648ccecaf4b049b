"""Whole calls, dialled over HTTP."""

import pytest

from shirehall.casework.api import case_answers, case_by_reference, timeline
from shirehall.casework.models import Case, Draft, Task
from shirehall.channels.keypad.conftest import WHOLE, Caller
from shirehall.channels.keypad.models import Call
from shirehall.kernel.values import MoneyPer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("household")]


def test_a_whole_call_ends_in_a_case_and_its_reference() -> None:
    caller = Caller()
    assert "Welcome to West Dorset District Council." in caller.ring()
    read_back = caller.press(*WHOLE)
    for said in (
        "The day you moved in: 14 May 2020.", "The number of people: 7.", "Children in nappies: 1 given.", "The age: 0.",
        "What your household gets: 310 pounds and 50 pence a week.", "Your telephone number: 0 1 6 3 2, 9 6 0 0 0 7.",
        "What you told us is true", "To send it, press 1.",
    ):  # fmt: skip
        assert said in read_back
    said = caller.press("1")
    assert "Your application is approved. The fee: 17 pounds and 50 pence." in said
    assert caller.heard.most == 0
    case = Case.objects.get()
    assert (
        f"Your reference is: {', '.join(' '.join(part) for part in case.reference.split('-'))}. I say it again"
        in said
    )
    assert case.authority == "west_dorset"
    answers = case_answers(case)
    assert answers["income"].value == MoneyPer(31050, "week")
    assert answers["income"].channel == "keypad"
    assert answers["telephone"].value == "+441632960007"


def test_star_repeats_goes_back_and_leaves_out() -> None:
    caller = Caller()
    caller.ring()
    caller.press("2", "1", "14052020")
    menu = caller.press("*")
    assert "To hear that again, press 1. To go back to the question before, press 2." in menu
    assert "If you do not know" not in menu
    assert "How many people" in caller.press("1")
    assert "When did you move in?" in caller.press("*", "2")
    caller.press("15052020", "7", "2")
    assert "If you do not know, press star." in caller.heard.text
    caller.press("*", "3", "2")
    assert "press star" in caller.heard.text
    read_back = caller.press("*", "4")
    assert "The day you moved in: 15 May 2020." in read_back
    assert "What your household gets: you do not know." in read_back
    assert "Your telephone number" not in read_back
    assert "A person will look at it." in caller.press("1")


def test_an_answer_is_changed_before_sending() -> None:
    caller = Caller()
    caller.ring()
    caller.press(*WHOLE)
    assert "Your council: West Dorset. To keep this, press 1." in caller.press("3")
    assert "What kind of home" in caller.press("1", "2")
    assert "The kind of home: A flat." in caller.press("2")
    caller.press("3", "1", "1", "1", "1")
    assert "Children in nappies: 1 given." in caller.heard.text
    assert "Is there a child in nappies to tell us about?" in caller.press("2")
    read_back = caller.press("2")
    assert "Children in nappies: 0 given." in read_back
    assert "These are your answers." in caller.press("2")


def test_a_wrong_key_is_explained_once_then_a_person_is_offered() -> None:
    caller = Caller()
    caller.ring()
    assert "Sorry. Press a number from 1 to 3. Which council" in caller.press("9")
    said = caller.press("8")
    assert "A person can call you back on 0 1 6 3 2, 9 6 0 0 0 1." in said
    said = caller.press("1")
    assert "We will call you back. Your reference is:" in said
    task = Task.objects.get()
    assert task.kind == Task.Kind.CALL_BACK
    case = task.case
    assert case.service == "call_me_back"
    assert case.authority == "west_dorset"
    assert case_answers(case)["telephone"].value == "+441632960001"


def test_zero_calls_a_person_and_keeps_the_draft() -> None:
    caller = Caller()
    caller.ring()
    caller.press("2", "1", "14052020")
    assert "A person can call you back" in caller.press("0")
    draft = Draft.objects.get()
    caller.press("1")
    assert not Case.objects.filter(service="keypad_household").exists()
    notes = [each.payload.get("text", "") for each in timeline(Case.objects.get(), for_resident=False)]
    assert any(draft.reference in note for note in notes)


def test_zero_is_an_answer_where_none_is_a_number() -> None:
    caller = Caller()
    caller.ring()
    caller.press("2", "1", "14052020", "7", "1")
    assert "only at night" in caller.press("0")
    caller.press("2", "2")
    assert "For a week, press 1" in caller.press("0")


def test_without_a_number_the_caller_is_told_ours() -> None:
    caller = Caller(number="+266696687")
    caller.ring()
    said = caller.press("0")
    assert "To talk to a person, call" in said
    assert caller.heard.most == 0
    assert not Task.objects.exists()
    assert Call.objects.get().caller == ""


def test_silence_repeats_and_then_says_goodbye_with_the_reference() -> None:
    caller = Caller()
    caller.ring()
    caller.press("2")
    assert "We did not hear a key. What kind of home is it?" in caller.press("")
    caller.press("")
    said = caller.press("")
    assert "We keep your answers." in said
    assert "Your reference is:" in said
    assert caller.heard.most == 0
    assert Draft.objects.get().answers["authority"]["value"] == "west_dorset"


def test_nobody_plays_with_the_line_for_ever() -> None:
    caller = Caller()
    caller.ring()
    Call.objects.update(step=401)
    caller.heard = caller.telephone.ring()
    assert "Goodbye." in caller.press("*")
    assert caller.heard.most == 0


def test_a_line_without_a_service_offers_them() -> None:
    caller = Caller()
    assert "For Ask for a larger bin, press 1." in caller.ring(service="", council="")
    assert "Press a number from 1 to 2" in caller.press("4")
    assert "Which council collects your bin?" in caller.press("1")


def test_a_call_back_begins_with_what_keys_can_tell() -> None:
    caller = Caller()
    assert "Which number should we call?" in caller.ring(service="call_me_back")


def test_nothing_of_a_case_is_told_to_a_number_that_has_one() -> None:
    first = Caller()
    first.ring()
    first.press(*WHOLE, "1")
    reference = Case.objects.get().reference
    assert case_by_reference(reference)
    again = Caller(call="CA0002")
    said = again.ring() + again.press("2")
    assert not any(word in said for word in (reference, "14 May", "310", "approved"))


def test_a_failure_of_ours_is_said_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = Caller()
    caller.ring()
    caller.press("2", "1")

    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("shirehall.channels.keypad.hearing.read_keys", fail)
    said = caller.press("14052020")
    assert "Sorry, something went wrong on our side. To talk to a person, call" in said
    assert Draft.objects.get().answers["home_kind"]["value"] == "house"
