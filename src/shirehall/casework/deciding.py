"""The middle of a pass: what stood before, the kernel's decision, and everything that follows from it."""

from datetime import date

from django.utils.translation import gettext as _

from shirehall.casework.applicant import set_applicant
from shirehall.casework.changes import without_overtaken
from shirehall.casework.channel import channels
from shirehall.casework.evidence import doubt_evidence, follow_evidence, states, take_evidence
from shirehall.casework.locking import check_seen, lock_case
from shirehall.casework.models import Case, CaseJudgement, Draft, Evidence
from shirehall.casework.passes import RESIDENT, Pass, Request
from shirehall.casework.planning import plan_steps
from shirehall.casework.problems import SubmissionError, sent_already
from shirehall.casework.references import make_reference
from shirehall.casework.renewals import check_renewal, follow_renewal
from shirehall.casework.replaying import judgement_of
from shirehall.casework.settling import decide_by, settle
from shirehall.casework.tasks import close_every_task, follow_tasks
from shirehall.casework.versions import Resolved
from shirehall.kernel.api import Answer, Judgement, answers_from_stored, decide

_WITHOUT_DECISION = ("review", "withdraw", "close")


def has_decided(purpose: str) -> bool:
    """Whether a pass for this purpose makes a decision; a wish alone leaves the decision as it stands."""
    return purpose not in _WITHOUT_DECISION


def begin(request: Request, resolved: Resolved) -> Pass:
    """What stood before with what came in: a new case, or the locked one. Nothing is decided yet."""
    work = Pass(
        request=request, resolved=resolved, case=Case(), answers=request.answers, fresh=request.case is None
    )
    if request.case is None:
        work.case = _new_case(request, resolved)
        return work
    work.case = lock_case(request.case.pk)
    if request.draft is not None:
        work.case.language = request.draft.language
    standing = answers_from_stored(resolved.version, work.case.facts)
    work.answers_before = standing
    work.answers = {**without_overtaken(resolved.version, standing, request.answers), **request.answers}
    work.evidence = {row.name: row for row in Evidence.objects.filter(case=work.case)}
    work.tasks = list(work.case.tasks.filter(closed_at=None))
    work.judgements = [
        judgement_of(resolved.version, row)
        for row in CaseJudgement.objects.filter(case=work.case, lapsed_at=None)
        if request.purpose != "change"
    ]
    return work


def _new_case(request: Request, resolved: Resolved) -> Case:
    return Case(
        reference=_reference(request.draft), service=resolved.version.service.name,
        service_version_id=resolved.service_version_id, authority=request.authority, channel=request.channel,
        language=request.draft.language if request.draft else "",
        state=Case.State.OPEN, submitted_at=request.at, decide_by_on=decide_by(resolved.version.service, request.at),
    )  # fmt: skip


def _reference(draft: Draft | None) -> str:
    """A case keeps the reference that its draft was known by."""
    return make_reference() if draft is None else draft.reference


def refuse_stale(work: Pass) -> None:
    """Raises where the draft was sent already, where the case has moved on since the officer looked, and where
    nothing more can be sent on it."""
    request, case = work.request, work.case
    if request.draft is not None and request.draft.sent_case_id is not None:
        raise sent_already(request.draft.reference)
    if request.purpose == "withdraw" and case.state == Case.State.SETTLED:
        raise SubmissionError(
            _("This was decided already, so it cannot be withdrawn. Tell us of a change instead.")
        )
    if request.purpose == "renewal":
        check_renewal(case, work.resolved.version.service, by_resident=request.by_resident)
    check_seen(case, request.seen_sequence)
    ended = case.state in (Case.State.WITHDRAWN, Case.State.CLOSED) and request.purpose != "review"
    if ended or case.disposed_at is not None:
        raise SubmissionError(_("This case is closed. Start a new one instead."))


def decide_pass(work: Pass) -> None:
    """Take evidence and judgement, then let the rules decide."""
    request, version = work.request, work.resolved.version
    work.evidence_changed = take_evidence(request, version, work.evidence) | doubt_evidence(work)
    if request.judgement:
        work.judgements = [each for each in work.judgements if each.question != request.judgement.question]
        work.judgements.append(request.judgement)
    work.decided_on = _decided_on(work)
    work.states_decided = states(work.evidence)
    work.decision = decide(
        version, work.answers, evidence=work.states_decided, judgements=work.judgements,
        authority=work.case.authority, on=work.decided_on, explain=False,
    )  # fmt: skip


