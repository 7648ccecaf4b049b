"""How often a code may be asked for from one place. The counters lie in the cache that all processes share."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django_ratelimit import ALL
from django_ratelimit.core import is_ratelimited


def too_often(request: HttpRequest, what: str, an_hour: int) -> bool:
    """Count one more of this from this place, and say whether that is more than may be in an hour."""
    found = is_ratelimited(
        request, group=f"shirehall-suppliers-{what}", key=_place, rate=f"{an_hour}/h", increment=True, method=ALL
    )  # fmt: skip
    return bool(found)


def _place(group: str, request: HttpRequest) -> str:
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))
