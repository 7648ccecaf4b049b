"""Check answers, the council where nothing tells it, and sending: once, however often the button is pressed."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import (
    IdempotencyError,
    Receipt,
    SubmissionError,
    answer_groups,
    applicant_facts,
    draft_by_token,
    gathered,
    look_for_earlier,
)
from shirehall.casework.models import Draft
from shirehall.channels.web import languages, visitor
from shirehall.channels.web.application import Application, application_of, application_on, held_draft
from shirehall.channels.web.drawing import draw, draw_problem, phone_of
from shirehall.channels.web.flow import carried, check_url, draw_ended, page, shared
from shirehall.channels.web.screens import url_of
from shirehall.design.fields import field_of
from shirehall.kernel.api import AnswersError, first_open, turns_of
from shirehall.kernel.questions import Box
from shirehall.partnership.api import authorities
from shirehall.partnership.api import authority as council_of

_COUNCIL = "council"


def key_of(draft: Draft) -> str:
    """The idempotency key of a draft: the same for every press of the button, and not to be guessed."""
    return "web:" + hashlib.sha256(draft.token.encode()).hexdigest()


@page
def check(request: HttpRequest, service: str, *, at: datetime) -> HttpResponse:
    """Check answers; POST sends them."""
    draft = held_draft(request, service)
    if request.method == "POST" and draft is not None and draft.sent_case is not None:
        # The answer to the first press may never have arrived, and its cookie with it.
        visitor.hold_case(request, draft.sent_case.reference, at)
        return _sent(draft.sent_case.reference)
    application = application_on(draft, service, at, language=languages.chosen(request))
    if application.draft is None:
        if request.method == "POST":
            return draw_ended(request)
        return HttpResponseRedirect(reverse("web_start", args=[service]))
    if waiting := first_open(application.journey, application.answers):
        return HttpResponseRedirect(url_of(waiting, service))
    if refused := _council_wanted(request, application):
        return refused
    if request.method == "POST":
        return _send(request, application, application.draft)
    application.see("check")
    return _draw(request, application, application.draft)


@page
def council(request: HttpRequest, service: str, *, at: datetime) -> HttpResponse:
    """Ask which council, where no answer tells it."""
    application = application_of(request, service, at)
    if application.draft is None:
        return HttpResponseRedirect(reverse("web_start", args=[service]))
    offered = [each for each in authorities() if each.code in application.version.service.offered_by]
    error = ""
    if request.method == "POST":
        chosen = request.POST.get(_COUNCIL, "")
        if chosen in {each.code for each in offered}:
            application.save_for(request, authority=chosen)
            return HttpResponseRedirect(check_url(application))
        error = _("Select the council area you live in")
    options = tuple((each.code, each.name) for each in offered)
    shown = field_of(
        id=_COUNCIL, ask=_("Which council area do you live in?"), error=error,
        boxes=(Box("", "radios", options=options),),
        hint=_("It is on your Council Tax bill. If you do not know, call us and we will tell you."),
        raw={"": [application.authority]},
    )  # fmt: skip
    last = url_of(turns_of(application.journey)[-1], service)
    context = {
        **shared(request, application), "field": shown, "errors": [shown.error_link] if shown.error_link else [],
        "back_url": carried(request, last), "caption": "", "statements": (), "decline_button": False,
        "later_button": False,
    }  # fmt: skip
    return draw(request, "question.html", context, version=application.version)


def _council_wanted(request: HttpRequest, application: Application) -> HttpResponse | None:
    """What stands in the way of sending: no council is known, or one that does not offer this service."""
    service = application.version.service
    if application.authority in service.offered_by:
        return None
    found = council_of(application.authority) if application.authority else None
    if found is None:
        return HttpResponseRedirect(reverse("web_council", args=[service.name]))
    return draw_problem(
        request,
        _("Your council does not offer this online"),
        _("From your address, your council is %(council)s.") % {"council": found.name},
        _("Call them on %(phone)s. They will help you.") % {"phone": found.phone},
        status=200,
        links={url_of(turns_of(application.journey)[0], service.name): _("Look at my answers again")},
    )


def _draw(
    request: HttpRequest, application: Application, draft: Draft, problem: str = "", status: int = 200
) -> HttpResponse:
    service, mark = application.version.service, languages.marker(request, application.version)
    context: dict[str, Any] = {
        **shared(request, application),
        "groups": [
            {"title": mark(each.title), "rows": [_row(application, row, mark) for row in each.rows]}
            for each in gathered(
                answer_groups(application.version, application.answers, application.journey.pages)
            )
        ],
        "council": council_of(application.authority),
        "council_url": "" if application.told_authority or application.changes else _council_url(application),
        "declaration": service.settings.get("declaration") or (),
        "earlier": _earlier(request, application),
        "changes": application.changes,
        "key": key_of(draft),
        "back_url": url_of(turns_of(application.journey)[-1], service.name),
        "errors": [{"text": problem, "href": "#send"}] if problem else [],
    }
    return draw(
        request,
        "check.html",
        context,
        version=application.version,
        authority=application.authority,
        status=status,
    )


def _council_url(application: Application) -> str:
    several = len(application.version.service.offered_by) > 1
    return reverse("web_council", args=[application.service]) if several else ""


def _row(application: Application, row: Any, mark: languages.Mark) -> dict[str, str]:
    return {
        "label": mark(row.label),
        "text": mark(row.text),
        "change_url": f"{url_of(row.turn, application.service)}?from=check"
    }  # fmt: skip


def _earlier(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """What to say of an earlier application by the same person. Only a visitor who already sees that case is told more
    than that there may be one: a name, a birthday and a mail address are what others know as well."""
    if application.changes or not applicant_facts(application.version):
        return None
    found = look_for_earlier(
        service=application.service, answers=application.answers, version=application.version.hash
    )
    held = visitor.held_cases(request)
    if not found:
        return None
    mine = next((case for case in found if case.reference in held), None)
    if mine is not None:
        return {
            "reference": mine.reference,
            "on": mine.submitted_at,
            "url": reverse("web_case", args=[mine.reference]),
        }
    return {"reference": "", "on": None, "url": ""}


def _send(request: HttpRequest, application: Application, draft: Draft) -> HttpResponse:
    if request.POST.get("key") != key_of(draft):
        return HttpResponseRedirect(check_url(application))
    try:
        receipt = application.send(key_of(draft))
    except IdempotencyError:
        return _sent_before(request, application, draft)
    except SubmissionError as error:
        return _sent_before(request, application, draft, str(error))
    except AnswersError as error:
        sentence = " ".join(sentence for _fact, sentence in error.problems)
        return _draw(request, application, draft, sentence, status=422)
    return _received(request, application, receipt)


def _received(request: HttpRequest, application: Application, receipt: Receipt) -> HttpResponse:
    visitor.hold_case(request, receipt.reference, application.at)
    return _sent(receipt.reference)


def _sent_before(
    request: HttpRequest, application: Application, draft: Draft, problem: str = ""
) -> HttpResponse:
    """The same draft was sent at the same moment in another window: its case is the answer. Else say what is wrong."""
    now = draft_by_token(draft.token)
    if now is not None and now.sent_case is not None:
        visitor.hold_case(request, now.sent_case.reference, application.at)
        return _sent(now.sent_case.reference)
    sentence = problem or _("We could not take this. Call us on %(phone)s.") % {
        "phone": phone_of(application.authority)
    }
    return _draw(request, application, draft, sentence, status=422)


def _sent(reference: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("web_sent", args=[reference]))
