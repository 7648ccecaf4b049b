"""An email address, trimmed; never refused for a provider that looks misspelt, which `suggest` hints at."""

import difflib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import strict, typed, wording
from shirehall.kernel.questions.base import OWN, AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.values import Kind, Value

# RFC 5321 section 4.5.3.1: 64 characters before the @, 254 in all
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])"
)
MOST = 254
MOST_LOCAL = 64

PROVIDERS = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "live.com",
    "live.co.uk",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "ymail.com",
    "icloud.com",
    "aol.com",
    "btinternet.com",
    "sky.com",
    "talktalk.net",
    "virginmedia.com",
    "ntlworld.com",
    "protonmail.com",
    "blueyonder.co.uk",
    "tiscali.co.uk",
)
OTHERS_LIKE_THEM = frozenset(
    ("mail.com", "email.com", "gmx.com", "mac.com", "me.com", "aim.com", "rocketmail.com")
)
"""True providers whose names are near those above: they are not misspelt."""


class Email(QuestionType):
    name = "email"
    label = "Email address"
    kind: ClassVar[Kind] = "text"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "own": OWN,
    }

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        autocomplete = "email" if asked.settings.get("own", True) else "off"
        return (
            Box(
                "",
                "text",
                _("Email address"),
                width=30,
                inputmode="email",
                autocomplete=autocomplete,
                spellcheck=False,
                required=not asked.optional,
            ),
        )

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        return _checked(asked, typed.line(asked, raw))

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        return _checked(asked, strict.text(asked, given))

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def show(self, asked: Asked, value: Value) -> str:
        return str(value)

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        found = [each.strip("<>()[],;:'\".") for each in text.split() if "@" in each]
        if len(found) != 1:
            raise self.unclear(asked)
        return {"": [found[0].removeprefix("mailto:")]}

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with an email address, like name@example.org")


def suggest(value: str) -> str | None:
    """The address that was probably meant, where its provider looks misspelt. A hint to show, never a reason
    to refuse."""
    local, at, domain = value.rpartition("@")
    if not at or domain in PROVIDERS or domain in OTHERS_LIKE_THEM:
        return None
    near = difflib.get_close_matches(domain, PROVIDERS, n=1, cutoff=0.84)
    return f"{local}@{near[0]}" if near else None


def _checked(asked: Asked, text: str) -> str:
    if not text:
        raise AnswerError(wording.enter(asked), missing=True)
    typed.within(asked, text, MOST)
    local, _at, domain = text.rpartition("@")
    domain = domain.lower()
    if len(local) > MOST_LOCAL or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise AnswerError(wording.must_be(asked, _("an email address, like name@example.org")))
    return f"{local}@{domain}"


TYPE = Email()
