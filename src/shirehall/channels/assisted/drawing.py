"""What every page of this app needs to be drawn: the officers' shell and the links of the navigation."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import desk_links
from shirehall.casework.models import Draft
from shirehall.partnership.api import authority as council_of
from shirehall.partnership.api import officer_of

_DESK = "/desk/"
_KEPT_SECRET = ("csrfmiddlewaretoken", "key")


def draw(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the officers' shell."""
    officer = officer_of(request)
    links = [
        {"text": _(link.label), "href": link.url(), "current": link.name == "assisted"}
        for link in sorted(desk_links, key=lambda link: link.order)
        if link.is_for(officer)
    ]
    shell = {
        "home_url": _DESK, "nav": links, "officer_name": officer.name,
        "sign_out_url": reverse("account_logout"),
    }  # fmt: skip
    return render(request, f"shirehall_assisted/{template}", {**shell, **context}, status=status)


def desk_case_url(reference: str) -> str:
    """Where the desk shows a case."""
    return f"{_DESK}case/{reference}/"


def draw_problem(
    request: HttpRequest, title: str, *sentences: str, status: int, ways: Mapping[str, str] | None = None,
    typed: list[tuple[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    """A page that says what is in the way, and what to do. `ways` are texts by address; `typed` is what was sent."""
    context = {"title": title, "sentences": sentences, "ways": ways or {}, "typed": typed or []}
    return draw(request, "problem.html", context, status=status)


def draw_stopped(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page for answers that came when somebody else was already going on with the draft. Nothing typed is lost."""
    return draw_problem(
        request,
        _("You are not helping with this any more"),
        _("Somebody else has taken over, or it was handed to the resident. What you typed was not saved."),
        _("You can take over again. What you typed is below."),
        status=409,
        ways={reverse("assisted_join", args=[draft.reference]): _("Take over again")},
        typed=_typed(request),
    )


def draw_refused(request: HttpRequest, draft: Draft, sentences: list[str]) -> HttpResponse:
    """The page for answers that could not be kept. Nothing typed is lost."""
    return draw_problem(
        request,
        _("That could not be saved"),
        *sentences,
        status=422,
        ways={reverse("assisted_go_on", args=[draft.reference]): _("Go on")},
        typed=_typed(request),
    )


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    kept = ((name, values) for name, values in request.POST.lists() if name not in _KEPT_SECRET)
    return [(name, text) for name, values in kept for text in values if isinstance(text, str) and text]


def draw_not_yours(request: HttpRequest, draft: Draft, authority: str) -> HttpResponse:
    """The page for somebody of a council that the officer does not work for."""
    council = council_of(authority)
    return draw_problem(
        request,
        _("This is for another council"),
        _("The address is in the area of %(council)s. You do not help its residents with this.")
        % {"council": council.name if council else authority},
        _("Everything is saved. Tell the person the reference %(reference)s.")
        % {"reference": draft.reference},
        *([_("They can call %(phone)s and go on from there.") % {"phone": council.phone}] if council else []),
        status=403,
        ways={reverse("assisted"): _("Help somebody else")},
    )
