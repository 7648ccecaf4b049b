"""`record`: the other way in. What happened to a case that no rule has to decide on."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.casework.clocks import add_working_days, local_date
from shirehall.casework.events import Happened, append, append_to_draft
from shirehall.casework.locking import lock_case
from shirehall.casework.models import Case, CaseJudgement, Draft, Event, Evidence, Step, Task
from shirehall.casework.planning import CLOSE_UNANSWERED, make_step, plan_messages
from shirehall.casework.problems import SubmissionError
from shirehall.casework.settings import casework_settings
from shirehall.casework.settling import move, state_after
from shirehall.casework.steps import StepResult
from shirehall.casework.tasks import EVIDENCE_WITHIN_DAYS, count_queues, evidence_titles, open_task, queue_for
from shirehall.casework.versions import version_of
from shirehall.partnership.models import Officer

MACHINE = "shirehall"
FAILED_STEP_WITHIN_DAYS = 1
_LONGEST_WAIT = timedelta(hours=6)
_BY_PASS_ONLY = (Task.Kind.DECIDE, Task.Kind.EVIDENCE)


def record(
    *, case: Case, kind: str, by: str, at: datetime, payload: Mapping[str, Any] | None = None, channel: str = "",
    seen_sequence: int | None = None,
) -> Event:  # fmt: skip
    """Append one event to the case's record. `payload` is JSON without floats or secrets. Raises StaleCase."""
    with transaction.atomic():
        locked = lock_case(case.pk, seen_sequence)
        return append(locked, [Happened(kind=kind, by=by, at=at, payload=payload or {}, channel=channel)])[0]


def add_note(*, case: Case, text: str, by: str, at: datetime) -> Event:
    """An officer's note. Raises SubmissionError where it is empty."""
    if not text.strip():
        raise SubmissionError(_("Write the note first."))
    return record(case=case, kind="note_added", by=by, at=at, payload={"text": text.strip()})


def lapse_judgements(*, case: Case, questions: Collection[str], because: str, by: str, at: datetime) -> None:
    """These judgements hold no more, for what they were made on has changed: the next decision is made without them."""
    with transaction.atomic():
        locked = lock_case(case.pk)
        CaseJudgement.objects.filter(case=locked, question__in=questions, lapsed_at=None).update(lapsed_at=at)
        payload = {"judgements": sorted(questions), "because": because}
        append(locked, [Happened(kind="judgement_lapsed", by=by, at=at, payload=payload)])


def record_view(*, case: Case, by: str, at: datetime) -> Event:
    """An officer opened the case: residents have a right to know who looked."""
    return record(case=case, kind="viewed", by=by, at=at)


def assign(
    *, case: Case, officer: Officer | None, by: str, at: datetime, seen_sequence: int | None = None
) -> None:
    """Give a case and its open tasks to an officer, or back to the queue. Raises StaleCase."""
    with transaction.atomic():
        locked = lock_case(case.pk, seen_sequence)
        Case.objects.filter(pk=case.pk).update(assigned_to=officer)
        Task.objects.filter(case=case, closed_at=None).update(assigned_to=officer)
        payload = {"to": officer.email if officer else ""}
        append(locked, [Happened(kind="assigned", by=by, at=at, payload=payload)])
    case.assigned_to = officer


def close_task(*, task: Task, outcome: str, by: str, at: datetime, note: str = "") -> None:
    """Close a task by hand. A case that only waited for a person (no rule decides) is closed with its last task; one
    that asks for a judgement, or for evidence that came in, closes by that. Closing twice does nothing."""
    with transaction.atomic():
        case = lock_case(task.case_id)
        task = Task.objects.select_related("case").get(pk=task.pk)
        if task.closed_at is not None:
            return
        _refuse_by_hand(case, task)
        task.closed_at, task.closed_by, task.outcome = at, by, outcome[:50]
        task.save(update_fields=["closed_at", "closed_by", "outcome"])
        count_queues([], [task])
        state = _move_on(case, at)
        payload = {
            "task": task.kind,
            "queue": task.queue,
            "outcome": outcome,
            "note": note,
            "state": str(state),
        }
        happened = [Happened(kind="task_closed", by=by, at=at, payload=payload)]
        if state == Case.State.CLOSED:
            happened.append(Happened(kind="closed", by=by, at=at, payload={"note": note}))
        append(case, happened)
        case.save()
        Step.objects.bulk_create(plan_messages(case, version_of(case).service, f"{task.kind}_closed", at))


