"""A whole application by text, and what can go otherwise on the way."""

from datetime import timedelta

import pytest

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import Application, case_answers, current_decision, open_tasks, timeline, verify
from shirehall.casework.models import Case, Draft, Event, Task
from shirehall.channels.sms.chores import nudge
from shirehall.channels.sms.conftest import AT, NUMBER, Phone
from shirehall.channels.sms.models import ArrivedText, Conversation
from shirehall.kernel.api import Turn

DAY = timedelta(days=1)


def told(phone: Phone, *texts: str) -> str:
    """The last answer to several texts."""
    return [phone.text(each) for each in texts][-1]


def to_the_end(phone: Phone) -> str:
    """A call back, told up to the point of sending it."""
    return told(
        phone, "Callback", "Wren Thistledown", "this", "skip", "west dorset", "bins please", "skip", "morning"
    )


def test_a_call_back_is_asked_for_by_text(phone: Phone) -> None:
    first = phone.text("Callback!")
    assert "Ask us to call you back" in first
    assert "STOP to stop" in first
    assert "What is your full name?\nReply with the full name" in first
    assert phone.text("Wren Thistledown").startswith("Which number should we call?")
    assert phone.text("this").startswith("What is your email address?")
    assert "2 for West Dorset" in phone.text("no thanks")
    assert "4 for Bins and recycling" in phone.text("2")
    phone.text("bins pls")
    phone.text("SKIP")
    end = phone.text("mornings")
    for said in ("1 Your name: Wren Thistledown", "4 The council: West Dorset", "7 The best times: Morning"):
        assert said in end
    assert "Reply SEND to send it" in end
    done = phone.text("Send")
    case = Case.objects.get()
    assert f"Your reference is {case.reference}" in done
    assert (case.channel, case.authority, case.outcome) == ("sms", "west_dorset", "received")
    assert {task.kind for task in open_tasks(case)} == {"call_back"}
    answers = case_answers(case)
    assert answers["telephone"].value == NUMBER
    assert answers["best_times"].value == ("morning",)
    assert answers["email"].state == "not_applicable"
    assert {each.channel for each in answers.values()} == {"sms"}
    assert current_decision(case) is not None
    assert verify(case) == ()
    # The service's own message went out as a text too.
    assert "we will call you back about: Bins and recycling" in done


def test_an_answer_is_changed_before_it_is_sent(phone: Phone) -> None:
    to_the_end(phone)
    assert "from 1 to 7" in phone.text("change 9")
    assert phone.text("Change 5.").startswith("What do you want to talk about?")
    assert "5 What it is about: Housing" in phone.text("housing")
    assert "Sorry" in phone.text("what a day it is")
    phone.text("send")
    assert case_answers(Case.objects.get())["topic"].value == "housing"


