"""The officers' navigation leads to the post room."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link


def _url() -> str:
    return reverse("paper_post_room")


register_desk_link(DeskLink("paper", gettext_noop("Post room"), _url, needs="help_resident", order=30))
