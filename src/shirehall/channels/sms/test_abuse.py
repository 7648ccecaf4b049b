"""Forged callbacks, replays, floods, and STOP, obeyed by every text that goes out."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shirehall.capabilities.messages.api import (
    DeliveryError,
    Message,
    ReceivedText,
    send_code,
    stop_texts,
    takes_texts,
)
from shirehall.casework.api import open_tasks, publish, work_due
from shirehall.casework.conftest import TEXTS, case_of, send
from shirehall.casework.models import Case, Step
from shirehall.channels.sms.arriving import take
from shirehall.channels.sms.checks import check_sms
from shirehall.channels.sms.conftest import AT, NUMBER, Phone
from shirehall.channels.sms.models import ArrivedText, Conversation

TOKEN = "a token of the tests alone"
GOOD = {
    "id": "n-1",
    "source_number": "447700900123",
    "message": "callback",
    "date_received": "2026-03-02T10:00:00Z",
}


def post(client: Client, body: Any, token: str = TOKEN) -> Any:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(
        "/sms/inbound/notify/",
        content,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


@pytest.mark.django_db
class TestForged:
    """What does not prove itself, or cannot be read, changes nothing and tells nothing."""

    @pytest.fixture(autouse=True)
    def _set_up(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SHIREHALL_NOTIFY_INBOUND_TOKEN", TOKEN)
        monkeypatch.setenv("SHIREHALL_KANNEL_SECRET", "a-secret-of-the-tests-alone")

    @pytest.mark.parametrize("token", ["", "another token of nobody", TOKEN + "x", TOKEN[:-1], "é"])
    def test_a_wrong_token(self, client: Client, token: str) -> None:
        answer = post(client, GOOD, token)
        assert answer.status_code == 401
        assert not ArrivedText.objects.exists()

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "{",
            "[]",
            "null",
            "[" * 5000,
            {"id": "1"},
            {**GOOD, "message": 7},
            {**GOOD, "id": ""},
            b"\xff\xfe",
        ],
    )
    def test_what_is_no_callback(self, client: Client, body: Any) -> None:
        assert post(client, body).status_code == 400
        assert not ArrivedText.objects.exists()

    def test_too_much(self, client: Client) -> None:
        assert post(client, {**GOOD, "message": "x" * 30_000}).status_code == 413

    @pytest.mark.parametrize(
        "number", ["", "0", "EE", "60070", "01632960123", "+4416", "447700900123000000", "🙂"]
    )
    def test_a_sender_who_can_have_no_answer(self, client: Client, number: str) -> None:
        assert post(client, {**GOOD, "source_number": number}).status_code == 200
        assert not Message.objects.exists()

    def test_who_looks_or_asks_elsewhere(self, client: Client) -> None:
        assert client.get("/sms/inbound/notify/").status_code == 405
        assert client.post("/sms/inbound/nobody/").status_code == 404

    def test_a_provider_that_is_not_set_up_has_no_address(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SHIREHALL_NOTIFY_INBOUND_TOKEN", "short")
        assert post(client, GOOD, "short").status_code == 404

    @pytest.mark.parametrize(
        "given", ["", "Basic", "Basic !!", "Bearer x", "Basic " + base64.b64encode(b"k:no").decode()]
    )
    def test_a_wrong_password_of_the_gateway(self, client: Client, given: str) -> None:
        answer = client.post(
            "/sms/inbound/kannel/?id=1", "callback", content_type="text/plain",
            headers={"Authorization": given, "X-Kannel-From": NUMBER},
        )  # fmt: skip
        assert answer.status_code == 401
        assert not ArrivedText.objects.exists()

    def test_the_same_text_brought_twice_is_answered_once(self, client: Client) -> None:
        assert [post(client, GOOD).status_code for _ in range(3)] == [200, 200, 200]
        assert ArrivedText.objects.count() == 1
        assert Message.objects.count() == 1

    def test_any_words_at_all(self, client: Client) -> None:
        odd = [
            "",
            " ",
            "?",
            "🙂" * 300,
            "\x00",
            "a" * 5000,
            "<script>",
            "1" * 400,
            "{name}",
            "STOP" * 50,
            "%s %(x)s",
        ]
        for number, words in enumerate(odd):
            sent = {**GOOD, "id": f"o-{number}", "message": words}
            assert post(client, sent).status_code == 200
        post(client, {**GOOD, "id": "begin"})
        for number, words in enumerate(odd):
            assert post(client, {**GOOD, "id": f"p-{number}", "message": words}).status_code == 200


class TestFloods:
    """Too many texts are told so once, and nothing is lost that the provider still holds."""

    def test_of_one_number(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SHIREHALL_SMS_TEXTS_AN_HOUR_FROM_ONE_NUMBER", "5")
        second = timedelta(seconds=1)
        said = [phone.text("menu", after=second) for _ in range(12)]
        assert all("CALLBACK" in each for each in said[:5])
        assert "we stop answering for an hour" in said[5]
        assert said[6:] == [""] * 6
        assert ArrivedText.objects.count() == 6
        other = Phone("+447700900124", phone.at)
        assert "CALLBACK" in other.text("menu")
        assert "CALLBACK" in phone.text("menu", after=timedelta(hours=1, seconds=30))

    def test_stop_is_obeyed_however_many_texts_came_before_it(
        self, phone: Phone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SHIREHALL_SMS_TEXTS_AN_HOUR_FROM_ONE_NUMBER", "2")
        for _number in range(6):
            phone.text("menu", after=timedelta(seconds=1))
        assert "no more texts" in phone.text("STOP", after=timedelta(seconds=1))
        assert not takes_texts(NUMBER)
        assert phone.text("STOP", after=timedelta(seconds=1)) == ""

    def test_of_all_together(
        self, phone: Phone, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setenv("SHIREHALL_SMS_TEXTS_AN_HOUR", "3")
        monkeypatch.setenv("SHIREHALL_NOTIFY_INBOUND_TOKEN", TOKEN)
        given = [post(client, {**GOOD, "id": str(n), "source_number": f"44770090010{n}"}) for n in range(6)]
        assert [each.status_code for each in given] == [200, 200, 200, 503, 503, 503]
        assert given[-1]["Retry-After"] == "600"
        assert len([each for each in caplog.records if "more texts come in" in each.message]) == 1

    def test_an_unknown_number_gets_one_answer_a_day(self, phone: Phone) -> None:
        assert "We could not tell what it is about" in phone.text("You have won a prize")
        assert phone.text("Click here") == ""
        assert phone.text("Last chance", after=timedelta(hours=20)) == ""
        assert "We could not tell" in phone.text("Still there?", after=timedelta(hours=5))


class TestStop:
    """Who writes STOP gets no text at all until START."""

    @pytest.mark.parametrize(
        "words",
        ["STOP", "stop.", "Stop!", "Please stop", "unsubscribe", "STOP ALL", "stop texting me", "opt out"],
    )
    def test_in_the_middle(self, phone: Phone, words: str) -> None:
        phone.text("callback")
        phone.text("Wren Thistledown")
        assert phone.text(words).startswith("You will get no more texts from us.")
        assert not takes_texts(NUMBER)
        assert phone.text("01632 960 123") == ""
        assert phone.text("menu") == ""
        assert "You were telling us about" in phone.text("start")
        assert phone.text("yes").startswith("Which number should we call?")

    def test_a_question_with_the_word_in_it_is_no_stop(self, phone: Phone) -> None:
        phone.text("callback")
        for words in ("Wren Stopford", "this", "skip", "2", "other"):
            phone.text(words)
        phone.text("My bus stop is broken and it does not stop raining in")
        assert takes_texts(NUMBER)

    def test_every_text_of_a_service_obeys(self, phone: Phone) -> None:
        publish(texts=TEXTS, by="ada@example.org", at=AT)
        stop_texts(NUMBER, at=AT)
        case = case_of(send({"email": None}, at=AT))
        work_due(at=AT)
        assert not Message.objects.filter(channel="sms").exists()
        # Nobody can be told, so staff are.
        assert {each.kind for each in open_tasks(case)} == {"failed_step"}

    def test_what_was_written_before_is_not_sent_after(self, phone: Phone) -> None:
        take(provider="test", received=ReceivedText("x", NUMBER, "menu"), at=AT)
        stop_texts(NUMBER, at=AT)
        work_due(at=AT)
        message = Message.objects.get()
        assert (message.state, message.error) == ("failed", "the person wants no texts")

    def test_a_code_obeys_too(self, phone: Phone) -> None:
        stop_texts(NUMBER, at=AT)
        with pytest.raises(DeliveryError, match="wants no texts"):
            send_code(contact="07700 900123", channel="sms", code="483920", at=AT)

    def test_who_wants_no_texts_may_still_ask_for_a_call(self, phone: Phone) -> None:
        phone.text("stop")
        assert phone.text("call me") == ""
        assert Case.objects.get().telephone == NUMBER


class TestNights:
    """At night the council begins nothing."""

    NIGHT = AT + timedelta(hours=12)

    def test_an_answer_to_somebodys_own_text_goes_at_once(self, phone: Phone) -> None:
        phone.at = self.NIGHT
        assert "What is your full name?" in phone.text("callback")

    def test_an_answer_to_a_text_that_lay_somewhere_waits(self, phone: Phone) -> None:
        sent = ReceivedText("late", NUMBER, "callback", self.NIGHT - timedelta(hours=4))
        take(provider="test", received=sent, at=self.NIGHT)
        phone.at = self.NIGHT
        assert phone.read() == ""
        phone.at = self.NIGHT + timedelta(hours=10, minutes=1)
        assert "What is your full name?" in phone.read()

    def test_an_answer_that_no_worker_sent_in_time_waits(self, phone: Phone) -> None:
        take(provider="test", received=ReceivedText("x", NUMBER, "menu"), at=AT)
        work_due(at=self.NIGHT)
        assert Message.objects.get().state == "queued"
        assert Step.objects.get(kind="send_texts").attempts == 0
        work_due(at=self.NIGHT + timedelta(hours=10, minutes=1))
        assert Message.objects.get().state == "held"

    def test_what_an_officer_sets_off_waits_for_the_morning(self, phone: Phone) -> None:
        publish(texts=TEXTS, by="ada@example.org", at=AT)
        case = case_of(send({"email": None}, at=AT))
        work_due(at=self.NIGHT)
        assert not Message.objects.filter(case=case).exists()
        work_due(at=self.NIGHT + timedelta(hours=10, minutes=1))
        assert Message.objects.filter(case=case, channel="sms").exists()

    def test_what_the_resident_just_sent_is_answered_at_night(self, phone: Phone) -> None:
        publish(texts=TEXTS, by="ada@example.org", at=AT)
        case = case_of(send({"email": None}, at=self.NIGHT))
        work_due(at=self.NIGHT + timedelta(minutes=1))
        assert Message.objects.filter(case=case, channel="sms").exists()


@pytest.mark.parametrize("stage", Conversation.Stage.values)
def test_every_stage_survives_the_loss_of_its_draft(phone: Phone, stage: str) -> None:
    Conversation.objects.create(number=NUMBER, stage=stage, turn={"page": "gone"})
    assert phone.text("yes")


def test_a_fault_of_ours_is_said_and_nothing_is_lost(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.text("callback")
    with monkeypatch.context() as patch:
        patch.setattr("shirehall.channels.sms.conversation.read_words", None)
        assert "something went wrong here" in phone.text("Wren Thistledown")
    assert "Which number should we call?" in phone.text("Wren Thistledown")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("SMS_COUNCIL", "atlantis", "must be the code of a council"),
        ("SMS_TEXTS_AN_HOUR", "many", "must be a whole number from 1"),
        ("SMS_RESUME_HOURS", "0", "must be a whole number from 1"),
    ],
)
def test_a_wrong_setting_is_said_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, words: str
) -> None:
    assert check_sms(None) == []
    monkeypatch.setenv(f"SHIREHALL_{name}", text)
    assert [words in str(each) for each in check_sms(None)] == [True]
