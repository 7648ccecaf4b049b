"""A partner is told of its cases: signed, once more where need be, and never at an address within."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine

from shirehall.casework.api import work_due
from shirehall.casework.models import Case, Event, Step, Task
from shirehall.channels.api import steps
from shirehall.channels.api.conftest import AT, MakeProgram, Program, make_partner
from shirehall.channels.api.keys import rotate_webhook_secret, webhook_secrets
from shirehall.channels.api.models import ApiKey, PartnerCase, WebhookPosition
from shirehall.channels.api.settings import ApiSettings
from shirehall.channels.api.webhooks.addresses import AddressRefused, check_form, is_public, target_of
from shirehall.channels.api.webhooks.calling import CallFailed, call
from shirehall.channels.api.webhooks.planning import plan_webhooks, set_webhook
from shirehall.channels.api.webhooks.signing import WINDOW_SECONDS, WrongSignature, signed_headers, verify

CALLS = 3


class Receiver(HTTPServer):
    """A partner's server: keeps what it was sent, and answers as it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/events?from=shirehall"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver: Receiver = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
        status = receiver.answers.pop(0) if receiver.answers else 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", receiver.address)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """It runs until the test ends."""
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def told(program: Program, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A program whose partner is told, at an address within, which the settings allow here."""
    monkeypatch.setattr(steps, "api_settings", lambda: ApiSettings(webhook_private=True, webhook_seconds=2))
    set_webhook(partner=make_partner(), address=receiver.address)
    return program


def work(at: Any = AT) -> None:
    """What the worker does, of webhooks alone."""
    plan_webhooks(at)
    Step.objects.exclude(kind="call_webhook").delete()
    work_due(at=at)


def types(receiver: Receiver) -> list[str]:
    return [json.loads(body)["type"] for _headers, body in receiver.taken]


def test_a_partner_is_told_and_can_check_who_told_it(told: Program, receiver: Receiver) -> None:
    reference = told.apply(tools=[{"kind": "spade", "price": 600}]).json()["reference"]
    work()
    assert sorted(types(receiver)) == ["case.decided", "case.evidence_wanted"]
    headers, body = receiver.taken[0]
    said = json.loads(body)
    assert said["data"] == {
        "reference": reference, "service": "shed", "authority": "north_dorset", "case": f"/api/v1/cases/{reference}",
    }  # fmt: skip
    assert "Wren" not in body.decode()
    secret = webhook_secrets(make_partner(), at=AT)[0]
    now = int(AT.timestamp())
    verify(secret, headers, body, now=now)
    assert headers["webhook-id"].startswith("evt_")
    for wrong in (
        ({**headers, "webhook-id": "evt_other"}, body, now), (headers, body + b" ", now),
        ({**headers, "webhook-timestamp": str(now + 1)}, body, now), (headers, body, now + WINDOW_SECONDS + 1),
        ({**headers, "webhook-signature": "v1,AAAA"}, body, now), ({}, body, now),
        ({**headers, "webhook-timestamp": "²"}, body, now),
    ):  # fmt: skip
        with pytest.raises(WrongSignature):
            verify(secret, wrong[0], wrong[1], now=wrong[2])
    with pytest.raises(WrongSignature):
        verify(b"another secret", headers, body, now=now)
    assert Event.objects.filter(case__reference=reference, kind="partner_told").count() == 2


def test_each_event_is_told_once_however_many_workers_look(told: Program, receiver: Receiver) -> None:
    told.apply()
    for _worker in range(CALLS):
        work()
    assert types(receiver) == ["case.decided"]
    told.post(f"cases/{Case.objects.get().reference}/changes", {"answers": {"trees": 20}})
    work()
    told.post(f"cases/{Case.objects.get().reference}/withdrawal", {})
    work()
    assert types(receiver) == ["case.decided", "case.decided", "case.closed"]
    assert len({headers["webhook-id"] for headers, _body in receiver.taken}) == CALLS


def test_what_is_settled_is_not_looked_through_again(told: Program, clock: time_machine.Traveller) -> None:
    told.apply()
    plan_webhooks(AT)
    assert WebhookPosition.objects.get().seen_up_to == 0
    plan_webhooks(AT + timedelta(minutes=10))
    assert WebhookPosition.objects.get().seen_up_to == Event.objects.order_by("-id")[0].pk


