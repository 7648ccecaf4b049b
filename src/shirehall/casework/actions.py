"""The straight line: one pass from answers to a decided case, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from shirehall.casework.admission import admit
from shirehall.casework.canonical import canonical, digest
from shirehall.casework.deciding import begin, decide_pass, follow, has_decided, refuse_stale
from shirehall.casework.models import Case, Draft, Submission
from shirehall.casework.passes import EvidenceGiven, Pass, Request
from shirehall.casework.problems import IdempotencyError, SubmissionError
from shirehall.casework.replaying import kernel_decision, latest_decision
from shirehall.casework.versions import Resolved, resolve, resolve_row
from shirehall.casework.writing import write
from shirehall.kernel.answers import answer_to_stored
from shirehall.kernel.api import Answers, Decision, Judgement, Version
from shirehall.kernel.values import to_stored

_TRIES = 3
_NEEDS_CASE = ("change", "correction", "evidence", "judgement", "review", "withdraw", "close", "renewal")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever sent it gets: the case, and what was decided. `created` is false where it had come before."""

    reference: str
    case_id: int
    decision: Decision
    created: bool
    submission_id: int


def submit(
    *, service: str, answers: Answers, channel: str, by: str, at: datetime, authority: str, idempotency_key: str,
    version: str | None = None, case: Case | None = None, draft: Draft | None = None, purpose: str = "apply",
    judgement: Judgement | None = None, evidence: Mapping[str, EvidenceGiven] | None = None, note: str = "",
    effective_on: date | None = None, seen_sequence: int | None = None, plan_steps: bool = True,
) -> Receipt:  # fmt: skip
    """Send answers, evidence, a judgement or a wish down the line, on a new case or on one that stands.

    `version` is a service version's hash (None: the current one; a case stays on its own). `by` is "resident" or an
    officer's code. `effective_on` is the day a change counts from. `seen_sequence` is where the case's chain ended
    when the officer looked. `plan_steps=False` sends nothing (demonstration data of past years).

    The same key with the same body gives the same receipt. Raises AnswersError, IdempotencyError, StaleCase,
    SubmissionError, UnknownService; then nothing was written.
    """
    request = Request(
        service=service, answers=answers, channel=channel, by=by, at=at, authority=authority, key=idempotency_key,
        purpose=purpose, version=version, case=case, draft=draft, judgement=judgement, evidence=evidence or {},
        note=note, effective_on=effective_on, seen_sequence=seen_sequence, plan_steps=plan_steps,
    )  # fmt: skip
    _check(request)
    body = _body_hash(request)
    for _attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return _run(request, body)
        except IntegrityError:
            # Sent twice at once, or a reference that stood already: the first is a receipt, the second a new try.
            if earlier := _earlier(request, body):
                return earlier
    raise SubmissionError(_("We could not store this. Nothing was lost: please send it again."))


def _check(request: Request) -> None:
    if request.purpose not in Submission.Purpose.values:
        raise SubmissionError(_("There is no purpose “%(purpose)s”.") % {"purpose": request.purpose})
    if (request.purpose in _NEEDS_CASE) != (request.case is not None):
        raise SubmissionError(_("An application begins a case. Everything else is about one."))
    if (request.purpose == "judgement") != (request.judgement is not None):
        raise SubmissionError(_("A judgement needs its question, its answer and a reason."))
    if request.judgement and not request.judgement.reason.strip():
        raise SubmissionError(_("Give a reason for your judgement."))
    if not request.key:
        raise SubmissionError(_("A submission needs an idempotency key."))


def _run(request: Request, body: str) -> Receipt:
    resolved = _resolve(request)
    _allow(request, resolved.version)
    admit(resolved.version, request.answers, note=request.note)
    work = begin(request, resolved)
    # A new application finds out by its key's being unique; who sends on a case, or a draft that was sent, is told
    # first what it gave before anything is held against it.
    seen_before = not work.fresh or (request.draft is not None and request.draft.sent_case_id is not None)
    if seen_before and (earlier := _earlier(request, body)):
        return earlier
    refuse_stale(work)
    # What is stored is in one language, whatever the one of who sends it: a replay gives the same words years later.
    with override(settings.LANGUAGE_CODE):
        decide_pass(work)
        follow(work)
        submission = write(work, body)
    return _receipt(work, submission)


def _resolve(request: Request) -> Resolved:
    if request.case is not None:
        return resolve_row(request.case.service_version_id)
    return resolve(request.service, request.version)


def _allow(request: Request, version: Version) -> None:
    service = version.service
    if request.case is None and request.authority not in service.offered_by:
        raise SubmissionError(
            _("“%(authority)s” does not offer this service.") % {"authority": request.authority}
        )
    if request.purpose == "apply" and request.channel not in service.channels:
        raise SubmissionError(_("This service cannot be used by %(channel)s.") % {"channel": request.channel})
    if request.judgement and all(each.name != request.judgement.question for each in service.judgements):
        raise SubmissionError(
            _("This service has no judgement “%(name)s”.") % {"name": request.judgement.question}
        )


def _receipt(work: Pass, submission: Submission) -> Receipt:
    return Receipt(work.case.reference, work.case.pk, work.decision, True, submission.pk)


def _earlier(request: Request, body: str) -> Receipt | None:
    """The receipt of the submission with this key. Raises IdempotencyError where it had another body."""
    found = Submission.objects.select_related("case").filter(idempotency_key=request.key).first()
    if found is None:
        return None
    if found.case.disposed_at is not None:
        raise SubmissionError(_("The details of this case were deleted at the end of the time we keep them."))
    if found.body_hash != body:
        raise IdempotencyError(
            _("This was sent before with other answers. Start again to send something new.")
        )
    decision = getattr(found, "decision", None) if has_decided(found.purpose) else latest_decision(found.case)
    if decision is None:
        raise SubmissionError(_("Nothing was decided on this case yet."))
    return Receipt(
        found.case.reference, found.case_id, kernel_decision(decision, explain=False), False, found.pk
    )


def _body_hash(request: Request) -> str:
    """The hash of what was sent, without the moments at which it was typed or sent."""
    answers = {name: answer_to_stored(answer) for name, answer in request.answers.items()}
    for stored in answers.values():
        stored.pop("at", None)
    judgement = request.judgement
    said = [judgement.question, to_stored(judgement.answer), judgement.reason] if judgement else []
    evidence = {
        name: [given.state, list(given.documents), given.reason] for name, given in request.evidence.items()
    }
    about = [request.service, request.purpose, request.authority, request.case.pk if request.case else None]
    effective = request.effective_on.isoformat() if request.effective_on else ""
    return digest(canonical([*about, answers, said, evidence, request.note, effective]))