def _refuse_by_hand(case: Case, task: Task) -> None:
    if task.kind == Task.Kind.RENEWAL:
        raise SubmissionError(_("This task closes when the case is renewed, changed or closed."))
    judged = task.kind == Task.Kind.DECIDE and case.outcome in ("refer", "incomplete")
    received = Evidence.objects.filter(case=case, state=Evidence.State.RECEIVED)
    if judged or (task.kind == Task.Kind.EVIDENCE and received.exists()):
        raise SubmissionError(
            _("This task closes when the case is decided, or the evidence is accepted or refused.")
        )


def _move_on(case: Case, at: datetime) -> Case.State:
    """The state that follows from the tasks still open."""
    tasks = [*Task.objects.filter(case=case, closed_at=None)]
    owed = Evidence.objects.filter(case=case, state__in=Evidence.OWED).exists()
    state = state_after(case.outcome, owed=owed, tasks=tasks)
    if case.outcome == "received" and not any(task.kind != Task.Kind.FAILED_STEP for task in tasks):
        state = Case.State.CLOSED
    if not case.finished:
        move(case, state, at, version_of(case).service)
    elif case.state == Case.State.SETTLED:
        return Case.State.SETTLED
    return Case.State(case.state)


def plan_step(
    *, kind: str, payload: dict[str, Any], at: datetime, case: Case | None = None, draft: Draft | None = None,
    not_before: datetime | None = None, key: str = "", evidence: str = "", waits_for: Step | None = None,
) -> Step:  # fmt: skip
    """Plan work for the machine on a case or on a draft, within the caller's transaction if there is one."""
    step = make_step(
        kind=kind, payload=payload, at=at, case=case, draft=draft, not_before=not_before, key=key, evidence=evidence,
        waits_for=waits_for,
    )  # fmt: skip
    step.save(force_insert=True)
    return step


def cancel_steps(
    *, before: datetime, at: datetime, by: str, kinds: Collection[str] = (), case: Case | None = None
) -> int:
    """Cancel what waits and was due before a moment; for demonstration data, whose reminders are long past. Gives how
    many were cancelled."""
    waiting = Step.objects.filter(state=Step.State.WAITING, due_at__lt=before)
    if case is not None:
        waiting = waiting.filter(case=case)
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    reason = f"cancelled by {by} at {at.isoformat()}"
    return waiting.update(state=Step.State.CANCELLED, last_error=reason)


def retry_step(*, step: Step, by: str, at: datetime) -> Step:
    """Try a step again that had failed for good; its task is closed. Raises SubmissionError where it did not fail."""
    with transaction.atomic():
        case = lock_case(step.case_id) if step.case_id else None
        failed = Step.objects.filter(pk=step.pk, state=Step.State.FAILED)
        if not failed.update(
            state=Step.State.WAITING, due_at=max(at, step.not_before), attempts=0, started_at=None
        ):
            raise SubmissionError(_("This step did not fail, so there is nothing to try again."))
        if case is not None:
            _close_failed_task(case, by, at)
            append(
                case,
                [Happened(kind="step_retried", by=by, at=at, payload={"step": step.kind, "key": step.key})],
            )
    step.refresh_from_db()
    return step


def _close_failed_task(case: Case, by: str, at: datetime) -> None:
    """The task stands for every failed step of the case: it closes with the last one."""
    if Step.objects.filter(case=case, state=Step.State.FAILED).exists():
        return
    tasks = [*Task.objects.filter(case=case, kind=Task.Kind.FAILED_STEP, closed_at=None)]
    for task in tasks:
        task.closed_at, task.closed_by, task.outcome = at, by, "tried_again"
        task.save(update_fields=["closed_at", "closed_by", "outcome"])
    count_queues([], tasks)


