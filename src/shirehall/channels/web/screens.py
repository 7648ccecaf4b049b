"""Where each screen is: one thing is asked on each."""

from django.urls import reverse

from shirehall.kernel.api import Turn


def url_of(turn: Turn, service: str) -> str:
    """The address of the screen that asks a turn."""
    if turn.item:
        return reverse("web_item", args=[service, turn.page, turn.item, turn.fact])
    if turn.fact:
        return reverse("web_question", args=[service, turn.page, turn.fact])
    return reverse("web_list", args=[service, turn.page])
