"""What a resident may want of a case: tell a change, send evidence, withdraw, have a person look again."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.capabilities.documents import api as documents
from shirehall.casework.api import (
    RESIDENT,
    EvidenceGiven,
    IdempotencyError,
    SubmissionError,
    case_answers,
    local_date,
    owed_evidence,
    renewal_wanted,
    save_draft,
    submit,
)
from shirehall.casework.models import Case
from shirehall.channels.web import languages, limits, visitor
from shirehall.channels.web.channel import NAME
from shirehall.channels.web.drawing import draw, draw_problem, draw_too_often, phone_of
from shirehall.channels.web.flow import page
from shirehall.channels.web.forms import file_field, read_words, words_field
from shirehall.channels.web.settings import web_settings
from shirehall.channels.web.uploads import MOST_AT_ONCE, content_of
from shirehall.channels.web.views.cases import not_held
from shirehall.kernel.api import Version
from shirehall.kernel.questions import AnswerError

_MOST_DIGITS = 10
_DONE = {"withdraw": "withdrawn", "review": "review", "renewal": "renewed"}


@page
def change(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """Tell us of a change: the same questions with the answers that stand, sent as a change of the case."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    version = languages.version_for(request, held)
    if held.finished and held.state != Case.State.SETTLED:
        return _closed(request, held)
    if request.method == "POST":
        asked = {name for name, fact in version.service.facts.items() if fact.origin == "asked"}
        answers = {name: answer for name, answer in case_answers(held).items() if name in asked}
        draft = save_draft(
            draft=None, service=held.service, answers=answers, channel=NAME, by=RESIDENT, at=at,
            authority=held.authority, version=version.hash, changes=held,
        )  # fmt: skip
        visitor.hold_draft(request, held.service, draft.token, at)
        return HttpResponseRedirect(reverse("web_check", args=[held.service]))
    sentences = (
        _("We show you the answers that you gave. Change those that are different now, then send them."),
        _("We then decide again, from the day that you tell us."),
    )
    return _ask(request, held, version, _("Tell us of a change"), sentences, yes=_("Go on"))


