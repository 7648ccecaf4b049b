"""Replies to texts about a case, and what a stranger gets."""

from datetime import timedelta
from typing import Any

import pytest

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import dispose, open_tasks, owed_evidence, publish, timeline, verify
from shirehall.casework.conftest import TEXTS, case_of, send
from shirehall.casework.models import Case, Task
from shirehall.channels.sms.conftest import AT, Phone
from shirehall.channels.sms.models import ArrivedText, Conversation

STRANGER = "+447700900999"
REMINDER = """---
message: reminder
on: reminder
---
# subject
Please send it

# sms
Please send: {evidence} by {deadline}.

# letter
Please send it.
"""


@pytest.fixture
def owing(phone: Phone) -> Case:
    """A case of the telephone's owner, who has just been reminded by text of evidence that is owed."""
    case = remind()
    phone.at = AT + timedelta(days=3)
    assert "Please send: Proof of address" in phone.read()
    return case


def remind(number: str = "07700 900123", **about: Any) -> Case:
    publish(texts={**TEXTS, "messages/reminder.md": REMINDER}, by="ada@example.org", at=AT)
    case = case_of(send({"people": 5, "telephone": number, "email": None, **about}, at=AT))
    assert [each.name for each in owed_evidence(case)] == ["proof_of_address"]
    return case


def replies(case: Case) -> list[Task]:
    return [each for each in open_tasks(case) if each.kind == "reply"]


def test_a_reply_to_a_reminder_lands_on_the_case(owing: Case, phone: Phone) -> None:
    said = phone.text("I sent it last week, did you not get it?")
    assert said == "Thank you. A person will read your text and answer you. To be called, reply CALL ME."
    (task,) = replies(owing)
    assert task.queue == "benefits_evidence"
    entry = next(each for each in timeline(owing, for_resident=True) if each.kind == "text_received")
    assert entry.payload["text"] == "I sent it last week, did you not get it?"
    # "sent it" decides nothing: the evidence is still owed, and the case stands where it stood.
    owing.refresh_from_db()
    assert [each.name for each in owed_evidence(owing)] == ["proof_of_address"]
    assert owing.state == "awaiting_evidence"
    assert verify(owing) == ()


def test_thank_you_is_kept_and_troubles_nobody(owing: Case, phone: Phone) -> None:
    assert phone.text("OK, thanks!") == ""
    assert not replies(owing)
    assert "text_received" in [each.kind for each in timeline(owing, for_resident=True)]


def test_call_me_is_a_task_on_the_case(owing: Case, phone: Phone) -> None:
    assert "We will call you on this number" in phone.text("Call me please")
    (task,) = replies(owing)
    assert task.title.startswith("Call the resident back")
    assert Case.objects.count() == 1


def test_a_stranger_cannot_answer_for_a_case(owing: Case) -> None:
    stranger = Phone(STRANGER, AT + timedelta(days=3))
    for words in (
        f"I sent it. Reference {owing.reference}",
        "Please withdraw my application",
        owing.reference,
    ):
        said = stranger.text(words)
        assert owing.reference not in said
        assert "Proof" not in said
        assert "bins" not in said
    assert not replies(owing)
    assert "text_received" not in [each.kind for each in timeline(owing, for_resident=False)]


def test_a_number_that_the_case_gave_up_is_a_strangers(owing: Case, phone: Phone) -> None:
    Case.objects.filter(pk=owing.pk).update(telephone="07700 900555")
    assert "We could not tell what it is about" in phone.text("I sent it")
    assert not replies(owing)


def test_with_two_cases_it_is_asked_which_and_nothing_personal_is_said(owing: Case, phone: Phone) -> None:
    other = remind(full_name="Kit Other", date_of_birth="1990-01-01")
    phone.at += timedelta(days=3)
    phone.read()
    said = phone.text("my payslip is lost")
    assert said == (
        "Which is it about? Reply with the number:\n1 Ask for larger bins (the newest)\n2 Ask for larger bins (older)"
    )
    assert "A person will read your text" in phone.text("2")
    assert not replies(other)
    entry = next(each for each in timeline(owing, for_resident=True) if each.kind == "text_received")
    assert entry.payload["text"] == "my payslip is lost"
    assert Conversation.objects.get().held == ""
    # What comes right after is about the same.
    assert "A person will read" in phone.text("and my bank statement")
    assert not replies(other)


def test_who_does_not_say_which_case_is_called(owing: Case, phone: Phone) -> None:
    remind(full_name="Kit Other", date_of_birth="1990-01-01")
    phone.at += timedelta(days=3)
    phone.read()
    phone.text("my payslip is lost")
    assert "We will call you on this number" in phone.text("the one about the thing")
    called = Case.objects.get(service="call_me_back")
    asked = next(each for each in timeline(called, for_resident=False) if each.kind == "call_asked")
    assert "my payslip is lost" in asked.payload["text"]


def test_a_reply_in_the_middle_of_an_application_goes_to_what_was_written_last(phone: Phone) -> None:
    phone.text("callback")
    phone.text("Wren Thistledown")
    case = remind()
    phone.at = AT + timedelta(days=3)
    phone.read()
    assert "A person will read your text" in phone.text("I sent it")
    assert replies(case)
    assert phone.text("go on").startswith("Which number should we call?")


def test_the_text_is_gone_when_the_time_of_keeping_is_over(owing: Case, phone: Phone) -> None:
    phone.text("My payslip is with my sister Wren")
    Case.objects.filter(pk=owing.pk).update(retain_until_on=AT.date())
    dispose(at=phone.at + timedelta(days=40))
    payloads = [entry.payload for entry in timeline(owing, for_resident=False)]
    assert "Wren" not in str(payloads)
    assert not Message.objects.exclude(case=None).exclude(text="").exists()
    assert not ArrivedText.objects.exists()
    assert not Conversation.objects.exists()
