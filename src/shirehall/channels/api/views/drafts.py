"""Drafts: begin one, go on with it, send it. The resident may go on with it on another channel, by its reference."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from shirehall.capabilities.documents import api as documents
from shirehall.casework.api import Application, draft_by_reference
from shirehall.casework.models import Draft
from shirehall.channels.api.answering import complete, missing_from, put_answers, read_given, settle_council
from shirehall.channels.api.body import read_object
from shirehall.channels.api.calls import Call, answer
from shirehall.channels.api.channel import NAME
from shirehall.channels.api.files import files_sent, fingerprint_of, keeping
from shirehall.channels.api.idempotency import Done, once
from shirehall.channels.api.models import PartnerDraft
from shirehall.channels.api.problem import Problem, not_found
from shirehall.channels.api.sending import send as send_application
from shirehall.channels.api.telling import draft_said
from shirehall.kernel.api import Answer, AnswersError
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.values import FileGiven, Value

_PARTS = ("authority", "answers")


def begin(call: Call, service: str) -> HttpResponse:
    """Begin a draft."""
    application = Application.begin(service=service, channel=NAME, at=call.at)
    call.need("submit", service=service)
    body = read_object(call.request, _PARTS)

    def act(key: str) -> Done:
        _put(call, application, body)
        draft = application.save(authority=_council(call, application, body))
        PartnerDraft.objects.create(partner=call.partner, draft=draft)
        return Done(201, draft=draft)

    return once(call, body, act)


def draft(call: Call, reference: str) -> HttpResponse:
    """A draft, and what is missing from it."""
    held = held_draft(call, reference)
    call.need("submit", service=held.service, authority=held.authority)
    body = draft_said(held)
    if held.sent_case_id is None:
        application = Application.of(held, channel=NAME, at=call.at)
        put_answers(application, application.answers)
        body["missing"] = [{"fact": fact, "message": said} for fact, said in missing_from(application)]
    return answer(body)


def go_on(call: Call, reference: str) -> HttpResponse:
    """Add answers, or take some away with null."""
    body = read_object(call.request, _PARTS)
    with transaction.atomic():
        # Two calls at once: the second adds to what the first has stored.
        held = Draft.objects.select_for_update().get(pk=open_draft(call, reference).pk)
        application = Application.of(held, channel=NAME, at=call.at)
        _put(call, application, body)
        application.save(authority=_council(call, application, body))
    return draft(call, reference)


def send(call: Call, reference: str) -> HttpResponse:
    """Send a draft."""
    held = held_draft(call, reference)
    call.need("submit", service=held.service, authority=held.authority)
    body = read_object(call.request, ("authority",))

    def act(key: str) -> Done:
        current = open_draft(call, reference)
        application = Application.of(current, channel=NAME, at=call.at)
        put_answers(application, application.answers)
        authority = complete(application, body.get("authority"))
        call.need("submit", service=current.service, authority=authority)
        application.save(authority=authority)
        return send_application(call, application, key)

    return once(call, body, act)


def add_files(call: Call, reference: str, fact: str) -> HttpResponse:
    """Add files to a question that takes files."""
    held = open_draft(call, reference)
    files = files_sent(call.request)
    application = Application.of(held, channel=NAME, at=call.at)
    question = next((each for each in application.version.service.questions if each.fact == fact), None)
    if question is None or question.kind != "files":
        raise not_found(_("This service asks for no files there."))
    kept: list[documents.Document] = []

    def act(key: str) -> Done:
        given = [*_files_of(application.value(fact)), *(FileGiven(each.pk, each.name) for each in kept)]
        raw = {"": [each.document for each in given], "name": [each.name for each in given]}
        try:
            value = TYPES[question.type].read(question.asked, raw, on=application.on)
        except AnswerError as error:
            raise AnswersError([(fact, error.message)]) from error
        _replace(application, {**application.answers, fact: application.known(value)})
        return Done(201, draft=application.save())

    return once(
        call, fingerprint_of(files), act, around=keeping(files, kept, about=fact, at=call.at, draft=held)
    )


def _files_of(value: Value | None) -> list[FileGiven]:
    return [each for each in value if isinstance(each, FileGiven)] if isinstance(value, tuple) else []


def _put(call: Call, application: Application, body: Mapping[str, Any]) -> None:
    given = body.get("answers", {})
    read = read_given(application, given)
    gone = {name for name, value in given.items() if value is None}
    _replace(application, {**{n: a for n, a in application.answers.items() if n not in gone}, **read})


def _replace(application: Application, answers: dict[str, Answer]) -> None:
    """What was answered is kept as it came; what an optional question left empty means is known when it is sent."""
    application.answers = answers
    for worked_out in ("journey", "told_authority"):
        application.__dict__.pop(worked_out, None)


def _council(call: Call, application: Application, body: Mapping[str, Any]) -> str:
    """The council as far as it is told; which it is may still come."""
    told = body.get("authority") not in (None, "") or application.told_authority
    authority = settle_council(application, body.get("authority")) if told else ""
    call.need("submit", service=application.service, authority=authority)
    return authority


def held_draft(call: Call, reference: str) -> Draft:
    """The draft that this partner began. Raises Problem: no such draft, and another's, look the same."""
    found = draft_by_reference(reference)
    if found is None or not PartnerDraft.objects.filter(draft=found, partner=call.partner).exists():
        raise not_found(_("You began no draft with this reference."))
    return found


def open_draft(call: Call, reference: str) -> Draft:
    """One that was not sent yet, and that the key may go on with."""
    held = held_draft(call, reference)
    call.need("submit", service=held.service, authority=held.authority)
    if held.sent_case_id is not None:
        raise Problem(409, "conflict", _("This draft was sent already."))
    return held
