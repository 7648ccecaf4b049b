"""The page on which an officer changes one answer."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shirehall.casework.api import StaleCase, SubmissionError, case_answers
from shirehall.design.fields import error_links
from shirehall.desk.access import OpenCase, open_case
from shirehall.desk.answers_given import answered
from shirehall.desk.case_views import key_of, note_view, seen_of
from shirehall.desk.changing import Changing, changing
from shirehall.desk.forms import Done, FormProblem, Posted, new_key
from shirehall.desk.happenings import lines_of
from shirehall.desk.page import draw, queue_links, remember_done
from shirehall.desk.passing import events_since
from shirehall.desk.people import People
from shirehall.desk.words import outcome_word
from shirehall.kernel.api import AnswersError
from shirehall.partnership.api import officer_required


@officer_required
@require_safe
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """From the list of facts to the page of one."""
    desk = open_case(request, reference)
    fact = request.GET.get("fact", "")
    if not fact:
        return redirect("desk_case", desk.case.reference)
    return redirect("desk_change", desk.case.reference, fact)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, fact: str) -> HttpResponse:
    """The question with its own boxes; sent, one more pass down the line."""
    desk = open_case(request, reference)
    if not desk.may("work_case"):
        raise PermissionDenied
    asked = changing(desk, fact, case_answers(desk.case).get(fact))
    if request.method != "POST":
        note_view(desk)
        return _draw(request, asked)
    try:
        posted = Posted(asked.read(request.POST), seen_of(request), key_of(request), request)
        outcome = asked.send(posted)
    except FormProblem as problem:
        return _draw(request, asked, wrong=problem.wrong)
    except AnswersError as problem:
        return _draw(request, asked, sentence="; ".join(text for _fact, text in problem.problems))
    except SubmissionError as problem:
        return _draw(request, asked, sentence=str(problem), stale=isinstance(problem, StaleCase))
    said = _("You changed %(what)s. The outcome is: %(outcome)s.")
    remember_done(request, Done(said % {"what": asked.label, "outcome": outcome_word(outcome)}))
    return redirect("desk_case", desk.case.reference)


def _draw(
    request: HttpRequest, asked: Changing, *, wrong: Mapping[str, tuple[str, str]] | None = None, sentence: str = "",
    stale: bool = False,
) -> HttpResponse:  # fmt: skip
    desk, data = asked.desk, request.POST if request.method == "POST" else None
    fields, items, about = asked.fields(data, wrong), asked.items(data, wrong), asked.about(data, wrong)
    errors: list[Any] = [*error_links(fields), *(link for item in items for link in error_links(item.fields))]
    errors += error_links(about)
    if sentence:
        errors.append({"text": sentence, "href": "#change"})
    people = People(desk.case.applicant_name)
    since = events_since(desk.case, seen_of(request)) if stale else []
    desk.case.refresh_from_db(fields=["last_sequence"])
    context = {
        "case": desk.case, "asked": asked, "fields": fields, "items": items, "about": about, "errors": errors,
        "seen": desk.case.last_sequence, "key": new_key(), "now": _now(desk, asked, people),
        "since": lines_of(desk.version, since, people), "queues": queue_links(desk.officer, desk.case.queue or None),
        "back": reverse("desk_case", args=[desk.case.reference]), "declined": bool(data and data.get("declined")),
    }  # fmt: skip
    return draw(request, "change.html", context, status=409 if stale else 422 if errors else 200)


def _now(desk: OpenCase, asked: Changing, people: People) -> str:
    """What stands now, in words."""
    if asked.standing is None:
        return ""
    return answered(desk, people).text(asked.fact, asked.standing)