@page
def renew(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """Answer a renewal: nothing has changed. The rules decide again for today."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    if request.method == "POST":
        return _wish(request, held, at, purpose="renewal")
    version = languages.version_for(request, held)
    if not renewal_wanted(held):
        links = _to_case(held)
        said = _("You do not have to do anything. If something changes, tell us.")
        return draw_problem(request, _("There is nothing to answer now"), said, status=409, links=links)
    sentences = (
        _("Say so only if everything you told us is still as it was."),
        _("If something is different, go back and tell us of the change."),
    )
    return _ask(request, held, version, _("Has nothing changed?"), sentences, yes=_("Nothing has changed"))


@page
def withdraw(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """Take an application back, when sure."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    if request.method == "POST":
        return _wish(request, held, at, purpose="withdraw")
    if held.finished:
        return _closed(request, held)
    sentences = (
        _("We stop working on it, and you get nothing from it. You can apply again at any time."),
        _("You keep seeing it with your reference."),
    )
    title = _("Do you want to withdraw this?")
    return _ask(
        request,
        held,
        languages.version_for(request, held),
        title,
        sentences,
        yes=_("Withdraw it"),
        grave=True,
    )


@page
def look_again(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """Ask for a person to look at the decision."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    typed, error = request.POST.get("words", ""), ""
    if request.method == "POST":
        try:
            note = read_words(typed, _("what you write"), on=local_date(at))
        except AnswerError as wrong:
            error = wrong.message
        else:
            return _wish(request, held, at, purpose="review", note=note)
    sentences = (
        _("A person looks at what you sent, and at what was decided and why."),
        _("They tell you what they find."),
    )
    words = words_field(
        _("What should they look at? (optional)"),
        _("Say what you think is wrong, in your own words."),
        typed,
        error,
    )
    context = {"field": words, "errors": [words.error_link] if words.error_link else []}
    title = _("Ask a person to look again")
    return _ask(
        request, held, languages.version_for(request, held), title, sentences, yes=_("Send"), more=context
    )


@page
def evidence(request: HttpRequest, reference: str, name: str, *, at: datetime) -> HttpResponse:
    """Send evidence that is owed."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    version = languages.version_for(request, held)
    defined = next((each for each in version.service.evidence if each.name == name), None)
    row = next((each for each in owed_evidence(held) if each.name == name), None)
    if defined is None:
        raise Http404(name)
    if row is None:
        return HttpResponseRedirect(reverse("web_case", args=[reference]))
    error = ""
    if request.method == "POST":
        if limits.too_often(request, "upload", web_settings().uploads_an_hour):
            return draw_too_often(request)
        error = _send_evidence(request, held, name, at)
        if not error:
            return HttpResponseRedirect(reverse("web_case", args=[reference]) + "?done=sent")
    shown = file_field(
        _("Choose your files"), _("A photo taken with your phone is fine. You can choose several."),
        documents.accepted_endings(), error,
    )  # fmt: skip
    context = {
        "field": shown, "title": defined.title, "accept": list(defined.accept.values()), "row": row,
        "errors": [shown.error_link] if shown.error_link else [], "back_url": reverse("web_case", args=[reference]),
        "phone": phone_of(held.authority),
    }  # fmt: skip
    return draw(request, "evidence.html", context, version=version, authority=held.authority)


def _send_evidence(request: HttpRequest, held: Case, name: str, at: datetime) -> str:
    """Keep the files and send them. What is wrong, or empty."""
    files = request.FILES.getlist("files")[:MOST_AT_ONCE]
    if not files:
        return _("Choose a file to send")
    kept: list[documents.Document] = []
    try:
        for each in files:
            made = documents.store(
                content=content_of(each), name=each.name or "", by=RESIDENT, at=at, channel=NAME, case=held,
                evidence=name,
            )  # fmt: skip
            kept += [made]
        ids = tuple(each.pk for each in kept)
        submit(
            service=held.service, answers={}, channel=NAME, by=RESIDENT, at=at, authority=held.authority, case=held,
            purpose="evidence", evidence={name: EvidenceGiven("received", ids)},
            idempotency_key="web:" + hashlib.sha256("\n".join(ids).encode()).hexdigest(),
        )  # fmt: skip
    except documents.DocumentError as error:
        documents.dispose([each.pk for each in kept], at=at)
        return str(error)
    except SubmissionError as error:
        documents.dispose([each.pk for each in kept], at=at)
        return str(error)
    return ""


def _wish(request: HttpRequest, held: Case, at: datetime, *, purpose: str, note: str = "") -> HttpResponse:
    """Send a wish once: the key says at which point of the case's story the page was opened."""
    key = request.POST.get("key", "")
    if not (key.isascii() and key.isdigit() and len(key) <= _MOST_DIGITS):
        raise Http404(key)
    done = _DONE[purpose]
    try:
        submit(
            service=held.service, answers={}, channel=NAME, by=RESIDENT, at=at, authority=held.authority, case=held,
            purpose=purpose, note=note, idempotency_key=f"web:{purpose}:{held.reference}:{key}",
        )  # fmt: skip
    except IdempotencyError:
        done = _DONE[purpose]
    except SubmissionError as error:
        if not (purpose == "withdraw" and held.state == Case.State.WITHDRAWN):
            return draw_problem(
                request, _("We could not do that"), str(error), status=409, links=_to_case(held)
            )
    return HttpResponseRedirect(f"{reverse('web_case', args=[held.reference])}?done={done}")


def _ask(
    request: HttpRequest, held: Case, version: Version, title: str, sentences: tuple[str, ...], *, yes: str,
    grave: bool = False, more: Mapping[str, object] | None = None,
) -> HttpResponse:  # fmt: skip
    back = reverse("web_case", args=[held.reference])
    context = {
        "heading": title, "sentences": sentences, "field": None, "yes": yes, "no": _("Go back"), "no_url": back,
        "grave": grave, "key": str(held.last_sequence), "back_url": back, **(more or {}),
    }  # fmt: skip
    status = 422 if context.get("errors") else 200
    return draw(request, "confirm.html", context, version=version, authority=held.authority, status=status)


def _closed(request: HttpRequest, held: Case) -> HttpResponse:
    return draw_problem(
        request,
        _("This is closed"),
        _("You can apply again, ask a person to look again, or call us on %(phone)s.")
        % {"phone": phone_of(held.authority)},
        status=409,
        links={**_to_case(held), reverse("web_start", args=[held.service]): _("Apply again")},
    )


def _to_case(held: Case) -> dict[str, str]:
    return {
        reverse("web_case", args=[held.reference]): _("Go back to %(reference)s")
        % {"reference": held.reference}
    }
