"""The web as a way in: where an application begins, and where a case is seen."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel
from shirehall.channels.web.handing import resume

NAME = "web"


def _start(service: str) -> str:
    return reverse("web_start", args=[service])


def _case(reference: str) -> str:
    return reverse("web_case", args=[reference])


register_channel(
    Channel(
        name=NAME,
        label=gettext_noop("Web"),
        start=_start,
        case=_case,
        resume=resume,
        rehearsal="shirehall.channels.web.rehearsal.rehearse",
    )
)
