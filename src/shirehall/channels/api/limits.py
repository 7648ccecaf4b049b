"""How many wrong keys may come from one place, before it is told to wait."""

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


def _place(group: str, request: HttpRequest) -> str:
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))
