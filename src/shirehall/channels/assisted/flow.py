"""From one card to the next: within a page, to its read-back, to the next page; and where Back leads."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from shirehall.channels.assisted.helping import Helping
from shirehall.channels.assisted.live import live, page_url, sections, turn_url
from shirehall.kernel.api import Page, Turn, turn_before, turns_of


def after(request: HttpRequest, helping: Helping, turn: Turn) -> HttpResponse:
    """To the next card of the same page, or to the read-back of the page."""
    turns = turns_of(helping.application.journey)
    at = turns.index(turn) if turn in turns else -1
    if (
        0 <= at < len(turns) - 1
        and turns[at + 1].page == turn.page
        and not _was_answered(request, helping, turns[at + 1])
    ):
        return HttpResponseRedirect(carried(request, turn_url(helping.reference, turns[at + 1])))
    return to_heard(request, helping, turn.page)


def _was_answered(request: HttpRequest, helping: Helping, turn: Turn) -> bool:
    """For who changes one answer only what is new is asked."""
    return from_check(request) and turn.fact in helping.application.answers


def to_heard(request: HttpRequest, helping: Helping, page_name: str) -> HttpResponse:
    """To the read-back of a page; to what is open on it while something is."""
    state = helping.application.journey.page(page_name)
    if state is not None and state.state == "asked" and not state.complete:
        waiting = next(
            (each for each in state.questions if each.fact not in helping.application.answers), None
        )
        if waiting is not None and not state.page.repeat:
            return HttpResponseRedirect(
                carried(request, turn_url(helping.reference, Turn(page_name, waiting.fact)))
            )
    return HttpResponseRedirect(
        carried(request, reverse("assisted_heard", args=[helping.reference, page_name]))
    )


def from_check(request: HttpRequest) -> bool:
    """Whether the officer came from a read-back, to change one answer."""
    return request.GET.get("from") == "check"


def carried(request: HttpRequest, url: str) -> str:
    """An address that still knows that."""
    return f"{url}?from=check" if from_check(request) else url


def back_of(helping: Helping, turn: Turn) -> str:
    """Where Back leads: the card before, or the beginning."""
    earlier = turn_before(helping.application.journey, turn)
    return turn_url(helping.reference, earlier) if earlier else reverse("assisted")


def shared(helping: Helping, page: Page, back: str) -> dict[str, Any]:
    """What every card shows."""
    return {
        "helping": helping, "service": helping.application.version.service, "page": page, "back": back, "script": True,
        "sections": sections(helping, [page.name], script=True), "live": live(helping, [page], script=True),
        "other_way": page_url(helping.reference, page.name),
    }  # fmt: skip
