"""The home page, and the short texts that every page links to."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from shirehall.casework.api import current_version, is_for_residents, published_services
from shirehall.channels.web.drawing import draw
from shirehall.channels.web.settings import web_settings
from shirehall.partnership.api import authorities, current_partnership, offices


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every service that residents apply for, by its title."""
    services = [
        {
            "title": each.title, "href": reverse("web_start", args=[each.service]),
            "summary": current_version(each.service).service.summary,
        }
        for each in published_services()
        if is_for_residents(current_version(each.service).service)
    ]  # fmt: skip
    context = {
        "services": sorted(services, key=lambda each: each["title"]),
        "partnership": current_partnership(),
    }
    return draw(request, "home.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, in the model form of SI 2018/952."""
    return draw(request, "accessibility.html", {"partnership": current_partnership(), "back_url": "/"})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """How personal information is used, and the one cookie."""
    context = {
        "partnership": current_partnership(), "councils": authorities(), "back_url": "/",
        "visit_minutes": web_settings().visit_minutes,
    }  # fmt: skip
    return draw(request, "privacy.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to reach us."""
    context = {
        "partnership": current_partnership(), "councils": authorities(), "offices": offices(), "back_url": "/"
    }  # fmt: skip
    return draw(request, "help.html", context)