def test_what_fails_is_tried_again_and_then_shown_to_staff(
    told: Program, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    told.apply()
    receiver.answers = [500, 302, 200]
    at = AT
    for _again in range(CALLS):
        work(at)
        at += timedelta(hours=7)
    assert len(receiver.taken) == CALLS
    assert len({headers["webhook-id"] for headers, _body in receiver.taken}) == 1
    assert Step.objects.get().state == "done"
    told.post(f"cases/{Case.objects.get().reference}/changes", {"answers": {"trees": 20}})
    receiver.answers = [503] * 20
    for _again in range(10):
        work(at)
        at += timedelta(hours=7)
    failed = Step.objects.get(state="failed")
    assert failed.last_error == "The advice centre: its server answered 503"
    assert Task.objects.filter(kind="failed_step", case=failed.case).exists()


def test_nobody_there_is_told_in_words(told: Program, receiver: Receiver) -> None:
    set_webhook(partner=make_partner(), address="http://127.0.0.1:9/")
    told.apply()
    work()
    step = Step.objects.get()
    assert step.state == "waiting"
    assert step.last_error == "The advice centre: no answer from 127.0.0.1: ConnectionRefusedError"


def test_an_address_within_is_not_called(
    told: Program, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "api_settings", ApiSettings)
    for address in (receiver.address, f"https://localhost:8443/{receiver.server_port}"):
        set_webhook(partner=make_partner(), address=address)
        told.apply()
        work()
        assert Step.objects.latest("id").state == "failed"
    assert receiver.taken == []


def test_a_key_without_the_scope_gets_no_events(
    make_program: MakeProgram, told: Program, receiver: Receiver
) -> None:
    told.apply()
    other = make_program("landlord", actions=["submit", "read"])
    set_webhook(partner=make_partner("landlord"), address=receiver.address)
    other.apply()
    work()
    assert len(receiver.taken) == 1


def test_a_key_that_has_expired_gets_no_events(told: Program, receiver: Receiver) -> None:
    told.apply()
    ApiKey.objects.update(expires_at=AT)
    work()
    assert receiver.taken == []


def test_what_happened_before_the_address_was_set_is_not_told(program: Program, receiver: Receiver) -> None:
    program.apply()
    set_webhook(partner=make_partner(), address=receiver.address)
    assert PartnerCase.objects.get().told_up_to == Case.objects.get().last_sequence
    assert plan_webhooks(AT) == 0


def test_a_new_secret_signs_beside_the_old_one_for_a_while(shed: None) -> None:
    partner = make_partner()
    old = webhook_secrets(partner, at=AT)
    rotate_webhook_secret(partner=partner, at=AT)
    both = webhook_secrets(partner, at=AT + timedelta(hours=23))
    assert both[1:] == old
    assert webhook_secrets(partner, at=AT + timedelta(hours=24)) == both[:1]
    headers = signed_headers(both, message_id="evt_1", second=5, body=b"{}")
    for secret in both:
        verify(secret, headers, b"{}", now=5)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "2002:0a00:0001::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "ff02::1", "nonsense",
    ],
)  # fmt: skip
def test_an_address_within_is_known(number: str) -> None:
    assert not is_public(number)
    with pytest.raises(AddressRefused):
        target_of(
            "https://partner.example.org/",
            private=False,
            resolve=lambda host, port: ["93.184.216.34", number],
        )


def test_an_address_out_in_the_world_is_called_by_the_number_that_was_looked_at() -> None:
    target = target_of(
        "https://partner.example.org/a?b=c", private=False, resolve=lambda host, port: ["93.184.216.34"]
    )
    assert (target.host, target.number, target.port, target.path) == (
        "partner.example.org",
        "93.184.216.34",
        443,
        "/a?b=c",
    )
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    "address",
    [
        "http://partner.example.org/", "ftp://partner.example.org/", "https://", "https:///path", "partner.example.org",
        "https://user:word@partner.example.org/", "https://partner.example.org:22/", "https://partner.example.org/#a",
        "https://partner.example.org:99999/", "https://partner.example.org/\r\nHost: x", "https://partner.example.org/ a",
        "https://pärtner.example.org/", "javascript:alert(1)", "https://" + "x" * 600, "https://[::1/",
    ],
)  # fmt: skip
def test_an_address_must_be_of_the_form(address: str) -> None:
    with pytest.raises(AddressRefused):
        check_form(address, private=False)


def test_a_server_that_dawdles_is_left(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as slow:
        port = slow.getsockname()[1]

        def dawdle() -> None:
            taken, _place = slow.accept()
            with taken:
                try:
                    for _byte in range(50):
                        taken.send(b"H")
                        taken.settimeout(0.05)
                        try:
                            taken.recv(4096)
                        except TimeoutError:
                            continue
                except OSError:
                    return

        thread = threading.Thread(target=dawdle, daemon=True)
        thread.start()
        target = target_of(f"http://127.0.0.1:{port}/", private=True)
        with pytest.raises(CallFailed):
            call(target, b"{}", {}, seconds=0.3)
        thread.join(5)
        assert not thread.is_alive()
