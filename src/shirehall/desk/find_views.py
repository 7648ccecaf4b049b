"""Search: a reference in any spelling, or how a name begins. What is looked for stands in no address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shirehall.casework.api import CursorProblem, case_by_reference, find_cases, published_services
from shirehall.casework.models import Case
from shirehall.desk.access import need_somewhere, reached_authorities, visible
from shirehall.desk.page import draw, queue_links
from shirehall.desk.words import authority_name, case_word
from shirehall.partnership.api import Officer, Scope, officer_required

PAGE = 25
_READS = 4
_MOST = 200


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """One case straight away, or those whose names begin so."""
    officer, reach = need_somewhere(request, "see_case")
    typed = request.POST.get("q", "").strip()[:_MOST]
    if typed:
        case = case_by_reference(typed)
        if case is not None and case.disposed_at is None and visible(officer, [case]):
            return redirect("desk_case", case.reference)
    try:
        rows, older = _found(officer, reach, typed, request.POST.get("after", "")) if typed else ([], "")
    except CursorProblem as problem:
        raise Http404 from problem
    titles = {row.service: row.title for row in published_services()}
    context = {
        "typed": typed, "search_value": typed, "older": older, "rows": [_row(case, titles) for case in rows],
        "queues": queue_links(officer, None),
    }  # fmt: skip
    return draw(request, "find.html", context)


def _found(officer: Officer, reach: Scope, typed: str, after: str) -> tuple[list[Case], str]:
    """A page of what the officer may see. Others' cases are read past, a few pages at most."""
    councils = [each.code for each in reached_authorities(reach)]
    found: list[Case] = []
    for _read in range(_READS):
        page = find_cases(authorities=councils, search=typed, after=after, limit=PAGE)
        found += visible(officer, page.rows)
        after = page.next
        if not after or len(found) >= PAGE:
            break
    return found, after


def _row(case: Case, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "reference": case.reference, "href": reverse("desk_case", args=[case.reference]),
        "name": case.applicant_name, "service": titles.get(case.service, case.service),
        "authority": authority_name(case.authority), "word": case_word(case), "at": case.submitted_at,
        "held": case.assigned_to.name if case.assigned_to else "",
    }  # fmt: skip
