"""What every page of the web channel needs to be drawn."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.channels.web import languages
from shirehall.kernel.api import Version
from shirehall.partnership.api import authority as council_of
from shirehall.partnership.api import brand_for, current_partnership


def draw(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, version: Version | None = None,
    authority: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """A page in the brand of a council (the partnership's own where none is known), for a service or for none, in the
    language that was chosen."""
    shared: dict[str, Any] = {"brand": brand_for(authority or None), **languages.context_of(request, version)}
    if version is not None:
        service = version.service
        shared |= {
            "service_name": service.title, "service_url": reverse("web_start", args=[service.name]),
            "exit_url": service.settings["exit_page"],
        }  # fmt: skip
    return render(request, f"shirehall_web/{template}", {**shared, **context}, status=status)


def draw_problem(
    request: HttpRequest, title: str, *sentences: str, status: int, links: Mapping[str, str] | None = None
) -> HttpResponse:
    """A page that says what went wrong and what to do. `links` are texts by address."""
    context = {"problem_title": title, "problem_text": sentences, "ways": links or {}}
    return draw(request, "problem.html", context, status=status)


def draw_too_often(request: HttpRequest) -> HttpResponse:
    """The page for what was tried too often."""
    return draw_problem(
        request,
        _("Wait before you try again"),
        _("This was tried too many times from your connection."),
        _("Wait an hour, then try again. Nothing that you saved is lost."),
        _("Or call us: %(phone)s.") % {"phone": phone_of("")},
        status=429,
    )


def phone_of(authority: str) -> str:
    """The telephone number of a council, or of the partnership."""
    council = council_of(authority) if authority else None
    return council.phone if council else current_partnership().phone
