"""A resident with a case: an officer does for them what they could do online. Seeing what is owed, sending evidence,
telling a change, asking a person to look again, withdrawing."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shirehall.capabilities.documents.api import DocumentError, accepted_endings
from shirehall.capabilities.documents.api import dispose as dispose_documents
from shirehall.casework.api import (
    EvidenceGiven,
    IdempotencyError,
    SubmissionError,
    case_answers,
    local_date,
    owed_evidence,
    save_draft,
    submit,
)
from shirehall.casework.models import Case
from shirehall.channels.assisted.access import Helper, channel_for, helps_with, note_look, open_case
from shirehall.channels.assisted.actions import Present, begin_help
from shirehall.channels.assisted.drawing import draw, draw_problem
from shirehall.channels.assisted.files import store_for_case
from shirehall.channels.assisted.forms import PresentForm, read_words, words_field
from shirehall.channels.assisted.helping import helper_of
from shirehall.channels.assisted.models import Help
from shirehall.channels.assisted.showing import case_context
from shirehall.channels.assisted.views.joining import ask_present
from shirehall.design.fields import field_of
from shirehall.kernel.api import Version
from shirehall.kernel.questions import AnswerError, Box
from shirehall.partnership.api import officer_required


class Visit:
    """An officer with a case in front of them: `help` is the stretch of help they are in the middle of."""

    def __init__(self, helper: Helper, case: Case, version: Version, at: datetime, given: Help) -> None:
        self.helper, self.case, self.version, self.at, self.help = helper, case, version, at, given

    @property
    def channel(self) -> str:
        """The channel that help counts for."""
        return self.help.channel

    def send(self, **more: Any) -> None:
        """One more pass on the case, as the resident asked for it. Raises what `submit` raises."""
        submit(
            service=self.case.service, answers={}, channel=self.channel, by=self.helper.by, at=self.at,
            authority=self.case.authority, case=self.case, **more,
        )  # fmt: skip


def visited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page about a case: who is there is asked first, and once for a stretch of help."""

    @wraps(view)
    def guarded(request: HttpRequest, reference: str, **more: Any) -> HttpResponse:
        at, helper = timezone.now(), helper_of(request)
        found, version = open_case(helper, reference)
        open_now = Help.objects.filter(case=found, draft=None, by=helper.by, ended_at=None)
        given = open_now.order_by("-began_at", "-pk").first()
        if given is None or local_date(given.began_at) != local_date(at):
            present = ask_present(
                request, helper, PresentForm(), title=version.service.title, back=reverse("assisted"),
                reference=found.reference,
            )  # fmt: skip
            if not isinstance(present, Present):
                return present
            channel = channel_for(version.service, present.how) if helps_with(version.service) else "assisted"
            begin_help(present=present, channel=channel, by=helper.by, at=at, case=found)
            return redirect("assisted_case", found.reference)
        note_look(helper, found, at)
        return view(request, Visit(helper, found, version, at, given), **more)

    return officer_required(require_http_methods(["GET", "HEAD", "POST"])(guarded))


