"""A telephone in software: rings the webhook as a provider would, with a signature, and reads what it is answered.

The simulator page and the rehearsal use it; `carry` brings a request to the webhook, over HTTP or within the process.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from shirehall.channels.keypad.providers.twiml import SIGNATURE, secret, sign

Carry = Callable[[str, Mapping[str, str], Mapping[str, str]], str]
"""Brings (address, form, headers) to the webhook and gives the body of its answer. Raises RingingError."""


class RingingError(Exception):
    """The other side did not take the call; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, where the keys go, and how many there may be: one, a run that ends with the hash key (more than
    one), or none where the call is over."""

    texts: tuple[str, ...]
    keys_url: str = ""
    most: int = 0

    @property
    def text(self) -> str:
        """All that was said."""
        return " ".join(self.texts)


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone that calls `webhook` from the number `caller`. `call` is the provider's name for the call."""

    webhook: str
    call: str
    caller: str
    carry: Carry

    def ring(self, **query: str) -> Heard:
        """Call. Ringing a call that has begun gives what was said last."""
        given = {name: value for name, value in query.items() if value}
        return self._bring(f"{self.webhook}?{urlencode(given)}" if given else self.webhook, {})

    def press(self, heard: Heard, keys: str) -> Heard:
        """Press keys; none is a silence."""
        return self._bring(urljoin(self.webhook, heard.keys_url), {"Digits": keys})

    def _bring(self, url: str, more: Mapping[str, str]) -> Heard:
        form = {"CallSid": self.call, "From": self.caller, "CallStatus": "in-progress", **more}
        signature = sign(url, {name: [value] for name, value in form.items()}, secret())
        return read_twiml(self.carry(url, form, {SIGNATURE: signature}))


_NO_SPACE = re.compile(r"\s+")


def read_twiml(body: str) -> Heard:
    """What TwiML says. Raises RingingError."""
    try:
        root = ET.fromstring(body)  # noqa: S314 - as above
    except ET.ParseError as error:
        raise RingingError(body[:200]) from error
    texts = tuple(_NO_SPACE.sub(" ", each.text or "") for each in root.iter("Say"))
    gather = root.find("Gather")
    if gather is None:
        return Heard(texts)
    most = 1 if gather.get("numDigits") == "1" else 60
    return Heard(texts, gather.get("action", ""), most)
