"""Single texts: written once, sent by a step that survives what happens to it; and the gateway that carries them."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from shirehall.capabilities.messages.api import Message, message_key, plan_texts, write_text
from shirehall.capabilities.messages.checks import check_messages
from shirehall.capabilities.messages.conftest import NotifyServer
from shirehall.casework.api import work_due
from shirehall.casework.models import Step

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NUMBER = "+447700900123"
pytestmark = pytest.mark.django_db


def plan(*texts: str) -> list[Message]:
    written = [
        write_text(key=message_key("test", str(n)), to=NUMBER, text=text, template="conversation", at=AT)
        for n, text in enumerate(texts)
    ]
    plan_texts(written, at=AT)
    return written


def test_texts_go_in_their_order_with_their_size(notify_server: NotifyServer) -> None:
    plan("One", "Two “quoted”", "a" * 200)
    work_due(at=AT)
    assert [each["personalisation"]["body"] for each in notify_server.taken] == [
        "One",
        'Two "quoted"',
        "a" * 200,
    ]
    assert list(Message.objects.order_by("id").values_list("sms_parts", "state")) == [
        (1, "sent"), (1, "sent"), (2, "sent"),
    ]  # fmt: skip


def test_the_same_key_is_written_once() -> None:
    first, again = plan("One")[0], plan("One")[0]
    assert first.pk == again.pk


def test_an_answer_that_was_lost_sends_nothing_twice(notify_server: NotifyServer) -> None:
    plan("One", "Two")
    notify_server.fail = 1
    work_due(at=AT)
    assert Step.objects.get().state == "waiting"
    work_due(at=AT + timedelta(minutes=10))
    assert [each["personalisation"]["body"] for each in notify_server.taken] == ["One", "Two"]
    assert Step.objects.get().state == "done"


class _Gateway(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[dict[str, str], str]] = []
        self.status = 202


class _Handler(BaseHTTPRequestHandler):
    server: _Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.taken.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Gateway]:
    server = _Gateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    for name, value in (
        ("SMS_PROVIDER", "kannel"), ("KANNEL_URL", f"http://127.0.0.1:{server.server_address[1]}/cgi-bin/sendsms"),
        ("KANNEL_USER", "shirehall"), ("KANNEL_PASSWORD", "a password"), ("KANNEL_SENDER", "60070"),
    ):  # fmt: skip
        monkeypatch.setenv(f"SHIREHALL_{name}", value)
    yield server
    server.shutdown()
    thread.join(5)
    server.server_close()


def test_the_gateway_gets_a_text_in_the_alphabet_it_needs(gateway: _Gateway) -> None:
    plan("£20, é", "Łódź")
    work_due(at=AT)
    given = [(headers["X-Kannel-Coding"], headers["X-Kannel-To"], body) for headers, body in gateway.taken]
    assert given == [("0", NUMBER, "£20, é"), ("2", NUMBER, "Łódź")]
    assert gateway.taken[0][0]["X-Kannel-From"] == "60070"


@pytest.mark.parametrize(
    ("status", "state"), [(503, "waiting"), (429, "waiting"), (403, "failed"), (400, "failed")]
)
def test_what_the_gateway_refuses_is_tried_later_or_never(gateway: _Gateway, status: int, state: str) -> None:
    gateway.status = status
    plan("One")
    work_due(at=AT)
    assert Step.objects.get().state == state
    assert str(status) in Message.objects.get().error


def test_a_gateway_that_is_away_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_SMS_PROVIDER", "kannel")
    monkeypatch.setenv("SHIREHALL_KANNEL_URL", "http://127.0.0.1:9/cgi-bin/sendsms")
    plan("One")
    work_due(at=AT)
    assert Step.objects.get().state == "waiting"
    assert "cannot be reached" in Message.objects.get().error


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"SMS_PROVIDER": "kannel"}, "SHIREHALL_KANNEL_URL must be"),
        ({"SMS_PROVIDER": "kannel", "KANNEL_URL": "http://h/"}, "SHIREHALL_KANNEL_USER and"),
        ({"SMS_PROVIDER": "kannel", "KANNEL_SECRET": "has a space in it"}, "SHIREHALL_KANNEL_SECRET must be"),
        ({"SMS_PROVIDER": "notify", "NOTIFY_INBOUND_TOKEN": "short"}, "SHIREHALL_NOTIFY_INBOUND_TOKEN must"),
        ({"QUIET_HOURS": "9pm to 8am"}, "SHIREHALL_QUIET_HOURS must be like"),
        ({"QUIET_HOURS": "25:00-08:00"}, "SHIREHALL_QUIET_HOURS must be like"),
    ],
)
def test_what_is_wrong_is_said_at_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], words: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"SHIREHALL_{name}", value)
    assert any(words in str(each) for each in check_messages(None))
