"""The key that a demonstration shows to everybody, so that the API can be tried at once. It opens nothing elsewhere."""

import base64
import hashlib
import hmac
from datetime import datetime

from django.conf import settings

from shirehall.channels.api.keys import add_partner, hash_secret
from shirehall.channels.api.models import EVERY, ApiKey, Partner
from shirehall.partnership.api import is_demonstration

_CODE, _PREFIX = "demonstration", "demonstr"
_PER_MINUTE, _PER_DAY = 6_000, 1_000_000


def demonstration_key() -> str:
    """The key's text; empty outside a demonstration. It follows from the secret key, so that it can be shown again."""
    if not is_demonstration():
        return ""
    secret = hmac.new(settings.SECRET_KEY.encode(), b"shirehall.api.demonstration", hashlib.sha256).digest()
    return f"shk_{_PREFIX}_{base64.urlsafe_b64encode(secret).decode().rstrip('=')}"


def make_demonstration_key(*, by: str, at: datetime) -> None:
    """Make the partner and the key, or bring the key in step. Nothing outside a demonstration."""
    text = demonstration_key()
    if not text:
        return
    partner = Partner.objects.filter(code=_CODE).first() or add_partner(
        code=_CODE, name="Demonstration Advice Centre", contact="advice@example.org", by=by, at=at
    )
    about = {
        "secret_hash": hash_secret(text.removeprefix(f"shk_{_PREFIX}_")), "partner": partner, "name": "Trying it out",
        "actions": list(ApiKey.ACTIONS), "services": [EVERY], "authorities": [EVERY], "per_minute": _PER_MINUTE,
        "per_day": _PER_DAY, "demonstration": True,
    }  # fmt: skip
    ApiKey.objects.update_or_create(
        prefix=_PREFIX, defaults=about, create_defaults={**about, "made_at": at, "made_by": by}
    )
