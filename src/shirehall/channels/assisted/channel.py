"""Two ways in with an officer: the form that both fill in together, and the script of a telephone call."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel

ASSISTED, PHONE = "assisted", "phone"
CHANNELS = (ASSISTED, PHONE)


def _start(service: str) -> str:
    return reverse("assisted_begin", args=[service])


def _case(reference: str) -> str:
    return reverse("assisted_case", args=[reference])


register_channel(
    Channel(
        name=ASSISTED, label=gettext_noop("With an officer"), start=_start, case=_case, with_help=True,
        rehearsal="shirehall.channels.assisted.rehearsal.rehearse_form",
    )
)  # fmt: skip
register_channel(
    Channel(
        name=PHONE, label=gettext_noop("By phone with an officer"), start=_start, case=_case, with_help=True,
        rehearsal="shirehall.channels.assisted.rehearsal.rehearse_call",
    )
)  # fmt: skip
