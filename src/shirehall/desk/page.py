"""What every page of the desk has: the officer's name, the ways to go, and what was just done."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import desk_links
from shirehall.casework.models import QueueCount
from shirehall.desk.access import in_piles, reached_piles, reached_queues
from shirehall.desk.forms import Done
from shirehall.partnership.api import Officer, officer_of, scope

_DONE = "desk_done"


def draw(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, at_home: str = "", status: int = 200
) -> HttpResponse:
    """A page of the desk. `at_home` is the name of the page in the navigation."""
    officer = officer_of(request)
    shell = {
        "home_url": reverse("desk"), "nav": navigation(officer, at_home), "officer_name": officer.name,
        "sign_out_url": reverse("account_logout"), "search_url": reverse("desk_find"), "search_method": "post",
        "done": _take_done(request),
    }  # fmt: skip
    return render(request, f"shirehall_desk/{template}", {**shell, **context}, status=status)


def navigation(officer: Officer, current: str) -> list[dict[str, Any]]:
    """The pages that are for this officer: those of the desk, and those that other apps bring."""
    return [
        {"text": _(link.label), "href": link.url(), "current": link.name == current}
        for link in sorted(desk_links, key=lambda link: link.order)
        if link.is_for(officer)
    ]


def remember_done(request: HttpRequest, done: Done) -> None:
    """Say on the next page what was done; with `undo`, offer to take it back."""
    kept: dict[str, Any] = {"text": done.text}
    if done.undo:
        kept |= {"undo": [[case, before] for case, before in done.undo.items()], "from": done.undo_from}
    request.session[_DONE] = kept


def _take_done(request: HttpRequest) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(_DONE)
    if kept and request.method == "GET":
        if "undo" in kept:
            request.session["desk_undo"] = {"undo": kept["undo"], "from": kept["from"]}
        del request.session[_DONE]
        return kept
    return None


def queue_links(officer: Officer, current: str | None, *, keep: str = "") -> list[dict[str, Any]]:
    """The left column: the officer's queues with how much waits in each, from the counters. One query."""
    reach = scope(officer, "see_case")
    counts: dict[str, int] = {}
    for row in QueueCount.objects.filter(in_piles(reached_piles(reach))):
        counts[row.queue] = counts.get(row.queue, 0) + row.open
    home = reverse("desk")
    tail = f"&{keep}" if keep else ""
    everything = {
        "text": _("All my queues"), "href": f"{home}?{keep}" if keep else home, "count": sum(counts.values()),
        "current": current == "",
    }  # fmt: skip
    each_queue = [
        {
            "text": each.title, "href": f"{home}?queue={each.code}{tail}", "count": counts.get(each.code, 0),
            "current": current == each.code,
        }
        for each in reached_queues(reach)
    ]  # fmt: skip
    return [everything, *each_queue]
