"""Twilio, and whoever else speaks its language TwiML and signs as it does.

A request is signed with HMAC-SHA1 over the address and the form's names and values in order (Twilio, "Webhooks
security"). SHA-1 is theirs, not ours: as a keyed hash it still holds.
"""

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings

from shirehall.channels.keypad.providers.base import (
    FORGED,
    NOT_UNDERSTOOD,
    Answer,
    Incoming,
    NotTakenError,
    Rung,
    Said,
)
from shirehall.partnership.api import is_demonstration

_TOKEN = "SHIREHALL_TWILIO_AUTH_TOKEN"  # noqa: S105 - the name of a setting
SIGNATURE = "x-twilio-signature"
_CALL = re.compile(r"[A-Za-z0-9_-]{1,100}")
_NUMBER = re.compile(r"\+[0-9]{7,15}")
_KEYS = re.compile(r"[0-9*#]{0,60}")
_SENTENCES = re.compile(r"(?<=[.?!]) ")
_MOST_SAID = 3_000  # Twilio takes 4,096 characters in one Say
# Numbers that stand for "withheld" or "unknown" (Twilio, "Incoming calls from unknown numbers")
_WITHHELD = frozenset(("+266696687", "+86282452253", "+656667", "+7378742883", "+2562533", "+8566696687"))


class Twiml:
    """Calls by TwiML."""

    name = "twilio"
    label = "Twilio"
    options: Mapping[str, Any] = {
        "type": "object",
        "required": [_TOKEN],
        "properties": {_TOKEN: {"type": "string"}},
    }

    def ready(self) -> bool:
        """Whether there is a secret to hold signatures against."""
        return bool(secret())

    def read(self, incoming: Incoming) -> Rung:
        """The call, if Twilio signed it."""
        given = incoming.headers.get(SIGNATURE, "")
        wanted = sign(incoming.url, incoming.form, secret())
        if not hmac.compare_digest(given.encode(), wanted.encode()):
            raise NotTakenError("The signature is missing or wrong.", status=FORGED)
        call = _first(incoming.form, "CallSid")
        keys = _first(incoming.form, "Digits")
        if not _CALL.fullmatch(call) or not _KEYS.fullmatch(keys):
            raise NotTakenError("CallSid or Digits cannot be read.", status=NOT_UNDERSTOOD)
        caller = _first(incoming.form, "From")
        known = bool(_NUMBER.fullmatch(caller)) and caller not in _WITHHELD
        return Rung(call, caller if known else "", keys if "step" in incoming.query else None)

    def answer(self, said: Said, *, keys_url: str, wait_seconds: int) -> Answer:
        """TwiML: say it within a Gather, or say it and hang up."""
        spoken = '<Pause length="1"/>'.join(
            f'<Say language="en-GB">{escape(piece)}</Say>' for text in said.texts for piece in _pieces(text)
        )
        if said.most:
            ends = 'numDigits="1" finishOnKey=""' if said.most == 1 else 'finishOnKey="#"'
            inside = (
                f'<Gather input="dtmf" method="POST" action={quoteattr(keys_url)} {ends} '
                f'timeout="{wait_seconds}" actionOnEmptyResult="true">{spoken}</Gather>'
            )
        else:
            inside = f"{spoken}<Hangup/>"
        return Answer(
            f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>', "text/xml; charset=utf-8"
        )


def _pieces(text: str) -> list[str]:
    """A text in parts that one Say takes, cut at the ends of sentences."""
    pieces = [""]
    for sentence in _SENTENCES.split(text):
        if pieces[-1] and len(pieces[-1]) + len(sentence) >= _MOST_SAID:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {sentence}".strip()
    return [piece[:_MOST_SAID] for piece in pieces]


def secret() -> str:
    """The secret that requests are signed with. A demonstration has one of its own, for its simulator."""
    given = os.environ.get(_TOKEN, "").strip()
    if given or not is_demonstration():
        return given
    return hmac.new(settings.SECRET_KEY.encode(), b"keypad simulator", hashlib.sha256).hexdigest()


def sign(url: str, form: Mapping[str, Sequence[str]], with_secret: str) -> str:
    """The signature of a request: the address, then each name with its value, by name."""
    text = url + "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    return base64.b64encode(hmac.new(with_secret.encode(), text.encode(), hashlib.sha1).digest()).decode()


def _first(form: Mapping[str, Sequence[str]], name: str) -> str:
    values = form.get(name) or ("",)
    return values[0]


PROVIDER = Twiml()
