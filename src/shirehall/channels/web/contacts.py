"""An email address or a mobile number that somebody typed: read as the questions read it, and kept as a keyed hash."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from shirehall.kernel.questions import TYPES, AnswerError, Asked


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a code can be sent. `kind` is email or sms; `address` as the record keeps it."""

    kind: str
    address: str

    @property
    def key(self) -> str:
        """A keyed hash of it."""
        return hmac.new(
            _secret(), f"{self.kind}\n{self.address.casefold()}".encode(), hashlib.sha256
        ).hexdigest()


class ContactError(ValueError):
    """What was typed is neither. The text is a sentence for the person."""


def read_contact(typed: str, *, on: date) -> Contact:
    """The contact that was typed. Raises ContactError."""
    text = typed.strip()
    if not text:
        raise ContactError(_("Enter an email address or a mobile number"))
    try:
        if "@" in text:
            return Contact("email", _read("email", text, on))
        return Contact("sms", _read("telephone", text, on))
    except AnswerError as error:
        sentence = _("Enter an email address, like name@example.org, or a mobile number, like 07700 900 982")
        raise ContactError(sentence) from error


def _read(kind: str, text: str, on: date) -> str:
    settings_of = {"mobile": True} if kind == "telephone" else {}
    asked = Asked(fact="contact", ask="", label=_("the contact"), settings=settings_of)
    return str(TYPES[kind].read(asked, {"": [text]}, on=on))


@lru_cache(maxsize=1)
def _secret() -> bytes:
    return hashlib.sha256(b"shirehall.web.contact" + settings.SECRET_KEY.encode()).digest()
