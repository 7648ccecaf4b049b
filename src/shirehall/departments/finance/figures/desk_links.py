"""The link to the figures in the officers' navigation."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link
from shirehall.departments.finance.figures.views import NAME


def _url() -> str:
    return reverse("finance_figures")


register_desk_link(DeskLink(NAME, gettext_noop("Payment figures"), _url, needs="see_invoice", order=60))
