"""The officers' navigation leads to helping a resident."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link
from shirehall.channels.assisted.access import HELP


def _url() -> str:
    return reverse("assisted")


register_desk_link(DeskLink("assisted", gettext_noop("Help somebody"), _url, needs=HELP, order=10))
