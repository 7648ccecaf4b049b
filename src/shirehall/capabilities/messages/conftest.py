"""A service whose messages say everything, a true mail server, and a server that stands in for Notify."""

import base64
import json
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError
from pytest_django import Settings

from shirehall.casework.api import publish
from shirehall.casework.conftest import MORNING, TEXTS
from shirehall.casework.models import ServiceVersion

SERVICE_ID = "11111111-2222-3333-4444-555555555555"
SECRET = "66666666-7777-8888-9999-000000000000"
NOTIFY_KEY = f"tests-{SERVICE_ID}-{SECRET}"
BODY = """
Dear {name}

About {reference} for {service}, with {people} people.

{reasons}

{evidence}

{next_steps}

See [your page]({link}). The fee is {fee}. Answer by {deadline}, or call {council} on {phone}.
"""
DECIDED = f"""---
message: decided
on: decided
outcomes: [approve, refuse]
---

# subject

{{name}}: about {{reference}}

# email
{BODY}
# sms

{{council}}: {{reasons}} See {{link}}

# letter
{BODY}"""
REMINDER = f"""---
message: reminder
on: reminder
---

# subject

Please send us what we asked for

# email
{BODY}
# sms

Please send: {{evidence}} by {{deadline}}.

# letter
{BODY}"""


@pytest.fixture(autouse=True)
def own_settings(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters lie in a folder of the test's own, and no provider but the outbox is set up."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    for name in ("EMAIL_PROVIDER", "SMS_PROVIDER", "LETTER_PROVIDER", "SENDER", "SITE"):
        monkeypatch.delenv(f"SHIREHALL_{name}", raising=False)


@pytest.fixture
def bins(db: None) -> ServiceVersion:
    """The tiny service with messages that use every placeholder."""
    texts = {**TEXTS, "messages/decided.md": DECIDED, "messages/reminder.md": REMINDER}
    return publish(texts=texts, by="ada@example.org", at=MORNING)


class MailServer:
    """What a mail server was given, and from which ends of connections. `refuse` is an answer that it gives instead of
    taking a message; `hang_up` closes the connection once a message is taken and answered."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.ends: list[object] = []
        self.hang_up = False
        self.refuse = ""
        self.drop_after_taking = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, as aiosmtpd calls it."""
        if self.refuse:
            return self.refuse
        self.envelopes.append(envelope)
        self.ends.append(session.peer)
        if self.hang_up and server.transport is not None:
            server.loop.call_later(0.05, server.transport.close)
        if self.drop_after_taking and server.transport is not None:
            server.transport.close()
        return "250 taken"

    @property
    def mails(self) -> list[EmailMessage]:
        """The messages, read."""
        return [
            mail
            for envelope in self.envelopes
            if isinstance(envelope.content, bytes)
            and isinstance(mail := message_from_bytes(envelope.content, policy=policy.default), EmailMessage)
        ]


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server on loopback, set up for email."""
    handler = MailServer()
    # The controller looks for itself at the port it was told, so it cannot be told to take any.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in (
        ("EMAIL_PROVIDER", "smtp"), ("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", str(port)), ("SMTP_SECURITY", "none"),
    ):  # fmt: skip
        monkeypatch.setenv(f"SHIREHALL_{name}", value)
    yield handler
    controller.stop()


class NotifyServer(ThreadingHTTPServer):
    """Counts what it is asked, and checks the token of every request. `fail` is how many requests to send end with an
    error after the message was taken; `refuse` a status that it answers instead of taking one."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _NotifyHandler)
        self.taken: list[dict[str, Any]] = []
        self.looked: list[str] = []
        self.fail = 0
        self.refuse = 0
        self.status = "sending"

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _NotifyHandler(BaseHTTPRequestHandler):
    server: NotifyServer

    def do_GET(self) -> None:
        if not self._token_holds():
            return
        reference = parse_qs(urlsplit(self.path).query)["reference"][0]
        self.server.looked.append(reference)
        found = [
            {"id": each["id"], "status": self.server.status, "reference": reference}
            for each in self.server.taken
            if each["reference"] == reference
        ]
        self._answer(200, {"notifications": found, "links": {}})

    def do_POST(self) -> None:
        if not self._token_holds():
            return
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.refuse:
            errors = [{"error": "ValidationError", "message": "not a valid number"}]
            self._answer(self.server.refuse, {"status_code": self.server.refuse, "errors": errors})
            return
        number = f"00000000-0000-0000-0000-{len(self.server.taken):012d}"
        self.server.taken.append({**body, "id": number, "path": self.path})
        if self.server.fail:
            self.server.fail -= 1
            self._answer(500, {"status_code": 500, "errors": [{"error": "Exception", "message": "later"}]})
            return
        self._answer(201, {"id": number, "reference": body.get("reference")})

    def _token_holds(self) -> bool:
        try:
            token = self.headers["Authorization"].removeprefix("Bearer ")
            # What Notify itself does: HS256 by our secret, and issued less than 30 seconds ago.
            holds = bool(decode_jwt_token(token, SECRET)) and get_token_issuer(token) == SERVICE_ID
        except (TokenError, AttributeError):
            holds = False
        if not holds:
            self._answer(
                403, {"status_code": 403, "errors": [{"error": "AuthError", "message": "Invalid token"}]}
            )
        return holds

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def notify_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotifyServer]:
    """A server on loopback that Notify's own client speaks to, set up for every channel."""
    server = NotifyServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    for name, value in (
        ("EMAIL_PROVIDER", "notify"), ("SMS_PROVIDER", "notify"), ("LETTER_PROVIDER", "notify"),
        ("NOTIFY_KEY", NOTIFY_KEY), ("NOTIFY_URL", server.url), ("NOTIFY_EMAIL_TEMPLATE", "email-template"),
        ("NOTIFY_SMS_TEMPLATE", "sms-template"),
    ):  # fmt: skip
        monkeypatch.setenv(f"SHIREHALL_{name}", value)
    yield server
    server.shutdown()
    thread.join(5)
    server.server_close()


def letter_of(sent: dict[str, Any]) -> bytes:
    """The PDF that Notify was given."""
    return base64.b64decode(sent["content"])
