"""The link to the partners' pages in the officers' navigation."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link

NAME = "api_partners"

register_desk_link(
    DeskLink(
        name=NAME,
        label=gettext_noop("Partners"),
        url=lambda: reverse("api_partners"),
        needs="manage_accounts",
        order=90,
    )
)
