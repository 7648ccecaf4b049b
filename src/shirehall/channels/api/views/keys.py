"""What a key may do, for the program that holds it."""

from django.http import HttpResponse

from shirehall.channels.api.calls import Call, answer
from shirehall.channels.api.telling import moment


def key(call: Call) -> HttpResponse:
    """The key that the call came with. Its secret is told to nobody."""
    held = call.key
    return answer(
        {
            "partner": call.partner.name, "name": held.name, "prefix": held.prefix, "actions": held.actions,
            "services": held.services, "authorities": held.authorities, "per_minute": held.per_minute,
            "per_day": held.per_day, "expires_at": moment(held.expires_at) if held.expires_at else None,
        }
    )  # fmt: skip
