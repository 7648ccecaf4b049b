"""Codes that prove a contact: sent, good for some minutes, tried a few times, used once, and kept only as a hash.

Whether or not there is anything to open, the same row is made and the same is said: trying tells nobody what exists.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F

from shirehall.casework.models import Case, Draft
from shirehall.channels.web.contacts import Contact
from shirehall.channels.web.models import AccessCode, WebDraft
from shirehall.channels.web.sending import send_code
from shirehall.channels.web.settings import web_settings

LENGTH = 6
LINK_GOOD_FOR = timedelta(hours=24)
"""How long a link works that an officer has sent. Its code is told, so it must outlast the end of a call."""
_KEEP = timedelta(days=2)
_HOUR = timedelta(hours=1)
Tried = Literal["right", "wrong", "spent"]


class Made(NamedTuple):
    """A code that was made, and whether it went out. Of one that opens nothing, that is never said."""

    access: AccessCode
    sent: bool


class TooManyCodes(RuntimeError):  # noqa: N818 - it reads as the sentence it raises
    """More codes were asked for, for one contact, than may be in an hour."""


def begin_verifying(*, draft: Draft, contact: Contact, authority: str, at: datetime) -> Made:
    """Send a code to a contact that wants to come back to a draft. Raises TooManyCodes."""
    return _make(
        purpose=AccessCode.Purpose.VERIFY, contact=contact, draft=draft, case=None, authority=authority, at=at,
        real=True,
    )  # fmt: skip


def begin_returning(
    *, draft: Draft | None, case: Case | None, contact: Contact, authority: str, at: datetime
) -> Made:
    """Send a code to a contact that says a draft or case is theirs. Nothing is sent where it is not, and nobody can
    tell. Raises TooManyCodes."""
    theirs_case = case if case is not None and is_contact_of(case, contact) else None
    unsent = draft if draft is not None and draft.sent_case_id is None else None
    theirs_draft = unsent if unsent is not None and is_contact_of_draft(unsent, contact) else None
    return _make(
        purpose=AccessCode.Purpose.RETURN, contact=contact, draft=theirs_draft, case=theirs_case, authority=authority,
        at=at, real=theirs_case is not None or theirs_draft is not None,
    )  # fmt: skip


def begin_resuming(*, draft: Draft, contact: Contact, at: datetime) -> tuple[str, str]:
    """The token of a link and the code that it asks for. Earlier links to the draft work no more."""
    AccessCode.objects.filter(draft=draft, purpose=AccessCode.Purpose.RESUME, used_at=None).update(used_at=at)
    token, code = secrets.token_urlsafe(24), _new_code()
    AccessCode.objects.create(
        token=token, purpose=AccessCode.Purpose.RESUME, draft=draft, case=None, contact_key=contact.key,
        code_hash=_hash(token, code), made_at=at, expires_at=at + LINK_GOOD_FOR,
    )  # fmt: skip
    return token, code


def is_contact_of(case: Case, contact: Contact) -> bool:
    """Whether a contact stands on a case. Where none of its kind does, the one given for the draft it came from; where
    one does, no other: an address that was corrected or left behind opens nothing any more."""
    standing = case.email if contact.kind == "email" else case.telephone
    if standing:
        return standing.casefold() == contact.address.casefold()
    return WebDraft.objects.filter(draft__sent_case=case, contact_key=contact.key).exists()


def contact_proved(case: Case, contact_key: str) -> str:
    """Which contact of a case a code was sent to: `email`, `telephone`, or empty for one that is not there."""
    for what, contact in (
        ("email", Contact("email", case.email)),
        ("telephone", Contact("sms", case.telephone)),
    ):
        if contact.address and contact.key == contact_key:
            return what
    return ""


def is_contact_of_draft(draft: Draft, contact: Contact) -> bool:
    """Whether a contact was given for a draft."""
    return WebDraft.objects.filter(draft=draft, contact_key=contact.key).exists()


def code_called(token: str) -> AccessCode | None:
    """The code that a session is about."""
    if not token:
        return None
    return AccessCode.objects.select_related("draft", "case").filter(token=token).first()


def try_code(access: AccessCode, typed: str, *, at: datetime) -> Tried:
    """Try what was typed. A try is counted before it is looked at, so that two at once are two."""
    left = AccessCode.objects.filter(
        pk=access.pk, used_at=None, expires_at__gt=at, tries__lt=web_settings().code_tries
    )  # fmt: skip
    with transaction.atomic():
        if not left.update(tries=F("tries") + 1):
            return "spent"
        plain = "".join(sign for sign in typed if sign.isdigit())
        if not hmac.compare_digest(_hash(access.token, plain), access.code_hash):
            return "wrong"
        if access.draft_id is None and access.case_id is None:
            return "wrong"
        used = AccessCode.objects.filter(pk=access.pk, used_at=None).update(used_at=at)
    return "right" if used else "spent"


def is_spent(access: AccessCode, at: datetime) -> bool:
    """Whether nothing more can be tried with it."""
    return access.used_at is not None or access.expires_at <= at or access.tries >= web_settings().code_tries


def _make(
    *,
    purpose: str,
    contact: Contact,
    draft: Draft | None,
    case: Case | None,
    authority: str,
    at: datetime,
    real: bool,
) -> Made:
    AccessCode.objects.filter(made_at__lt=at - _KEEP).delete()
    if (
        AccessCode.objects.filter(contact_key=contact.key, made_at__gt=at - _HOUR).count()
        >= web_settings().codes_an_hour
    ):
        raise TooManyCodes
    token, code = secrets.token_urlsafe(32), _new_code()
    made = AccessCode.objects.create(
        token=token, purpose=purpose, draft=draft, case=case, contact_key=contact.key, code_hash=_hash(token, code),
        made_at=at, expires_at=at + timedelta(minutes=web_settings().code_minutes),
    )  # fmt: skip
    sent = send_code(contact=contact, code=code, draft=draft, authority=authority, at=at) if real else True
    return Made(made, sent)


def _new_code() -> str:
    return "".join(secrets.choice("0123456789") for _place in range(LENGTH))


def _hash(token: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{token}\n{code}".encode(), hashlib.sha256).hexdigest()
