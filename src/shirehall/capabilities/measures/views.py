"""The public pages of measures, and the open data behind them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shirehall.capabilities.measures import pages
from shirehall.capabilities.measures.asking import Audience
from shirehall.capabilities.measures.exporting import about
from shirehall.capabilities.measures.hiding import LEAST
from shirehall.capabilities.measures.registry import measures

PUBLIC = Audience()
_fresh = cache_control(public=True, max_age=60)


def _address(page: str, *parts: str) -> str:
    return reverse(f"measures_{page}", args=parts)


@require_safe
def all_services(request: HttpRequest) -> HttpResponse:
    """Every service at a glance."""
    context = pages.list_context(request, PUBLIC, _address)
    return render(request, "shirehall_measures/services.html", context)


@require_safe
def service(request: HttpRequest, name: str) -> HttpResponse:
    """How one service went."""
    context = pages.service_context(request, PUBLIC, name, _address)
    return render(request, "shirehall_measures/service.html", context)


@require_safe
@_fresh
def data(request: HttpRequest, name: str, code: str, form: str) -> HttpResponse:
    """One figure as CSV or JSON."""
    return pages.data(request, PUBLIC, name, code, form)


@require_safe
@_fresh
def open_data(request: HttpRequest) -> HttpResponse:
    """The catalogue: every measure of every service, with its addresses."""
    whole = request.build_absolute_uri
    services = [
        {
            "service": row.service, "title": row.title, "page": whole(_address("service", row.service)),
            "data": {
                each.code: {form: whole(_address("data", row.service, each.code, form)) for form in ("csv", "json")}
                for each in measures
            },
        }
        for row in PUBLIC.services()
    ]  # fmt: skip
    catalogue = {
        "title": _("Measures of council services"),
        "note": _(
            "Numbers from 1 to %(most)s are not shown. Add period=4_weeks, 12_weeks, year or all, and authority."
        )
        % {"most": LEAST - 1},
        "measures": [about(each) for each in measures],
        "services": services,
    }
    return JsonResponse(catalogue, json_dumps_params={"ensure_ascii": False})