def test_back_asks_the_question_before(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown")
    assert phone.text("back").startswith("What is your full name?")
    assert phone.text("Wren Thistle").startswith("Which number should we call?")
    assert Draft.objects.get().answers["full_name"]["value"] == "Wren Thistle"


def test_help_says_more_and_the_question_stays(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown", "this")
    said = phone.text("help?")
    assert "We send you a note of your request." in said
    assert "What is your email address?" in said
    assert "CALL ME" in said
    assert "Which council" in phone.text("wren@example.org")


def test_what_cannot_be_read_is_asked_once_more_and_then_goes_to_a_person(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown")
    again = phone.text("the blue one")
    assert again == "Sorry. We did not understand that. Reply with a telephone number, like 01632 960 001."
    given_up = phone.text("on the wall")
    case = Case.objects.get()
    assert f"Your reference for the call is {case.reference}" in given_up
    assert "reply GO ON" in given_up
    assert case.telephone == NUMBER
    assert case.applicant_name == "Wren Thistledown"
    assert {task.kind for task in open_tasks(case)} == {"call_back"}
    asked = next(each for each in timeline(case, for_resident=False) if each.kind == "call_asked")
    assert "Which number should we call?" in asked.payload["text"]
    assert "on the wall" in asked.payload["text"]
    assert phone.text("go on").startswith("Which number should we call?")
    assert "email" in phone.text("07700 900 123")


def test_two_that_could_not_be_read_are_one_request(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown", "x", "x", "go on", "x", "x")
    case = Case.objects.get()
    assert [each.kind for each in timeline(case, for_resident=False)].count("call_asked") == 2


def test_call_me_asks_for_a_call_at_any_point(phone: Phone) -> None:
    assert "We will call you on this number" in phone.text("please call me")
    assert "We will call you" in phone.text("CALL ME")
    case = Case.objects.get()
    assert case.telephone == NUMBER
    assert {task.kind for task in open_tasks(case)} == {"call_back"}
    assert not Message.objects.filter(template="received").exists()
    # Nobody has said which council: that is asked when they are called, and never made up.
    assert set(case_answers(case)) == {"telephone"}
    assert [each.text[:16] for each in Message.objects.filter(case=case)] == ["We will call you"] * 2
    # What comes right after is about the call.
    assert "A person will read your text" in phone.text("I am in after three")
    assert "I am in after three" in str([entry.payload for entry in timeline(case, for_resident=True)])


def test_days_later_it_is_said_first_what_it_was_about(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown")
    said = phone.text("01632 960 123", after=3 * DAY)
    assert (
        said == "You were telling us about: Ask us to call you back. Reply YES to go on, or NO to leave it."
    )
    assert phone.text("yes").startswith("Which number should we call?")
    assert phone.text("01632 960 123").startswith("What is your email address?")


def test_who_leaves_it_is_told_how_long_it_is_kept(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown")
    phone.text("hello", after=2 * DAY)
    assert "To go on with it, reply GO ON" in phone.text("no")
    assert phone.text("go on").startswith("Which number should we call?")


def test_one_reminder_a_day_later_and_not_at_night(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown")
    night = AT + timedelta(days=1, hours=12)
    assert nudge(night) == 0
    phone.at = night + timedelta(hours=12)
    assert nudge(phone.at) == 1
    assert "You were telling us about" in phone.read()
    assert nudge(phone.at + DAY) == 0
    assert phone.text("yes").startswith("Which number should we call?")


def test_what_is_over_its_time_is_not_gone_on_with(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown")
    said = phone.text("01632 960 123", after=10 * DAY)
    assert "CALLBACK - Ask us to call you back" in said
    assert not Case.objects.exists()


def test_what_was_sent_elsewhere_is_let_go(phone: Phone) -> None:
    to_the_end(phone)
    draft = Draft.objects.get()
    phone.text("send")
    Conversation.objects.update(draft=draft, stage="check")
    assert "CALLBACK" in phone.text("menu")
    assert Case.objects.count() == 1


def test_the_measures_see_each_page_and_no_answer(phone: Phone) -> None:
    told(phone, "callback", "Wren Thistledown", "this", "skip", "2")
    kinds = [
        (each.kind, each.page, each.channel) for each in Event.objects.exclude(draft=None).order_by("id")
    ]
    assert kinds[0] == ("started", "", "sms")
    assert ("page_seen", "you", "sms") in kinds
    assert ("page_done", "you", "sms") in kinds
    assert ("page_seen", "about", "sms") in kinds


def test_outside_a_demonstration_the_words_that_came_in_stand_in_the_draft_alone(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shirehall.channels.sms.arriving.is_demonstration", lambda: False)
    told(phone, "callback", "Wren Thistledown")
    assert set(ArrivedText.objects.values_list("text", flat=True)) == {""}


@pytest.mark.parametrize("hello", ["Hi", "menu", "HELP"])
def test_the_menu_lists_the_words_to_begin_with(phone: Phone, hello: str) -> None:
    said = phone.text(hello)
    assert "CALLBACK - Ask us to call you back" in said
    assert "CALL ME" in said
    assert not Task.objects.exists()


@pytest.mark.parametrize(("number", "goes_on"), [(NUMBER, True), ("+447700900999", False)])
def test_what_was_begun_elsewhere_goes_on_by_text_from_the_number_given_there(
    phone: Phone, number: str, goes_on: bool
) -> None:
    elsewhere = Application.begin(service="call_me_back", channel="web", at=AT)
    for fact, value in (("full_name", "Wren Thistledown"), ("telephone", NUMBER)):
        elsewhere.keep(Turn("you", fact), elsewhere.known(value))
    assert elsewhere.draft is not None
    other = Phone(number)
    said = other.text(elsewhere.draft.reference.lower())
    assert ("You were telling us about: Ask us to call you back" in said) is goes_on
    if goes_on:
        assert other.text("yes").startswith("What is your email address?")
    else:
        assert "Wren" not in said
        assert elsewhere.draft.reference not in said
