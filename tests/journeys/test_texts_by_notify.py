"""A whole call back, and a reminder of evidence with its reply, through Notify's own client and its callback: the server
that stands in for Notify checks the signed token of every request."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shirehall.capabilities.messages.api import Message
from shirehall.capabilities.messages.conftest import NotifyServer, notify_server
from shirehall.casework.api import timeline, work_due
from shirehall.casework.models import Case
from shirehall.channels.sms.conftest import AT, NUMBER, Phone, phone
from shirehall.channels.sms.test_replies import remind, replies

__all__ = ["notify_server", "phone"]
TOKEN = "a token of the tests alone"


def deliver(client: Client, words: str, *, id_: str, number: str = "447700900123", token: str = TOKEN) -> Any:
    """What Notify posts when a text came in."""
    body = {
        "id": id_, "source_number": number, "destination_number": "07700900000", "message": words,
        "date_received": "2026-03-05T10:00:00.000000Z", "notify_destination": "x",
    }  # fmt: skip
    return client.post(
        "/sms/inbound/notify/", json.dumps(body), content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip


@pytest.fixture
def by_notify(notify_server: NotifyServer, monkeypatch: pytest.MonkeyPatch) -> NotifyServer:
    """Notify carries texts out and in."""
    monkeypatch.setenv("SHIREHALL_NOTIFY_INBOUND_TOKEN", TOKEN)
    return notify_server


def test_an_evidence_reminder_and_its_reply_by_notify(
    phone: Phone, by_notify: NotifyServer, client: Client
) -> None:
    case = remind()
    work_due(at=AT + timedelta(days=3))
    (reminder,) = [each for each in by_notify.taken if "Please send" in each["personalisation"]["body"]]
    assert reminder["phone_number"] == NUMBER
    before = len(by_notify.taken)
    later = AT + timedelta(days=3, minutes=5)
    Message.objects.update(created_at=later)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shirehall.channels.sms.views.timezone.now", lambda: later)
        assert deliver(client, "Sent it today", id_="n-1").status_code == 200
        assert deliver(client, "Sent it today", id_="n-1").status_code == 200
    work_due(at=later)
    answers = [each["personalisation"]["body"] for each in by_notify.taken[before:]]
    assert answers == ["Thank you. A person will read your text and answer you. To be called, reply CALL ME."]
    assert len(replies(case)) == 1
    assert [each.kind for each in timeline(case, for_resident=True)].count("text_received") == 1


def test_a_whole_call_back_by_notify(phone: Phone, by_notify: NotifyServer, client: Client) -> None:
    said = ("callback", "Wren Thistledown", "this", "skip", "2", "bins", "skip", "morning", "send")
    for number, words in enumerate(said):
        assert deliver(client, words, id_=f"n-{number}").status_code == 200
        work_due(at=AT + timedelta(days=10_000))
    case = Case.objects.get()
    assert (case.service, case.channel) == ("call_me_back", "sms")
    bodies = [each["personalisation"]["body"] for each in by_notify.taken]
    assert any(f"Your reference is {case.reference}" in each for each in bodies)
    assert all(each["phone_number"] == NUMBER for each in by_notify.taken)
    assert set(Message.objects.values_list("provider", "state")) == {("notify", "sent")}
