"""Every message keeps to the way of the person: channel, large print, and who acts for them."""

import io
import secrets
from datetime import timedelta
from typing import Any

import pypdf
import pypdfium2
import pytest
from pytest_django import Settings

from shirehall.capabilities.documents.api import content_of
from shirehall.capabilities.messages import actions
from shirehall.capabilities.messages import api as messages
from shirehall.capabilities.messages.choosing import preferred_channel
from shirehall.capabilities.messages.conftest import DECIDED, REMINDER
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.people import api as people
from shirehall.casework.api import case_answers, publish, version_of, work_due
from shirehall.casework.conftest import MORNING, OFFICER, REACHED, TEXTS, apply
from shirehall.casework.models import Case, Step

LATER = MORNING + timedelta(minutes=1)
ADDRESS = "7 Own Close, Dorchester, DT1 1AA"


@pytest.fixture(autouse=True)
def bins(db: None, settings: Settings) -> None:
    texts = {
        **TEXTS,
        "service.yaml": REACHED,
        "messages/decided.md": DECIDED,
        "messages/reminder.md": REMINDER,
    }
    publish(texts=texts, by=OFFICER, at=MORNING)


def somebody(**changed: Any) -> people.NewRepresentative:
    """Sam, who acts for Ada."""
    given: dict[str, Any] = {
        "name": "Sam Invented", "relation": "son", "authority": "power_of_attorney", "seen_on": MORNING.date(),
        "from_on": MORNING.date(), "copies": "both", "may": ("be_told",), "email": "sam@example.org",
    }  # fmt: skip
    return people.NewRepresentative(**{**given, **changed})


def applied(**given: Any) -> Case:
    """An application of somebody who lives in Example Lane."""
    return apply(secrets.token_hex(8), {"home": ADDRESS, **given})


def sent_to(told: people.Told | None = None, acting: Any = None, **given: Any) -> list[Message]:
    """What goes out after somebody applied, told us their way, and a minute passed."""
    case = applied(**given)
    if told:
        people.tell_ways(case=case, told=told, by=OFFICER, at=MORNING)
    if acting:
        people.add_representative(case=case, given=acting, by=OFFICER, at=MORNING)
    work_due(at=LATER)
    return list(Message.objects.filter(case=case).order_by("id"))


def size_of_words(pdf: bytes, words: str) -> float:
    """The smallest size, in points, in which a line that holds the words is set."""
    sizes = []
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:

        def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
            if text.strip():
                sizes.append((text, size * abs(tm[3]) * abs(cm[3])))

        page.extract_text(visitor_text=visit)
    found = [size for text, size in sizes if words in text]
    assert found, sizes
    return float(min(found))


def test_without_a_wish_it_goes_as_before() -> None:
    assert [each.channel for each in sent_to()] == ["email"]


@pytest.mark.parametrize("channel", ["email", "sms", "letter"])
def test_the_channel_that_was_told_is_obeyed(channel: str) -> None:
    assert [each.channel for each in sent_to(people.Told(channel=channel))] == [channel]


def test_a_channel_that_cannot_be_used_is_replaced_and_told() -> None:
    (message,) = sent_to(people.Told(channel="sms"), telephone="01632 960123")
    assert message.channel == "email"
    (event,) = message.case.events.filter(kind="message_sent")  # type: ignore[union-attr]
    assert event.payload.content["instead_of"] == "sms"


def test_what_is_told_on_one_case_counts_for_the_messages_of_the_next() -> None:
    sent_to(people.Told(channel="letter"))
    assert [each.channel for each in sent_to()] == ["letter"]


def test_a_resident_with_neither_email_nor_mobile_gets_letters() -> None:
    (message,) = sent_to(email=None, telephone=None)
    assert message.channel == "letter"
    assert message.document is not None


