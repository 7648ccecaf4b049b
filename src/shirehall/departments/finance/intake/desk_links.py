"""The officers' navigation leads to what came in."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link

INCOMING = "finance_incoming"

register_desk_link(
    DeskLink(
        INCOMING, gettext_noop("What came in"), partial(reverse, INCOMING), needs="see_invoice", order=42
    )
)
