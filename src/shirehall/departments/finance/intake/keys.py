"""Keys of suppliers' platforms: how they are made, found again, counted and ended."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.utils.translation import gettext as _

from shirehall.departments.finance.intake.models import SupplierKey
from shirehall.departments.finance.intake.settings import intake_settings
from shirehall.partnership.api import authorities

_FORM = re.compile(r"shi_([a-z0-9]{8,12})_([A-Za-z0-9_-]{40,64})")
_PREFIX_SIGNS, _PREFIX_LENGTH = "23456789abcdefghjkmnpqrstuvwxyz", 8
_NOBODY = hashlib.sha256(b"no key has this secret").hexdigest()
_COUNT = """
    INSERT INTO shirehall_finance_intake_supplierkeyuse (key_id, used_on, calls, minute, minute_calls)
    VALUES (%s, %s, 1, %s, 1)
    ON CONFLICT (key_id, used_on) DO UPDATE SET
        calls = shirehall_finance_intake_supplierkeyuse.calls + 1,
        minute_calls = CASE WHEN shirehall_finance_intake_supplierkeyuse.minute = excluded.minute
            THEN shirehall_finance_intake_supplierkeyuse.minute_calls + 1 ELSE 1 END,
        minute = excluded.minute
    RETURNING calls, minute_calls
"""


class KeyRefusedError(ValueError):
    """What was given cannot be a key. `field` is the box that is wrong."""

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True)
class Made:
    """A key that was made, with its text, which is shown this once."""

    key: SupplierKey
    text: str


def make_key(*, name: str, contact: str, councils: Collection[str], by: str, at: datetime) -> Made:
    """Make a key; no `councils` means all of them."""
    if not name.strip():
        raise KeyRefusedError(_("Enter whose program uses the key"), "name")
    try:
        validate_email(contact.strip())
    except ValidationError as error:
        raise KeyRefusedError(_("Enter an email address, like accounts@example.org"), "contact") from error
    if set(councils) - {each.code for each in authorities()}:
        raise KeyRefusedError(_("Choose councils of this partnership"), "councils")
    chosen = intake_settings()
    prefix = "".join(secrets.choice(_PREFIX_SIGNS) for _place in range(_PREFIX_LENGTH))
    secret = secrets.token_urlsafe(32)
    key = SupplierKey.objects.create(
        prefix=prefix, secret_hash=_hash(secret), name=name.strip()[:100], contact=contact.strip(),
        authorities=sorted(set(councils)), per_minute=chosen.api_per_minute, per_day=chosen.api_per_day, made_at=at,
        made_by=by,
    )  # fmt: skip
    return Made(key, f"shi_{prefix}_{secret}")


def find_key(given: str, *, at: datetime) -> SupplierKey | None:
    """The key with this text that may be used; None for a wrong, ended or expired one. A wrong one takes as long."""
    match = _FORM.fullmatch(given)
    prefix, secret = (match[1], match[2]) if match else ("", "")
    found = SupplierKey.objects.filter(prefix=prefix).first()
    is_right = hmac.compare_digest(_hash(secret), found.secret_hash if found else _NOBODY)
    if found is None or not is_right or found.revoked_at is not None:
        return None
    return None if found.expires_at is not None and found.expires_at <= at else found


def revoke_key(*, key: SupplierKey, by: str, at: datetime) -> None:
    """From now on the key opens nothing. Doing it again changes nothing."""
    SupplierKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at, revoked_by=by)


def count_call(key: SupplierKey, *, at: datetime) -> int:
    """Count one more call; gives the seconds to wait where it is one too many, else 0."""
    moment = at.astimezone(UTC)
    second = int(moment.timestamp())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key.pk, moment.date(), second // 60])
        today, this_minute = cursor.fetchone()
    SupplierKey.objects.filter(pk=key.pk).update(last_used_at=at)
    if today > key.per_day:
        return 86_400 - second % 86_400
    return 60 - second % 60 if this_minute > key.per_minute else 0


def _hash(secret: str) -> str:
    """What is kept of a secret: it is 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