@visited
def case(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where the case stands, in words to say, and what may be done."""
    done = request.GET.get("done", "")
    context = case_context(visit.case, visit.version, visit.helper.officer, done=done, at=visit.at)
    return draw(request, "case.html", {**context, "errors": []})


@visited
def change(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Tell us of a change: the same questions with the answers that stand, sent as a change of the case."""
    held = visit.case
    if held.finished and held.state != Case.State.SETTLED:
        return _closed(request, held)
    if request.method != "POST":
        return _ask(
            request, visit, _("Tell us of a change"), (
                _("The form opens with the answers that stand. Change those that are different now, then send it."),
                _("The rules decide again, and the resident is told."),
            ), yes=_("Open the form"),
        )  # fmt: skip
    asked = {name for name, fact in visit.version.service.facts.items() if fact.origin == "asked"}
    answers = {name: answer for name, answer in case_answers(held).items() if name in asked}
    draft = save_draft(
        draft=None, service=held.service, answers=answers, channel=visit.channel, by=visit.helper.by, at=visit.at,
        authority=held.authority, version=visit.version.hash, changes=held,
    )  # fmt: skip
    present = Present(
        visit.help.how, visit.help.speaker, visit.help.speaker_name, visit.help.speaker_may
    )  # fmt: skip
    begin_help(present=present, channel=visit.channel, by=visit.helper.by, at=visit.at, draft=draft)
    return redirect("assisted_check", draft.reference)


@visited
def evidence(request: HttpRequest, visit: Visit, *, name: str) -> HttpResponse:
    """Evidence that the resident brought, or that the officer scans."""
    defined = next((each for each in visit.version.service.evidence if each.name == name), None)
    if defined is None:
        raise Http404(name)
    row = next((each for each in owed_evidence(visit.case) if each.name == name), None)
    if row is None:
        return redirect("assisted_case", visit.case.reference)
    error = ""
    if request.method == "POST":
        error = _send_evidence(request, visit, name)
        if not error:
            return _done(visit, "sent")
    box = Box("", "file", accept=accepted_endings())
    shown = field_of(
        id="files", ask=_("The scan or photo"), hint=_("You can choose several files."), boxes=(box,), error=error,
        legend_is_heading=False,
    )  # fmt: skip
    sentences = (_("Any of these: %(list)s.") % {"list": ", ".join(defined.accept.values())},)
    return _ask(
        request, visit, defined.title, sentences, yes=_("Add it to the case"), shown=shown, upload=True
    )


def _send_evidence(request: HttpRequest, visit: Visit, name: str) -> str:
    """Keep the files and send them. What is wrong, or empty."""
    kept: list[str] = []
    try:
        kept = store_for_case(
            request, visit.case, evidence=name, by=visit.helper.by, at=visit.at, channel=visit.channel
        )
        if not kept:
            return _("Choose a file")
        given = EvidenceGiven("received", tuple(kept))
        visit.send(purpose="evidence", evidence={name: given}, idempotency_key=f"assisted:{kept[0]}")
    except DocumentError as error:
        return str(error)
    except SubmissionError as error:
        dispose_documents(kept, at=visit.at)
        return str(error)
    return ""


@visited
def look_again(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for a person to look at the decision."""
    typed, error = request.POST.get("words", ""), ""
    if request.method == "POST":
        try:
            note = read_words(typed, _("what they say"), on=local_date(visit.at))
        except AnswerError as wrong:
            error = wrong.message
        else:
            return _wish(request, visit, "review", note)
    shown = words_field(
        _("What should be looked at? (optional)"), _("In the resident’s own words."), typed, error
    )
    sentences = (
        _("A person looks at what was sent, and at what was decided and why."),
        _("They write to the resident."),
    )
    return _ask(request, visit, _("Ask a person to look again"), sentences, yes=_("Ask for it"), shown=shown)


@visited
def withdraw(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take an application back, when the resident is sure."""
    if request.method == "POST":
        return _wish(request, visit, "withdraw", "")
    if visit.case.finished:
        return _closed(request, visit.case)
    sentences = (
        _("Say: “We stop working on it, and you get nothing from it. You can apply again at any time.”"),
        _("Ask whether they are sure."),
    )
    return _ask(request, visit, _("Withdraw this"), sentences, yes=_("Yes, withdraw it"), grave=True)


def _wish(request: HttpRequest, visit: Visit, purpose: str, note: str) -> HttpResponse:
    """Send a wish once: the key says at which point of the case's story the page was opened."""
    key = request.POST.get("key", "")
    if not (key.isascii() and key.isdigit() and len(key) <= 10):
        raise Http404(key)
    try:
        visit.send(
            purpose=purpose, note=note, idempotency_key=f"assisted:{purpose}:{visit.case.reference}:{key}"
        )
    except IdempotencyError:
        pass
    except SubmissionError as error:
        if not (purpose == "withdraw" and visit.case.state == Case.State.WITHDRAWN):
            return draw_problem(
                request, _("That could not be done"), str(error), status=409, ways=_to_case(visit.case)
            )
    return _done(visit, "withdrawn" if purpose == "withdraw" else "review")


def _done(visit: Visit, what: str) -> HttpResponse:
    return redirect(f"{reverse('assisted_case', args=[visit.case.reference])}?done={what}")


def _ask(
    request: HttpRequest, visit: Visit, title: str, sentences: tuple[str, ...], *, yes: str, grave: bool = False,
    shown: Any = None, upload: bool = False,
) -> HttpResponse:  # fmt: skip
    errors = [shown.error_link] if shown is not None and shown.error_link else []
    context = {
        "case": visit.case, "service": visit.version.service, "title": title, "sentences": sentences, "field": shown,
        "yes": yes, "grave": grave, "upload": upload, "key": str(visit.case.last_sequence), "errors": errors,
        "back_url": reverse("assisted_case", args=[visit.case.reference]),
    }  # fmt: skip
    return draw(request, "ask.html", context, status=422 if errors else 200)


def _closed(request: HttpRequest, held: Case) -> HttpResponse:
    return draw_problem(
        request,
        _("This is closed"),
        _("They can apply again, or ask a person to look again."),
        status=409,
        ways={**_to_case(held), reverse("assisted_begin", args=[held.service]): _("Apply again")},
    )


def _to_case(held: Case) -> dict[str, str]:
    words = _("Go back to %(reference)s") % {"reference": held.reference}
    return {reverse("assisted_case", args=[held.reference]): words}
