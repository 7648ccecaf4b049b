"""Kannel, the free SMS gateway: texts go out by its sendsms page, and come in by the `post-url` of its sms-service.

It takes a text for delivery and can say nothing of it afterwards, so one whose end nobody knows goes again. Neither way
puts a number or a text into an address, where a server would write it into a log.
"""

import base64
import binascii
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import requests

from shirehall.capabilities.messages.providers.base import Carried, DeliveryError, Outgoing
from shirehall.capabilities.messages.providers.receiving import (
    LONGEST_TEXT,
    NOT_UNDERSTOOD,
    UNAUTHORISED,
    Incoming,
    NotReceivedError,
    PlainReceiver,
    ReceivedText,
)
from shirehall.capabilities.messages.sms import size_of
from shirehall.casework.steps import Delivery
from shirehall.partnership.api import is_demonstration

DEMONSTRATION_SECRET = "a-demonstration-of-shirehall"  # noqa: S105 - it is meant to be known
"""With this a demonstration, which only this machine reaches, takes texts where no other secret is set."""
_WAIT_SECONDS = 15
_TAKEN, _BUSY, _SERVER_FAILED = (200, 202), (408, 429), 500
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,}")
_CODING = {"gsm": "0", "ucs2": "2"}


@dataclass(frozen=True, slots=True)
class KannelSettings:
    """`url` of the sendsms page, `user` and `password` of a sendsms-user, `sender` a number or short code (empty: the
    gateway's own), `secret` the password with which the gateway brings texts in."""

    url: str
    user: str
    password: str
    sender: str
    secret: str

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_KANNEL_URL, SHIREHALL_KANNEL_USER, SHIREHALL_KANNEL_PASSWORD, SHIREHALL_KANNEL_SENDER and
        SHIREHALL_KANNEL_SECRET."""
        return cls(
            url=env.get("SHIREHALL_KANNEL_URL", "").strip(),
            user=env.get("SHIREHALL_KANNEL_USER", "").strip(),
            password=env.get("SHIREHALL_KANNEL_PASSWORD", ""),
            sender=env.get("SHIREHALL_KANNEL_SENDER", "").strip(),
            secret=env.get("SHIREHALL_KANNEL_SECRET", "")
            or (DEMONSTRATION_SECRET if is_demonstration() else ""),
        )


class Kannel:
    """An SMS gateway of the council's own."""

    name = "kannel"
    label = "Kannel SMS gateway"
    channels = frozenset({"sms"})
    delivery: Delivery = "at_least_once"
    options: Mapping[str, Any] = {
        "type": "object",
        "required": ["SHIREHALL_KANNEL_URL", "SHIREHALL_KANNEL_USER", "SHIREHALL_KANNEL_PASSWORD"],
        "properties": {
            "SHIREHALL_KANNEL_URL": {"type": "string"},
            "SHIREHALL_KANNEL_USER": {"type": "string"},
            "SHIREHALL_KANNEL_PASSWORD": {"type": "string"},
            "SHIREHALL_KANNEL_SENDER": {"type": "string"},
            "SHIREHALL_KANNEL_SECRET": {"type": "string"},
        },
    }

    def check_config(self) -> tuple[str, ...]:
        """What is missing or cannot be right."""
        chosen = KannelSettings.from_env(os.environ)
        problems = []
        if not chosen.url.startswith(("http://", "https://")):
            problems.append(
                "SHIREHALL_KANNEL_URL must be the gateway's sendsms page, like http://127.0.0.1:13013/cgi-bin/sendsms."
            )
        if not (chosen.user and chosen.password):
            problems.append(
                "SHIREHALL_KANNEL_USER and SHIREHALL_KANNEL_PASSWORD must be those of a sendsms-user."
            )
        if chosen.secret and not _SECRET.fullmatch(chosen.secret):
            # Kannel takes it out of an address, and reads no %20 there.
            problems.append("SHIREHALL_KANNEL_SECRET must be 16 or more letters, digits, - and _.")
        return tuple(problems)

    def send(self, message: Outgoing) -> Carried:
        """Give it to the gateway."""
        chosen = KannelSettings.from_env(os.environ)
        headers = {
            "X-Kannel-Username": chosen.user, "X-Kannel-Password": chosen.password, "X-Kannel-To": message.to,
            "X-Kannel-Coding": _CODING[size_of(message.text).alphabet], "Content-Type": "text/plain; charset=UTF-8",
        }  # fmt: skip
        if chosen.sender:
            headers["X-Kannel-From"] = chosen.sender
        try:
            answer = requests.post(
                chosen.url, data=message.text.encode(), headers=headers, timeout=_WAIT_SECONDS, allow_redirects=False
            )  # fmt: skip
        except requests.RequestException as error:
            raise DeliveryError(
                f"the SMS gateway cannot be reached: {type(error).__name__}", temporary=True
            ) from error
        if answer.status_code in _TAKEN:
            return Carried("sent", message.key)
        temporary = answer.status_code in _BUSY or answer.status_code >= _SERVER_FAILED
        raise DeliveryError(f"the SMS gateway answered {answer.status_code}", temporary=temporary)

    def look(self, message: Outgoing) -> Carried | None:
        """It cannot be asked."""
        return None


def _ready() -> bool:
    return bool(_SECRET.fullmatch(KannelSettings.from_env(os.environ).secret))


def _read(incoming: Incoming) -> ReceivedText:
    """A POST of `post-url`: the text is the body, all else stands in headers; the gateway's id in the address."""
    secret = KannelSettings.from_env(os.environ).secret
    if not hmac.compare_digest(_password(incoming.headers.get("authorization", "")), secret.encode()):
        raise NotReceivedError("the gateway's password is wrong", status=UNAUTHORISED)
    given, sender = incoming.query.get("id", ""), incoming.headers.get("x-kannel-from", "")
    if not given or not sender:
        raise NotReceivedError(
            "the gateway must send id=%I in its post-url, and have send-sender = true", status=NOT_UNDERSTOOD
        )
    return ReceivedText(
        given[:200], sender[:50], _text(incoming)[:LONGEST_TEXT], _moment(incoming.headers.get("date", ""))
    )


def _password(authorization: str) -> bytes:
    kind, _space, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return b""
    try:
        return base64.b64decode(encoded, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""


def _text(incoming: Incoming) -> str:
    charset = incoming.headers.get("content-type", "").partition("charset=")[2].strip('" ').lower()
    encoding = "utf-16-be" if charset == "utf-16be" else "utf-8"
    return incoming.body.decode(encoding, errors="replace")


def _moment(text: str) -> datetime | None:
    # Kannel writes UTC, as 2026-11-22 21:43:46.
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


RECEIVER = PlainReceiver("kannel", "Kannel SMS gateway", _ready, _read, Kannel.options)