def _decided_on(work: Pass) -> date:
    """What settles the question as it was asked is decided for the day it was asked for; a change for its own day."""
    if work.request.effective_on:
        return work.request.effective_on
    if work.fresh or work.request.purpose in ("change", "renewal"):
        return work.on
    latest = work.case.decisions.order_by("-number").values_list("on", flat=True).first()
    return latest or work.on


def follow(work: Pass) -> None:
    """Everything that follows from the decision: evidence, tasks, state, messages, steps."""
    case, purpose = work.case, work.request.purpose
    before = (case.outcome, case.state)
    _say_what_came(work)
    if has_decided(purpose):
        if case.finished:
            case.decide_by_on = decide_by(work.resolved.version.service, work.at)
        set_applicant(case, work.resolved.version, work.answers)
        case.decision_number += 1
        follow_evidence(work)
    if purpose in ("withdraw", "close"):
        close_every_task(work)
        work.cancel_all_steps = True
    else:
        if purpose == "review":
            case.decide_by_on = decide_by(work.resolved.version.service, work.at)
        follow_tasks(work)
    settle(work)
    follow_renewal(work)
    _say_what_follows(work, before)
    if work.request.plan_steps:
        plan_steps(work)


def _say_what_came(work: Pass) -> None:
    request = work.request
    if request.purpose in ("apply", "change", "correction"):
        helped = sorted(name for name, answer in request.answers.items() if _is_helped(answer))
        work.say(
            "submitted",
            purpose=request.purpose,
            facts=sorted(request.answers),
            helped=helped,
            note=request.note,
        )
    if request.judgement:
        said: Judgement = request.judgement
        work.say("judged", question=said.question, reason=said.reason)
    match request.purpose:
        case "review":
            work.say("review_asked", note=request.note)
            work.happenings["review_asked"] = ()
        case "withdraw":
            work.say("withdrawn", note=request.note)
            work.happenings["withdrawn"] = ()
        case "close":
            work.say("closed", note=request.note)
        case "renewal":
            work.say("renewed", note=request.note)


def _is_helped(answer: Answer) -> bool:
    """Whether an answer came through one of us: given by an officer, or by a channel where somebody takes it down."""
    found = channels.get(answer.channel)
    return answer.by not in ("", RESIDENT) or bool(found and found.with_help)


def _say_what_follows(work: Pass, before: tuple[str, str]) -> None:
    case, decision = work.case, work.decision
    if not has_decided(work.request.purpose):
        return
    work.say(
        "decided", number=case.decision_number, outcome=decision.outcome, on=work.decided_on.isoformat(),
        state=str(case.state), purpose=work.request.purpose, automatic=case.automatic, left_because=case.left_because,
        seconds=int((work.at - case.submitted_at).total_seconds()), queue=decision.queue,
        amounts=dict(decision.amounts), evidence_owed=sorted(name for name, row in work.evidence.items() if row.owed),
    )  # fmt: skip
    news = before != (decision.outcome, case.state) or work.request.purpose != "evidence"
    if news and (case.state == Case.State.SETTLED or _told_at_once(work)):
        work.happenings["decided"] = ()
    elif work.fresh and not _asks(work):
        work.happenings["received"] = ()
    elif work.request.purpose == "change":
        work.happenings["changed"] = ()


def _told_at_once(work: Pass) -> bool:
    """Whether the service has words for an outcome that a person has still to look at."""
    outcome = work.decision.outcome
    messages = work.resolved.version.service.messages
    waits = outcome in ("refer", "received", "incomplete")
    return waits and any(each.on == "decided" and outcome in each.outcomes for each in messages)


def _asks(work: Pass) -> bool:
    """Whether a message asks for evidence now: it says, too, that the application came in."""
    messages = work.resolved.version.service.messages
    return "evidence_wanted" in work.happenings and any(each.on == "evidence_wanted" for each in messages)
