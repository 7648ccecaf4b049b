"""Paper as a way in: where a form is printed, and what the start page of a service says of it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, register_channel
from shirehall.casework.channel import Way
from shirehall.kernel.api import Service

NAME = "paper"


def _start(service: str) -> str:
    return reverse("paper_print", args=[service])


def _way(service: Service) -> Way:
    return Way(
        _("Print a form and send it to us by post. You can have it in large print."), _start(service.name)
    )


register_channel(
    Channel(
        name=NAME, label=gettext_noop("On paper"), start=_start, way=_way, with_help=True,
        rehearsal="shirehall.channels.paper.rehearsal.rehearse",
    )
)  # fmt: skip
