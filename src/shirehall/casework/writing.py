"""Writing a pass: all its rows, in few statements, within the caller's transaction."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from shirehall.casework.deciding import has_decided
from shirehall.casework.events import link, store
from shirehall.casework.insertion import insert_rows, insert_values
from shirehall.casework.models import (
    CaseFact,
    CaseJudgement,
    Decision,
    Step,
    Submission,
)
from shirehall.casework.passes import Pass
from shirehall.casework.problems import sent_already
from shirehall.casework.renewals import cancel_asking
from shirehall.casework.replaying import judgement_to_stored
from shirehall.casework.tasks import count_queues
from shirehall.kernel.answers import answer_to_stored
from shirehall.kernel.api import answers_to_stored
from shirehall.kernel.values import Value, to_stored

# Made once, as the inserts are: working it out anew costs more than the update.
_MARK_DRAFT = """
    UPDATE shirehall_casework_draft SET sent_case_id = %s, sent_at = %s WHERE id = %s AND sent_case_id IS NULL
"""
_TYPED = ("money", "percent", "integer", "yes_no", "choice", "date")


def write(work: Pass, body_hash: str) -> Submission:
    """Write everything the pass came to. The case's chain moves on with it."""
    if has_decided(work.request.purpose):
        work.case.facts = answers_to_stored(work.answers)
    links = link(work.case, work.happened)
    if work.fresh:
        insert_rows([work.case])
    else:
        work.case.save(force_update=True)
    submission = _write_submission(work, body_hash)
    _write_judgement(work, submission)
    if has_decided(work.request.purpose):
        _write_facts(work)
        _write_decision(work, submission)
    _write_evidence(work)
    _write_tasks(work)
    _write_steps(work)
    store(work.case, links)
    _mark_draft(work)
    return submission


def _write_submission(work: Pass, body_hash: str) -> Submission:
    request = work.request
    answers = {name: answer_to_stored(answer) for name, answer in request.answers.items()}
    submission = Submission(
        case=work.case, idempotency_key=request.key, body_hash=body_hash, purpose=request.purpose, answers=answers,
        channel=request.channel, by=request.by, at=request.at, note=request.note,
    )  # fmt: skip
    insert_rows([submission])
    return submission


def _write_judgement(work: Pass, submission: Submission) -> None:
    if work.request.purpose == "change":
        CaseJudgement.objects.filter(case=work.case, lapsed_at=None).update(lapsed_at=work.at)
    if (said := work.request.judgement) is not None:
        CaseJudgement.objects.filter(case=work.case, question=said.question, lapsed_at=None).update(
            lapsed_at=work.at
        )
        CaseJudgement.objects.create(
            case=work.case, submission=submission, question=said.question, answer=to_stored(said.answer),
            reason=said.reason, by=said.by, at=said.at,
        )  # fmt: skip


def _write_facts(work: Pass) -> None:
    if not work.fresh:
        CaseFact.objects.filter(case=work.case).delete()
    facts = work.resolved.version.service.facts
    typed = [
        (work.case.pk, name, facts[name].kind, *_typed(value))
        for name, value in work.decision.facts.items()
        if name in facts and facts[name].kind in _TYPED
    ]
    insert_values(CaseFact, ("case_id", "name", "kind", "whole", "text"), typed)


def _typed(value: Value) -> tuple[int | None, str]:
    """A value in the two typed columns: a whole number, or a text."""
    match value:
        case bool() | int():
            return int(value), ""
        case date():
            return value.toordinal(), ""
        case _:
            return None, str(value)[:300]


def _write_decision(work: Pass, submission: Submission) -> None:
    if not work.fresh:
        later = Q(superseded_on=None) | Q(superseded_on__gt=work.decided_on)
        Decision.objects.filter(later, case=work.case).update(superseded_on=work.decided_on)
    inputs = {
        "answers": work.case.facts, "evidence": work.states_decided, "authority": work.case.authority,
        "judgements": [judgement_to_stored(each) for each in work.judgements],
    }  # fmt: skip
    values: dict[str, Any] = {
        "case_id": work.case.pk, "submission_id": submission.pk, "number": work.case.decision_number,
        "on": work.decided_on, "effective_from_on": work.decided_on, "superseded_on": None,
        "service_version_id": work.resolved.service_version_id, "rates_version_id": work.resolved.rates_version_id,
        "outcome": work.decision.outcome, "body": work.decision.to_json(), "inputs": inputs, "at": work.at,
    }  # fmt: skip
    insert_values(Decision, tuple(values), [tuple(values.values())])


def _write_evidence(work: Pass) -> None:
    changed = [work.evidence[name] for name in sorted(work.evidence_changed)]
    for row in changed:
        row.case = work.case
    new = [row for row in changed if row.pk is None]
    standing = [row for row in changed if row.pk is not None]
    insert_rows(new)
    for row in standing:
        row.save()


def _write_tasks(work: Pass) -> None:
    # One task of a kind stands open on a case: what moves to another queue is closed before it is opened there.
    for task in work.tasks_closed:
        task.save(update_fields=["closed_at", "closed_by", "outcome"])
    for task in work.tasks_opened:
        task.case = work.case
    insert_rows(work.tasks_opened)
    count_queues(work.tasks_opened, work.tasks_closed)


def _write_steps(work: Pass) -> None:
    if not work.fresh:
        _cancel_steps(work)
    for step in work.steps:
        step.case = work.case
    insert_rows(work.steps)


def _cancel_steps(work: Pass) -> None:
    """Cancel what waits and has lost its reason."""
    standing = Step.objects.filter(case=work.case, state=Step.State.WAITING)
    if work.cancel_all_steps:
        standing.update(state=Step.State.CANCELLED)
        return
    if work.cancel_renewal:
        cancel_asking(work.case, work.resolved.version.service)
    if work.cancel_evidence:
        standing.filter(evidence__in=work.cancel_evidence).update(state=Step.State.CANCELLED)


def _mark_draft(work: Pass) -> None:
    draft = work.request.draft
    if draft is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _MARK_DRAFT, [work.case.pk, connection.ops.adapt_datetimefield_value(work.at), draft.pk]
        )
        if not cursor.rowcount:
            raise sent_already(draft.reference)
    draft.sent_case, draft.sent_at = work.case, work.at