def record_result(*, step: Step, result: StepResult, at: datetime) -> None:
    """Write what came of a leased step: done, to be tried again, or failed for good and shown to staff. Nothing is
    written where the lease went to somebody else meanwhile."""
    with transaction.atomic():
        case = lock_case(step.case_id) if step.case_id else None
        if result.state == "done":
            _record_done(step, case, result, at)
        elif result.state == "wait":
            begin_at = max(result.not_before or at, step.not_before)
            _release(
                step, state=Step.State.WAITING, due_at=begin_at, started_at=None, attempts=step.attempts - 1
            )
        elif result.state == "try_again" and step.attempts < casework_settings().step_attempts:
            wait = min(timedelta(seconds=15 * 2**step.attempts), _LONGEST_WAIT)
            _release(
                step, state=Step.State.WAITING, due_at=at + wait, started_at=None, last_error=result.error
            )
        elif _release(step, state=Step.State.FAILED, last_error=result.error):
            _record_failed(step, case, result, at)


def _release(step: Step, **values: Any) -> int:
    ours = Step.objects.filter(pk=step.pk, state=Step.State.LEASED, lease=step.lease)
    return ours.update(leased_until=None, lease="", **values)


def _record_done(step: Step, case: Case | None, result: StepResult, at: datetime) -> None:
    if not _release(step, state=Step.State.DONE, done_at=at, result=dict(result.payload), last_error=""):
        return
    if case is None:
        if step.draft is not None:
            append_to_draft(step.draft, kind=result.event, by=MACHINE, at=at)
        return
    if step.kind == CLOSE_UNANSWERED and not _close_unanswered(case, step, at):
        return
    payload = {"step": step.kind, "key": step.key, **result.payload}
    append(case, [Happened(kind=result.event, by=MACHINE, at=at, payload=payload)])


def _record_failed(step: Step, case: Case | None, result: StepResult, at: datetime) -> None:
    if case is None:
        if step.draft is not None:
            append_to_draft(step.draft, kind="step_failed", by=MACHINE, at=at)
        return
    if not Task.objects.filter(case=case, kind=Task.Kind.FAILED_STEP, closed_at=None).exists():
        open_task(
            case, kind=Task.Kind.FAILED_STEP, queue=queue_for(version_of(case)), at=at,
            title=_("Something was not sent: %(error)s") % {"error": result.error or step.kind},
            due_on=add_working_days(local_date(at), FAILED_STEP_WITHIN_DAYS),
        )  # fmt: skip
    if case.automatic:
        case.automatic, case.left_because = False, "failed_step"
    append(
        case,
        [Happened("step_failed", MACHINE, at, {"step": step.kind, "key": step.key, "error": result.error})],
    )
    case.save()


def _close_unanswered(case: Case, step: Step, at: datetime) -> bool:
    """The evidence did not come: an officer looks. Never a refusal. Gives whether it was still owed."""
    row = Evidence.objects.filter(case=case, name=step.evidence, state__in=Evidence.OWED).first()
    if row is None or case.finished:
        return False
    row.unanswered_at = at
    row.save(update_fields=["unanswered_at"])
    version = version_of(case)
    if not Task.objects.filter(case=case, kind=Task.Kind.EVIDENCE, closed_at=None).exists():
        open_task(
            case, kind=Task.Kind.EVIDENCE, queue=queue_for(version, "evidence_queue"), at=at,
            title=_("No answer: %(evidence)s") % {"evidence": evidence_titles(version, [row.name])},
            due_on=add_working_days(local_date(at), EVIDENCE_WITHIN_DAYS),
        )  # fmt: skip
    move(case, Case.State.WITH_OFFICER, at, version.service)
    if case.automatic:
        case.automatic, case.left_because = False, "evidence_unanswered"
    case.save()
    return True
