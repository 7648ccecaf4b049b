"""A form that came back: confirm what is not certain, see what to ask, send it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shirehall.casework.api import IdempotencyError, SubmissionError, applicant_facts
from shirehall.channels.paper.access import Clerk, open_form
from shirehall.channels.paper.drawing import DESK, draw, say_next
from shirehall.channels.paper.handling import confirm, send_form
from shirehall.channels.paper.models import PrintedForm, Sheet
from shirehall.channels.paper.pictures import boxes_of, picture_of
from shirehall.channels.paper.settling import Standing, settle
from shirehall.channels.paper.wishes import Given, Shown, key_with_id, read_wish, shown
from shirehall.kernel.api import AnswersError, show
from shirehall.partnership.api import officer_required


@dataclass(frozen=True, slots=True)
class _Page:
    """The fields of the page, and whether one of them has an error."""

    confirm: list[Shown]
    ask: list[Shown]

    @property
    def wrong(self) -> list[Shown]:
        return [each for each in (*self.confirm, *self.ask) if each.error]


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """What was read and is not certain, each with its picture; what was left empty; what is read and sure."""
    clerk, found = open_form(request, code)
    standing = settle(form=found, at=clerk.at)
    if standing is None:
        return draw(request, "form_empty.html", {"form": found})
    if standing.is_sent:
        return _draw_sent(request, standing)
    page = _page(standing)
    if request.method == "POST":
        page = _take(request, clerk, standing)
        if not page.wrong:
            say_next(request, _("Your answers are kept."))
            return redirect("paper_form", code)
    return _draw(request, standing, page)


def _page(standing: Standing) -> _Page:
    return _Page(
        [shown(standing, wish) for wish in standing.confirm], [shown(standing, wish) for wish in standing.ask]
    )


def _take(request: HttpRequest, clerk: Clerk, standing: Standing) -> _Page:
    """Keep each answer that is one, and show the others again with what is wrong."""
    page = _Page([], [])
    for wishes, fields in ((standing.confirm, page.confirm), (standing.ask, page.ask)):
        for wish in wishes:
            given = read_wish(wish, request.POST, on=standing.application.on)
            if isinstance(given, Given):
                confirm(
                    form=standing.form,
                    key=given.key,
                    state=given.state,
                    raw=given.raw,
                    by=clerk.by,
                    at=clerk.at,
                )
            elif given is None:
                fields.append(shown(standing, wish))
            else:
                typed, sentence, box = given
                fields.append(shown(standing, wish, typed=typed, error=sentence, box=box))
    return page


def _draw(request: HttpRequest, standing: Standing, page: _Page) -> HttpResponse:
    application = standing.application
    missing = [each for each in range(1, standing.form.sheets + 1) if each not in standing.sheets]
    contacts = [
        show(application.version, fact, value)
        for role, fact in applicant_facts(application.version).items()
        if role in ("telephone", "address", "email") and (value := application.value(fact)) is not None
    ]
    context = {
        "form": standing.form, "standing": standing, "title": application.version.service.title,
        "confirm": page.confirm, "ask": page.ask, "missing": missing, "contacts": contacts,
        "rows": _rows(standing), "sheets": _sheets(standing.form),
        "errors": [each.field.error_link for each in page.wrong],
    }  # fmt: skip
    return draw(request, "filled.html", context, status=422 if page.wrong else 200)


def _rows(standing: Standing) -> list[dict[str, str]]:
    """What is certain, in words."""
    application = standing.application
    return [
        {"label": application.version.service.facts[fact].label, "text": _words(standing, fact)}
        for fact in application.answers
        if fact in application.version.service.facts
    ]


def _words(standing: Standing, fact: str) -> str:
    answer = standing.application.answers[fact]
    if answer.state == "declined":
        return _("Does not know")
    if answer.value is None:
        return _("Left out")
    return show(standing.application.version, fact, answer.value)


def _sheets(form: PrintedForm) -> list[Sheet]:
    return list(form.came.filter(state=Sheet.State.READ).order_by("number"))


def _draw_sent(request: HttpRequest, standing: Standing) -> HttpResponse:
    draft = standing.form.draft
    case = draft.sent_case if draft else None
    url = f"{DESK}case/{case.reference}/" if case else ""
    return draw(request, "form_sent.html", {"form": standing.form, "case": case, "case_url": url})


@officer_required
@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Send it."""
    clerk, found = open_form(request, code)
    try:
        receipt = send_form(form=found, by=clerk.by, at=clerk.at)
    except (AnswersError, IdempotencyError, SubmissionError) as error:
        return draw(request, "not_sent.html", {"form": found, "why": str(error)}, status=409)
    if receipt is None:
        say_next(request, _("It is not ready yet. See what is left below."))
    return redirect("paper_form", code)


@never_cache
@officer_required
@require_safe
def picture(request: HttpRequest, code: str, sheet: int, name: str) -> HttpResponse:
    """The picture of the boxes of a question."""
    _clerk, found = open_form(request, code)
    key = key_with_id([box["key"] for box in found.layout["boxes"]], name)
    came = found.came.select_related("document").filter(number=sheet, state=Sheet.State.READ).first()
    content = picture_of(came, boxes_of(found, key)) if key and came else None
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="image/png")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
