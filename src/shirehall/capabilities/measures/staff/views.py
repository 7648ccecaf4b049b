"""The pages of measures for officers: exact, within what each may see, and with the cases behind a figure."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.capabilities.measures import pages
from shirehall.capabilities.measures.asking import Audience, asked_for, kept_query, service_called
from shirehall.capabilities.measures.registry import measures
from shirehall.capabilities.measures.staff.queries import Drill, cases_of
from shirehall.capabilities.measures.words import authority_word, channel_word, outcome_word, plain, words_of
from shirehall.casework.api import desk_links
from shirehall.casework.models import Case
from shirehall.partnership.api import officer_of, officer_required, scope

_DESK = "/desk/"
_LONGEST_KEY = 18


def _address(page: str, *parts: str) -> str:
    return reverse(f"desk_measures_{page}", args=parts)


def _audience(request: HttpRequest) -> Audience:
    """The officer. Http404 for one who may see no measures: the pages are not theirs."""
    officer = officer_of(request)
    if scope(officer, "see_measures").is_empty:
        raise Http404
    return Audience(officer)


def _draw(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    officer = officer_of(request)
    shell = {
        "home_url": _DESK, "officer_name": officer.name, "sign_out_url": reverse("account_logout"),
        "nav": [
            {"text": _(link.label), "href": link.url(), "current": link.name == "desk_measures"}
            for link in sorted(desk_links, key=lambda link: link.order)
            if link.is_for(officer)
        ],
    }  # fmt: skip
    return render(request, f"shirehall_measures/{template}", {**shell, **context})


@officer_required
@require_safe
def all_services(request: HttpRequest) -> HttpResponse:
    """The officer's services at a glance."""
    return _draw(request, "desk_services.html", pages.list_context(request, _audience(request), _address))


@officer_required
@require_safe
def service(request: HttpRequest, name: str) -> HttpResponse:
    """How one service went, with the cases behind."""
    return _draw(
        request, "desk_service.html", pages.service_context(request, _audience(request), name, _address)
    )


@officer_required
@require_safe
def data(request: HttpRequest, name: str, code: str, form: str) -> HttpResponse:
    """One figure as CSV or JSON, exact."""
    return pages.data(request, _audience(request), name, code, form)


@officer_required
@require_safe
def cases(request: HttpRequest, name: str) -> HttpResponse:
    """The cases behind a figure: those whose measures and whose cases the officer may both see."""
    audience = _audience(request)
    row = service_called(audience, name)
    asked = asked_for(request, audience, row, pages.today())
    drill = Drill.of(request.GET.dict())
    if drill is None:
        raise Http404
    seen = {each.code for each in audience.councils(row.owner, "see_case")}
    wanted = seen if asked.authorities is None else seen & set(asked.authorities)
    if not wanted:
        raise Http404
    found, after = cases_of(
        service=row.service, authorities=wanted, drill=drill, period=asked.period, on=asked.on, after=_after(request)
    )  # fmt: skip
    query = {**request.GET.dict(), "after": str(after)}
    context = {
        "title": row.title, "what": _what(drill, row.service), "rows": [_row(case) for case in found],
        "columns": _columns(), "back": f"{_address('service', row.service)}?{urlencode(kept_query(asked))}",
        "period": asked.period, "older_url": f"?{urlencode(query)}" if after else "",
        "now": drill.measure in ("overdue", "evidence_owed"),
    }  # fmt: skip
    return _draw(request, "desk_cases.html", context)


def _after(request: HttpRequest) -> int | None:
    text = request.GET.get("after", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_KEY):
        raise Http404
    return int(text)


def _what(drill: Drill, service_name: str) -> str:
    words = words_of(service_name)
    labels = {
        "submitted": ("submissions", channel_word(drill.channel) if drill.channel else ""),
        "handling": ("left_because", words.reason(drill.key)),
        "outcome": ("outcomes", outcome_word(drill.key)),
        "overdue": ("overdue", ""),
        "evidence_owed": ("evidence_owed", words.proof(drill.key)),
        "withdrawn": ("withdrawn", ""),
    }
    code, kind = labels[drill.measure]
    measure = measures.get(code)
    label = str(measure.label) if measure else plain(code)
    return f"{label}: {kind}" if kind else label


def _columns() -> list[dict[str, str]]:
    return [
        {"label": _("Case")}, {"label": _("Council")}, {"label": _("Came by")}, {"label": _("Sent"), "kind": "day"},
        {"label": _("Decision due"), "kind": "day"}, {"label": _("Stands")},
    ]  # fmt: skip


def _row(case: Case) -> list[object]:
    return [
        {"text": case.reference, "href": f"{_DESK}case/{case.reference}/"}, authority_word(case.authority),
        channel_word(case.channel), case.submitted_at, case.decide_by_on, plain(case.state),
    ]  # fmt: skip
