"""How often something may be tried from one place. The counters lie in the cache that all processes share."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django_ratelimit import ALL
from django_ratelimit.core import is_ratelimited


def place_of(request: HttpRequest) -> str:
    """The network address that a request came from, read as the installation is set up to read it."""
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))


def too_often(request: HttpRequest, what: str, an_hour: int) -> bool:
    """Count one more of this from this place, and say whether that is more than may be in an hour."""
    found = is_ratelimited(
        request, group=f"shirehall-web-{what}", key=_key, rate=f"{an_hour}/h", increment=True, method=ALL
    )
    return bool(found)


def _key(group: str, request: HttpRequest) -> str:
    return place_of(request)


def contact_too_often(request: HttpRequest, contact_key: str, an_hour: int) -> bool:
    """Count one more message to a contact, wherever it is asked for."""
    found = is_ratelimited(
        request, group="shirehall-web-contact", key=lambda group, request: contact_key, rate=f"{an_hour}/h",
        increment=True, method=ALL,
    )  # fmt: skip
    return bool(found)
