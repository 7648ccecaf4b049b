"""Messages link to the case page of this channel."""

from django.urls import reverse

from shirehall.capabilities.messages.api import register_case_link
from shirehall.casework.models import Case


def _page_of(case: Case) -> str:
    return reverse("web_case", args=[case.reference])


register_case_link(_page_of)
