"""How many wrong keys may come from one place, and how many messages may be sent to one contact."""

import hashlib

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django_ratelimit import ALL
from django_ratelimit.core import is_ratelimited


def too_many_wrong_keys(request: HttpRequest, an_hour: int) -> bool:
    """Count one more wrong key from this place, and say whether that is more than may be in an hour."""
    found = is_ratelimited(
        request, group="shirehall-api-wrong-key", key=_place, rate=f"{an_hour}/h", increment=True, method=ALL
    )
    return bool(found)


def too_many_to_contact(request: HttpRequest, contact: str, an_hour: int) -> bool:
    """Count one more message to a contact, whichever partner asks for it."""
    key = hashlib.sha256(contact.encode()).hexdigest()
    found = is_ratelimited(
        request, group="shirehall-api-contact", key=lambda group, request: key, rate=f"{an_hour}/h", increment=True,
        method=ALL,
    )  # fmt: skip
    return bool(found)


def _place(group: str, request: HttpRequest) -> str:
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))
