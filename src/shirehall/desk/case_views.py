"""The case page, and what is done from it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shirehall.casework.api import StaleCase, SubmissionError, record_view
from shirehall.casework.models import Case
from shirehall.design.fields import error_links
from shirehall.desk.access import OpenCase, open_case
from shirehall.desk.forms import DeskForm, FormProblem, Posted, new_key
from shirehall.desk.happenings import lines_of
from shirehall.desk.offered import changeable, forms_for
from shirehall.desk.page import draw, queue_links, remember_done
from shirehall.desk.passing import events_since
from shirehall.desk.story import Gathered, gather, story
from shirehall.desk.words import due_words
from shirehall.kernel.api import AnswersError
from shirehall.partnership.api import officer_required

VIEW_COUNTS_FOR = timedelta(hours=1)


@officer_required
@require_safe
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole story of a case, and what the officer may do about it."""
    desk = open_case(request, reference)
    note_view(desk)
    return draw_case(request, desk, gather(desk), why="why" in request.GET)


@officer_required
@require_POST
def do(request: HttpRequest, reference: str, form_id: str) -> HttpResponse:
    """One of the forms on the right was sent."""
    desk = open_case(request, reference)
    desk.need("work_case")
    found = gather(desk)
    forms = forms_for(desk, tasks=found.tasks, evidence=found.evidence)
    form = next((each for each in forms if each.id == form_id), None)
    if form is None:
        return draw_case(request, desk, found, gone=True)
    try:
        posted = Posted(form.read(request.POST, on=desk.on), seen_of(request), key_of(request), request)
        done = form.perform(desk, posted)
    except FormProblem as problem:
        return draw_case(request, desk, found, sent=form, wrong=problem.wrong)
    except AnswersError as problem:
        return draw_case(
            request, desk, found, sent=form, sentence="; ".join(text for _fact, text in problem.problems)
        )
    except SubmissionError as problem:
        return draw_case(
            request, desk, found, sent=form, sentence=str(problem), stale=isinstance(problem, StaleCase)
        )
    remember_done(request, done)
    return redirect("desk_case", desk.case.reference)


def draw_case(
    request: HttpRequest, desk: OpenCase, found: Gathered, *, why: bool = False, sent: DeskForm | None = None,
    wrong: Mapping[str, tuple[str, str]] | None = None, sentence: str = "", stale: bool = False, gone: bool = False,
) -> HttpResponse:  # fmt: skip
    """The case page; after a form that could not be taken, with that form as it was typed."""
    case = desk.case
    forms = forms_for(desk, tasks=found.tasks, evidence=found.evidence)
    shown = [_shown(each, request, sent, wrong or {}) for each in forms]
    errors: list[Any] = [link for each in shown for link in error_links(each["fields"])]
    if sent and sentence:
        errors.append({"text": sentence, "href": f"#do-{sent.id}"})
    if gone:
        said = _("This cannot be done any more: somebody else was here. What you typed is below.")
        errors.append({"text": said, "href": "#typed"})
    told = story(request, desk, found, why=why)
    since = events_since(case, seen_of(request)) if stale else []
    context = {
        **told, "forms": shown, "errors": errors, "seen": _last_sequence(case), "key": new_key(),
        "typed": _typed(request) if gone else [],
        "since": lines_of(desk.version, since, found.people),
        "changeable": changeable(desk), "queues": queue_links(desk.officer, case.queue or None),
        "due": "" if case.finished or case.paused_at else due_words(case.decide_by_on, desk.on),
        "late": not case.finished and not case.paused_at and case.decide_by_on < desk.on,
        "may_work": desk.may("work_case"), "may_retry": desk.may("retry_step"), "may_audit": desk.may("see_audit"),
        "mine": case.assigned_to_id == desk.officer.pk,
    }  # fmt: skip
    status = 409 if stale or gone else 422 if errors else 200
    return draw(request, "case.html", context, status=status)


def _shown(
    form: DeskForm, request: HttpRequest, sent: DeskForm | None, wrong: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    ours = sent is not None and sent.id == form.id
    return {
        "form": form, "open": ours or (sent is None and form.recommended),
        "fields": form.fields(request.POST, wrong) if ours else form.fields(),
    }  # fmt: skip


def seen_of(request: HttpRequest) -> int | None:
    """Where the case's chain ended when the officer was shown it."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def key_of(request: HttpRequest) -> str:
    """The key of the showing of the form that was sent."""
    key = request.POST.get("key", "")[:64]
    return f"desk-{key if key.isascii() and key.isalnum() else new_key()}"


def note_view(desk: OpenCase) -> None:
    """Put into the record that the officer looked, once an hour."""
    since = desk.at - VIEW_COUNTS_FOR
    if not desk.case.events.filter(kind="viewed", by=desk.by, at__gt=since).exists():
        record_view(case=desk.case, by=desk.by, at=desk.at)


def _last_sequence(case: Case) -> int:
    return Case.objects.values_list("last_sequence", flat=True).get(pk=case.pk)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    hidden = ("csrfmiddlewaretoken", "seen", "key")
    kept = ((name, values) for name, values in request.POST.lists() if name not in hidden)
    return [(name, text) for name, values in kept for text in values if isinstance(text, str) and text]
