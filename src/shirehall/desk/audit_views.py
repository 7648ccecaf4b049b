"""For auditors: who looked at what and who changed what, and whether the record of a case holds."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from shirehall.casework.api import MACHINE, RESIDENT, label_of, verify
from shirehall.casework.models import Event, ServiceVersion
from shirehall.desk.access import need_somewhere, open_case
from shirehall.desk.case_views import note_view
from shirehall.desk.happenings import lines_of
from shirehall.desk.page import draw, queue_links
from shirehall.desk.people import People
from shirehall.desk.words import authority_name
from shirehall.partnership.api import Officer, Scope, officer_required

PAGE = 50
WINDOW = 20_000
"""How many events back one page looks: a rare kind must not make the page slow. The next page goes on from there."""
LOOKED = ("viewed", "document_opened")


@officer_required
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What officers did, newest first."""
    officer, reach = need_somewhere(request, "see_audit")
    what, who = request.GET.get("what", ""), request.GET.get("who", "")
    events, older = _page(reach, what, who, request.GET.get("before", ""))
    people = People()
    people.look_up(event.by for event in events)
    kept = {"what": what, "who": who}
    home = reverse("desk_audit")
    context = {
        "rows": [_row(event, people) for event in events], "what": what, "who": who,
        "older_url": f"{home}?{urlencode({**kept, 'before': older})}" if older else "", "home": home,
        "officers": list(Officer.objects.order_by("name").values_list("pk", "name")[:500]),
        "queues": queue_links(officer, None), "is_first": not request.GET.get("before"),
    }  # fmt: skip
    return draw(request, "audit.html", context, at_home="desk_audit")


def _page(reach: Scope, what: str, who: str, before: str) -> tuple[list[Event], int]:
    """A page, and where the one after it begins (0: nowhere)."""
    if before:
        if not (before.isascii() and before.isdigit() and len(before) < 19):
            raise Http404
        top = int(before)
    else:
        top = (Event.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    bottom = max(top - WINDOW, 0)
    events = Event.objects.select_related("case").filter(
        _reached(reach), id__lt=top, id__gte=bottom, case__isnull=False
    ).exclude(by__in=(MACHINE, RESIDENT))  # fmt: skip
    if what == "looked":
        events = events.filter(kind__in=LOOKED)
    elif what == "changed":
        events = events.exclude(kind__in=LOOKED)
    if who.isascii() and who.isdigit():
        events = events.filter(by__in=Officer.objects.filter(pk=int(who)).values_list("email", flat=True)[:1])
    rows = list(events.order_by("-id")[: PAGE + 1])
    if len(rows) > PAGE:
        return rows[:PAGE], rows[PAGE - 1].pk
    return rows, max(0, bottom)


def _reached(reach: Scope) -> Q:
    found = Q() if reach.authorities is None else Q(authority__in=sorted(reach.authorities))
    if reach.teams is not None:
        owned = ServiceVersion.objects.filter(owner__in=sorted(reach.teams)).values_list("service", flat=True)
        found &= Q(service__in=sorted(set(owned)))
    return found


def _row(event: Event, people: People) -> dict[str, Any]:
    case = event.case
    return {
        "at": event.at, "by": people.name(event.by), "kind": label_of(event.kind),
        "reference": case.reference if case else "", "authority": authority_name(event.authority),
        "href": reverse("desk_audit_case", args=[case.reference]) if case else "",
    }  # fmt: skip


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def audit_find(request: HttpRequest) -> HttpResponse:
    """From a typed reference to the record of that case."""
    desk = open_case(request, request.POST.get("reference", ""), "see_audit")
    return redirect("desk_audit_case", desk.case.reference)


@officer_required
@require_safe
def audit_case(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole record of one case: every event with its place, its hash, and whether the chain holds."""
    desk = open_case(request, reference, "see_audit")
    note_view(desk)
    people = People(desk.case.applicant_name)
    events = list(desk.case.events.select_related("payload").order_by("sequence"))
    lines = lines_of(desk.version, events, people)
    context = {
        "case": desk.case, "events": list(zip(events, lines, strict=True)), "broken": verify(desk.case),
        "queues": queue_links(desk.officer, None), "may_see": desk.may("see_case"),
    }  # fmt: skip
    return draw(request, "audit_case.html", context, at_home="desk_audit")
