"""Keys: how they look, how they are made and found again, and how a partner's webhook secrets are worked out."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from shirehall.channels.api.models import EVERY, ApiKey, Partner
from shirehall.channels.api.settings import api_settings
from shirehall.kernel.questions import TYPES, AnswerError, Asked

_FORM = re.compile(r"shk_([a-z0-9]{8,12})_([A-Za-z0-9_-]{40,64})")
_PREFIX_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
_PREFIX_LENGTH = 8
_NOBODY = hashlib.sha256(b"no key has this secret").hexdigest()
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_CODE, MOST_NAME = 50, 100
MOST_CALLS = 1_000_000


class KeyRefused(ValueError):  # noqa: N818 - it reads as the sentence it raises
    """What was given cannot be a partner or a key. The text is a sentence for who makes it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A key that was made, with its text, which is shown this once."""

    key: ApiKey
    text: str


def find_key(given: str) -> ApiKey | None:
    """The key with this text, whether it may still be used or not; None for a wrong one. As long as it takes for a
    right one."""
    match = _FORM.fullmatch(given)
    prefix, secret = (match[1], match[2]) if match else ("", "")
    found = ApiKey.objects.select_related("partner").filter(prefix=prefix).first()
    expected = found.secret_hash if found else _NOBODY
    is_right = hmac.compare_digest(hash_secret(secret), expected)
    return found if is_right else None


def hash_secret(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add_partner(*, code: str, name: str, contact: str, by: str, at: datetime) -> Partner:
    """Add a partner. Raises KeyRefused."""
    if not _CODE.fullmatch(code) or len(code) > MOST_CODE:
        raise KeyRefused(_("Write the code in small letters, digits and dashes, like citizens-advice"))
    if not name.strip():
        raise KeyRefused(_("Enter the name of the partner"))
    try:
        contact = str(
            TYPES["email"].from_json(Asked("contact", "", _("the email address")), contact, on=at.date())
        )
    except AnswerError as error:
        raise KeyRefused(error.message) from error
    if Partner.objects.filter(code=code).exists():
        raise KeyRefused(_("There is a partner with the code %(code)s already") % {"code": code})
    return Partner.objects.create(
        code=code, name=name.strip()[:200], contact=contact, webhook_salt=secrets.token_hex(32), added_at=at,
        added_by=by,
    )  # fmt: skip


def make_key(
    *, partner: Partner, name: str, actions: Collection[str], services: Collection[str], authorities: Collection[str],
    by: str, at: datetime, per_minute: int | None = None, per_day: int | None = None,
    expires_at: datetime | None = None,
) -> Made:  # fmt: skip
    """Make a key. Its text is in what is given back, and nowhere else. Raises KeyRefused."""
    _check(name, actions, services, authorities)
    chosen = api_settings()
    prefix = "".join(secrets.choice(_PREFIX_SIGNS) for _place in range(_PREFIX_LENGTH))
    secret = secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        partner=partner, name=name.strip()[:MOST_NAME], prefix=prefix, secret_hash=hash_secret(secret),
        actions=[each for each in ApiKey.ACTIONS if each in actions], services=_tidy(services),
        authorities=_tidy(authorities), per_minute=per_minute or chosen.per_minute, per_day=per_day or chosen.per_day,
        expires_at=expires_at, made_at=at, made_by=by,
    )  # fmt: skip
    return Made(key, f"shk_{prefix}_{secret}")


def _check(
    name: str, actions: Collection[str], services: Collection[str], authorities: Collection[str]
) -> None:
    if not name.strip():
        raise KeyRefused(_("Enter a name for the key: which program uses it"))
    if not actions or not set(actions) <= set(ApiKey.ACTIONS):
        raise KeyRefused(
            _("Choose what the key may do: %(actions)s") % {"actions": ", ".join(ApiKey.ACTIONS)}
        )
    if not services:
        raise KeyRefused(_("Choose at least one service"))
    if not authorities:
        raise KeyRefused(_("Choose at least one council"))


def _tidy(names: Collection[str]) -> list[str]:
    return [EVERY] if EVERY in names else sorted(set(names))


def revoke_key(*, key: ApiKey, by: str, at: datetime) -> None:
    """From now on the key opens nothing. Doing it again changes nothing."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at, revoked_by=by)


def webhook_secrets(partner: Partner, *, at: datetime) -> tuple[bytes, ...]:
    """The secrets that sign now, the newest first: for some hours after a change the old one signs as well."""
    generations = [partner.webhook_generation]
    rotated_at, hours = partner.webhook_rotated_at, api_settings().webhook_overlap_hours
    if rotated_at is not None and (at - rotated_at).total_seconds() < hours * 3600:
        generations.append(partner.webhook_generation - 1)
    return tuple(_webhook_secret(partner, generation) for generation in generations)


def show_secret(secret: bytes) -> str:
    """As libraries for Standard Webhooks take it."""
    return "whsec_" + base64.b64encode(secret).decode()


def rotate_webhook_secret(*, partner: Partner, at: datetime) -> None:
    """A new secret signs from now on, beside the old one for some hours."""
    partner.webhook_generation += 1
    partner.webhook_rotated_at = at
    partner.save(update_fields=["webhook_generation", "webhook_rotated_at"])


def _webhook_secret(partner: Partner, generation: int) -> bytes:
    text = f"shirehall.api.webhook\n{partner.webhook_salt}\n{generation}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()
