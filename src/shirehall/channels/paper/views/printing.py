"""Printing a form: by a resident, for themselves, and by an officer, for somebody."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_ratelimit import ALL
from django_ratelimit.core import is_ratelimited

from shirehall.casework.api import current_version, draft_by_reference, published_services, version_of
from shirehall.casework.models import Draft
from shirehall.channels.paper.access import Clerk, clerk_of, service_on_paper
from shirehall.channels.paper.drawing import draw
from shirehall.channels.paper.models import PrintedForm
from shirehall.channels.paper.printed import MOST_ROOM, Printed, print_form
from shirehall.channels.paper.printing.plan import ROOM
from shirehall.channels.paper.settings import paper_settings
from shirehall.design.fields import Field, field_of
from shirehall.kernel.api import Service
from shirehall.kernel.questions import Box
from shirehall.partnership.api import authority as council_of
from shirehall.partnership.api import brand_for, officer_required

_LONGEST_ROOM = 2
_ANY = "not_sure"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, service: str) -> HttpResponse:
    """A blank form for anybody."""
    offered = service_on_paper(service)
    errors: dict[str, str] = {}
    if request.method == "POST":
        given, errors = _given(request, offered)
        if not errors:
            if _too_often(request):
                return _wait(request, offered)
            return pdf_response(print_form(service=service, at=timezone.now(), **given))
    fields = _fields(offered, request, errors)
    context = {
        "service": offered, "fields": fields, "back_url": f"/{service}/",
        "brand": brand_for(None), "errors": [each.error_link for each in fields if each.error],
    }  # fmt: skip
    return render(request, "shirehall_paper/form.html", context, status=422 if errors else 200)


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_for(request: HttpRequest) -> HttpResponse:
    """A form that an officer prints for somebody, for a draft by its reference or as a new one."""
    clerk = clerk_of(request)
    name = request.POST.get("service", "") or request.GET.get("service", "")
    services = _services(clerk)
    chosen = next((each for each in services if each.name == name), None)
    typed = request.POST.get("reference", "").strip()
    errors: dict[str, str] = {}
    if request.method == "POST" and chosen:
        given, errors = _given(request, chosen)
        draft = draft_by_reference(typed) if typed else None
        if typed and (draft is None or not _may_print(clerk, draft, chosen)):
            errors["reference"] = _("There is nothing open with this reference that you can help with")
        if not errors:
            made = print_form(service=chosen.name, at=clerk.at, draft=draft, by=clerk.by, **given)
            return pdf_response(made)
    fields = (
        [_reference(typed, errors.get("reference", "")), *_fields(chosen, request, errors)] if chosen else []
    )
    context = {
        "services": services, "service": chosen, "fields": fields,
        "errors": [each.error_link for each in fields if each.error],
    }  # fmt: skip
    return draw(request, "print.html", context, status=422 if errors else 200)


def _services(clerk: Clerk) -> list[Service]:
    found = (current_version(row.service).service for row in published_services())
    return sorted(
        (each for each in found if "paper" in each.channels and clerk.may_help(each)),
        key=lambda each: each.title,
    )


def _may_print(clerk: Clerk, draft: Draft, service: Service) -> bool:
    if draft.sent_case_id is not None or draft.service != service.name:
        return False
    return clerk.may_help(version_of(draft).service, draft.authority)


def _given(request: HttpRequest, service: Service) -> tuple[dict[str, Any], dict[str, str]]:
    """What was chosen, and what is wrong with it, by field."""
    errors = {}
    size, council = request.POST.get("size", ""), request.POST.get("council", "")
    if size not in PrintedForm.Variant.values:
        errors["size"] = _("Choose the size of the print")
    if len(service.offered_by) > 1 and council not in (*service.offered_by, _ANY):
        errors["council"] = _("Choose your council, or say that you are not sure")
    room = request.POST.get("room", "").strip() or str(ROOM)
    if not (room.isascii() and room.isdigit() and len(room) <= _LONGEST_ROOM and 1 <= int(room) <= MOST_ROOM):
        errors["room"] = _("Enter a number from 1 to %(most)d") % {"most": MOST_ROOM}
        room = str(ROOM)
    authority = council if council in service.offered_by else ""
    return {"variant": size, "authority": authority, "room": int(room)}, errors


def _fields(service: Service, request: HttpRequest, errors: dict[str, str]) -> list[Field]:
    data = request.POST if request.method == "POST" else None
    sizes = (
        (str(PrintedForm.Variant.STANDARD), _("Standard print")),
        (str(PrintedForm.Variant.LARGE), _("Large print, 18 point")),
    )
    boxes = [
        (
            "size",
            _("Which size of print do you want?"),
            "",
            Box("", "radios", options=sizes),
        )
    ]
    if len(service.offered_by) > 1:
        councils = [(code, found.name) for code in service.offered_by if (found := council_of(code))]
        options = (*councils, (_ANY, _("I am not sure")))
        boxes.append(("council", _("Which council is it for?"), "", Box("", "radios", options=options)))
    for page in service.pages:
        if page.repeat and page.at_most > ROOM:
            hint = _("The form has room for %(room)d. You can have more.") % {"room": ROOM}
            ask = _("How many boxes do you need, at most, for “%(title)s”?") % {
                "title": page.title or page.item
            }
            boxes.append(("room", ask, hint, Box("", "text", width=3, inputmode="numeric")))
            break
    return [
        field_of(
            id=name, ask=ask, hint=hint, boxes=(box,), error=errors.get(name, ""), legend_is_heading=False,
            raw={"": [data.get(name, "") if data is not None else str(ROOM) if name == "room" else ""]},
        )
        for name, ask, hint, box in boxes
    ]  # fmt: skip


def _reference(typed: str, error: str) -> Field:
    box = Box("", "text", width=20, spellcheck=False, required=False)
    return field_of(
        id="reference", ask=_("The reference of what they have begun (if anything)"), boxes=(box,), raw={"": [typed]},
        error=error, legend_is_heading=False,
    )  # fmt: skip


def pdf_response(made: Printed) -> HttpResponse:
    """The PDF, to be saved and printed."""
    answer = HttpResponse(made.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{made.form.service}-{made.form.reference}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _too_often(request: HttpRequest) -> bool:
    rate = f"{paper_settings().prints_an_hour}/h"
    return bool(
        is_ratelimited(request, group="shirehall-paper", key=_place, rate=rate, increment=True, method=ALL)
    )


def _place(group: str, request: HttpRequest) -> str:
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))


def _wait(request: HttpRequest, service: Service) -> HttpResponse:
    context = {
        "problem_title": _("Too many forms"), "brand": brand_for(None),
        "problem_text": [
            _("Many forms were printed from here in the last hour. Wait an hour, then try again."),
            _("You can also call us, and we will post a form to you."),
        ],
        "back_url": reverse("paper_print", args=[service.name]),
    }  # fmt: skip
    return render(request, "shirehall_design/problem.html", context, status=429)