def test_a_letter_in_large_print_has_nothing_smaller_than_18_point() -> None:
    (message,) = sent_to(people.Told(channel="letter", format="large_print"))
    assert message.document is not None
    pdf = content_of(message.document)
    for words in ("Dear", "Reference:", "Page", "live with you"):
        assert size_of_words(pdf, words) >= 18, words
    root: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    (ordinary,) = sent_to(people.Told(channel="letter"), full_name="Bob Invented", email="bob@example.org")
    assert ordinary.document is not None
    assert size_of_words(content_of(ordinary.document), "Dear") < 18


def test_who_acts_gets_a_copy_that_says_about_whom_it_is() -> None:
    own, copy = sent_to(acting=somebody())
    assert (own.to, copy.to) == ("ada@example.org", "sam@example.org")
    assert "You act for Ada Invented" in copy.text
    assert "You act for Ada Invented" in copy.html
    assert "You act for" not in own.text
    case = own.case
    assert case is not None
    assert [each.to for each in messages.for_case(case, for_resident=True)] == ["ada@example.org"]
    (event,) = case.events.filter(kind="message_sent")
    assert event.payload.content["to_representative"] == "too"


def test_who_acts_alone_gets_it_alone_by_the_way_they_have() -> None:
    acting = somebody(copies="only_them", email="", address="9 Other Way\nDorchester\nDT1 2BB")
    (message,) = sent_to(acting=acting)
    assert message.channel == "letter"
    assert message.document is not None
    document = pypdfium2.PdfDocument(content_of(message.document))
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    for part in ("Sam Invented", "9 Other Way", "You act for Ada Invented"):
        assert part in words
    assert "7 Own Close" not in words


def test_a_text_says_for_whom_it_is() -> None:
    own, copy = sent_to(people.Told(channel="sms"), somebody(email="", telephone="07700 900456"))
    assert copy.text.startswith("For Ada Invented: ")
    assert copy.to == "+447700900456"
    assert not own.text.startswith("For ")


@pytest.mark.parametrize(
    "acting",
    [
        somebody(copies="none"),
        somebody(from_on=MORNING.date() + timedelta(days=1)),
        # A landline takes no text, and there is neither an email address nor a home to write to.
        somebody(copies="only_them", email="", telephone="01632 960123"),
    ],
)
def test_the_person_is_told_where_nobody_else_can_be(acting: Any) -> None:
    assert [each.to for each in sent_to(acting=acting)] == ["ada@example.org"]


def test_an_authority_that_has_ended_gets_nothing() -> None:
    acting = somebody(copies="only_them", until_on=MORNING.date())
    case = applied()
    people.add_representative(case=case, given=acting, by=OFFICER, at=MORNING)
    work_due(at=MORNING + timedelta(days=1))
    assert [each.to for each in Message.objects.filter(case=case)] == ["ada@example.org"]


def test_a_worker_killed_between_two_copies_writes_both_again(monkeypatch: pytest.MonkeyPatch) -> None:
    case = applied()
    people.add_representative(case=case, given=somebody(), by=OFFICER, at=MORNING)
    written = []
    made = Message.objects.count

    def killed(*args: Any, **more: Any) -> Any:
        written.append(made())
        if len(written) == 2:
            raise RuntimeError("killed")
        return true_write(*args, **more)

    true_write = actions._write
    monkeypatch.setattr(actions, "_write", killed)
    work_due(at=LATER)
    assert not Message.objects.filter(case=case).exists()
    monkeypatch.setattr(actions, "_write", true_write)
    work_due(at=LATER + timedelta(hours=1))
    assert len(Message.objects.filter(case=case)) == 2
    assert Step.objects.filter(case=case, kind="send_message", state="done").exists()


@pytest.mark.parametrize(("days", "expected"), [(-1, "sms"), (1, "letter")])
def test_what_was_said_last_counts(days: int, expected: str) -> None:
    case = applied(told_by="sms")
    told = people.Ways(channel="letter", channel_at=MORNING + timedelta(days=days))
    assert preferred_channel(case, version_of(case), case_answers(case), told) == expected
    assert preferred_channel(case, version_of(case), case_answers(case), people.Ways()) == "sms"
