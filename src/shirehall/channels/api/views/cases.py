"""Cases that the partner sent: where they stand, and what a resident may still want of them."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from shirehall.capabilities.documents import api as documents
from shirehall.casework.api import (
    RESIDENT,
    Application,
    EvidenceGiven,
    ReferenceProblem,
    case_answers,
    owed_evidence,
    read_reference,
    submit,
    version_of,
)
from shirehall.casework.models import Case
from shirehall.channels.api.answering import complete, put_answers, read_given
from shirehall.channels.api.body import read_object
from shirehall.channels.api.calls import Call, answer
from shirehall.channels.api.channel import NAME
from shirehall.channels.api.files import files_sent, fingerprint_of, keeping
from shirehall.channels.api.idempotency import Done, gone, once
from shirehall.channels.api.models import PartnerCase
from shirehall.channels.api.problem import Problem, not_found
from shirehall.channels.api.telling import case_said, moment
from shirehall.kernel.api import AnswersError
from shirehall.kernel.questions import TYPES, AnswerError, Asked

_PAGE = 50


def cases(call: Call) -> HttpResponse:
    """The partner's cases, the newest first, a page at a time."""
    call.need("read")
    rows = PartnerCase.objects.select_related("case").filter(partner=call.partner).order_by("-id")
    after = call.request.GET.get("after", "")
    if after:
        if not (after.isascii() and after.isdigit() and len(after) < 19):
            raise Problem(400, "bad-request", _("“after” is the number that the page before gave as “next”."))
        rows = rows.filter(id__lt=int(after))
    found = list(rows[: _PAGE + 1])
    shown = [row for row in found[:_PAGE] if _may_read(call, row.case)]
    return answer(
        {
            "cases": [
                {
                    "reference": row.case.reference, "service": row.case.service, "authority": row.case.authority,
                    "state": str(row.case.state), "outcome": row.case.outcome,
                    "submitted_at": moment(row.case.submitted_at),
                }
                for row in shown
            ],
            "next": str(found[_PAGE - 1].pk) if len(found) > _PAGE else None,
        }
    )  # fmt: skip


def _may_read(call: Call, case: Case) -> bool:
    return case.disposed_at is None and call.key.may("read", service=case.service, authority=case.authority)


def case(call: Call, reference: str) -> HttpResponse:
    """Where a case stands."""
    return answer(case_said(_held(call, reference, "read")))


def evidence(call: Call, reference: str, name: str) -> HttpResponse:
    """Send files as evidence that is owed."""
    held = _held(call, reference, "submit")
    if all(each.name != name for each in version_of(held).service.evidence):
        raise not_found(_("This service asks for no such evidence."))
    files = files_sent(call.request)
    kept: list[documents.Document] = []

    def act(key: str) -> Done:
        if all(row.name != name for row in owed_evidence(held)):
            raise Problem(409, "conflict", _("This evidence is not owed now."))
        receipt = submit(
            service=held.service, answers={}, channel=NAME, by=RESIDENT, at=call.at, authority=held.authority,
            case=held, purpose="evidence", idempotency_key=key,
            evidence={name: EvidenceGiven("received", tuple(each.pk for each in kept))},
        )  # fmt: skip
        return Done(201, case=held, submission_id=receipt.submission_id)

    around = keeping(files, kept, about=name, at=call.at, case=held, evidence=name)
    return once(call, fingerprint_of(files), act, around=around)


def change(call: Call, reference: str) -> HttpResponse:
    """Tell of a change of circumstances: only the answers that are different now."""
    held = _held(call, reference, "submit")
    body = read_object(call.request, ("answers",))

    def act(key: str) -> Done:
        version = version_of(held)
        asked = {name for name, fact in version.service.facts.items() if fact.origin == "asked"}
        standing = {name: each for name, each in case_answers(held).items() if name in asked}
        application = Application(held.service, version, call.at, NAME, answers=standing, changes=held)
        given = read_given(application, body.get("answers", {}))
        if not given:
            raise AnswersError([("answers", _("Give the answers that are different now"))])
        put_answers(application, {**standing, **given})
        complete(application, None)
        to_send = {name: each for name, each in application.to_send().items() if standing.get(name) != each}
        receipt = submit(
            service=held.service, answers=to_send, channel=NAME, by=RESIDENT, at=call.at, authority=held.authority,
            idempotency_key=key, version=version.hash, case=held, purpose="change",
        )  # fmt: skip
        return Done(201, case=held, submission_id=receipt.submission_id)

    return once(call, body, act)


def withdraw(call: Call, reference: str) -> HttpResponse:
    """Take the application back."""
    return _wish(call, reference, "withdraw")


def look_again(call: Call, reference: str) -> HttpResponse:
    """Ask for a person to look at the decision."""
    return _wish(call, reference, "review")


def _wish(call: Call, reference: str, purpose: str) -> HttpResponse:
    held = _held(call, reference, "submit")
    body = read_object(call.request, ("note",))

    def act(key: str) -> Done:
        receipt = submit(
            service=held.service, answers={}, channel=NAME, by=RESIDENT, at=call.at, authority=held.authority,
            case=held, purpose=purpose, note=_note(call, body.get("note")), idempotency_key=key,
        )  # fmt: skip
        return Done(201, case=held, submission_id=receipt.submission_id)

    return once(call, body, act)


def _note(call: Call, given: object) -> str:
    """Words that go with a wish, read as any long answer is."""
    if given in (None, ""):
        return ""
    asked = Asked(fact="note", ask="", label=_("the note"))
    try:
        return str(TYPES["long_text"].from_json(asked, given, on=call.at.date()))
    except AnswerError as error:
        raise AnswersError([("note", error.message)]) from error


def _held(call: Call, typed: str, action: str) -> Case:
    """A case that this partner sent, and that the key may do this to. Raises Problem: no such case, and one that
    somebody else sent, look the same."""
    call.need(action)
    missing = not_found(_("You sent no case with this reference."))
    try:
        reference = read_reference(typed)
    except ReferenceProblem as error:
        raise missing from error
    row = (
        PartnerCase.objects.select_related("case")
        .filter(case__reference=reference, partner=call.partner)
        .first()
    )
    if row is None:
        raise missing
    call.need(action, service=row.case.service, authority=row.case.authority)
    if row.case.disposed_at is not None:
        raise gone()
    return row.case
