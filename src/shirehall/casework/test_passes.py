"""Further passes on a case: evidence, judgement, change, review, withdrawal, new rates."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shirehall.casework.conftest import (
    MORNING,
    PERSON,
    answers_of,
    case_of,
    send,
)
from shirehall.casework.events import verify
from shirehall.casework.models import (
    Case,
    CaseJudgement,
    Decision,
    Evidence,
    QueueCount,
    ServiceVersion,
    Step,
    Task,
)
from shirehall.casework.passes import EvidenceGiven
from shirehall.casework.problems import StaleCase, SubmissionError
from shirehall.casework.queries import look_for_earlier
from shirehall.casework.recording import close_task
from shirehall.kernel.api import Judgement

OFFICER: dict[str, Any] = {"by": "olu@example.org", "channel": "desk"}
LATER = MORNING + timedelta(days=3)


def judgement(answer: bool, reason: str = "I rang and asked", at: datetime = LATER) -> Judgement:
    """What the officer decided."""
    return Judgement(question="allowed", answer=answer, reason=reason, by=OFFICER["by"], at=at)


def evidence(case: Case, state: str, *documents: str, reason: str = "", **how: Any) -> Case:
    """Send news of the proof of address, and give the case as it then stands."""
    given = {"proof_of_address": EvidenceGiven(state, documents, reason)}
    return case_of(send(case=case, purpose="evidence", evidence=given, **{"at": LATER, **how}))


def test_owed_evidence_holds_the_case_and_pauses_its_clock(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 5}))
    row = Evidence.objects.get(case=case)
    assert (case.outcome, case.state, case.left_because) == ("approve", "awaiting_evidence", "evidence_owed")
    assert (row.state, row.due_on, case.paused_at) == ("wanted", date(2026, 3, 30), MORNING)
    steps = {(step.kind, step.payload.get("message", ""), step.due_at) for step in case.steps.all()}
    assert steps == {
        ("send_message", "evidence", MORNING),
        ("send_message", "reminder", datetime(2026, 3, 5, 10, tzinfo=UTC)),
        ("send_message", "reminder", datetime(2026, 3, 12, 10, tzinfo=UTC)),
        ("close_unanswered", "", datetime(2026, 3, 30, 23, tzinfo=UTC)),
    }
    assert not Task.objects.filter(case=case).exists()


def test_evidence_comes_in_and_is_accepted(bins: ServiceVersion) -> None:
    case = evidence(case_of(send({"people": 5})), "received", "doc-1")
    task = Task.objects.get(case=case)
    assert (case.state, task.kind, task.queue) == ("with_officer", "evidence", "benefits_evidence")
    assert (case.paused_at, case.decide_by_on) == (None, date(2026, 3, 19))
    assert set(case.steps.filter(state="waiting").values_list("payload__message", flat=True)) == {"evidence"}
    case = evidence(case, "accepted", **OFFICER)
    assert (case.state, case.outcome) == ("settled", "approve")
    assert QueueCount.objects.get(queue="benefits_evidence").open == 0
    assert case.steps.filter(payload__message="decided", state="waiting").count() == 1
    assert verify(case) == ()
    newest, *older = Decision.objects.filter(case=case).order_by("-number")
    assert newest.superseded_on is None
    assert all(row.superseded_on == date(2026, 3, 2) for row in older)


def test_refused_evidence_is_owed_again_with_its_reason(bins: ServiceVersion) -> None:
    case = evidence(case_of(send({"people": 5})), "received", "doc-1")
    with pytest.raises(SubmissionError, match="reason"):
        evidence(case, "refused", **OFFICER)
    case = evidence(case, "refused", reason="It is too old", **OFFICER)
    row = Evidence.objects.get(case=case)
    assert (row.state, row.reason, row.documents) == ("refused", "It is too old", ["doc-1"])
    assert row.due_on == date(2026, 4, 2)
    assert case.state == "awaiting_evidence"
    assert case.steps.filter(payload__message="refused").count() == 1
    assert case.steps.filter(payload__message="reminder", state="waiting").count() == 2


def test_a_resident_cannot_accept_and_sends_what_is_asked(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 5}))
    for state, documents in (("accepted", ["doc-1"]), ("received", [])):
        with pytest.raises(SubmissionError):
            evidence(case, state, *documents)
    with pytest.raises(SubmissionError, match="does not ask"):
        send(case=case, purpose="evidence", evidence={"unheard_of": EvidenceGiven("received", ("doc-1",))})


def test_an_officer_asks_for_evidence_that_no_rule_wants(bins: ServiceVersion) -> None:
    case = evidence(case_of(send()), "wanted", reason="The address is new to us", **OFFICER)
    assert (case.state, Evidence.objects.get(case=case).asked_by) == ("awaiting_evidence", OFFICER["by"])
    case = evidence(evidence(case, "received", "doc-1"), "accepted", **OFFICER)
    assert case.state == "settled"


def test_a_refusal_waits_for_nothing(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 5}))
    case = case_of(
        send({"people": 2}, case=case, purpose="correction", note="Counted", source="officer", **OFFICER)
    )
    assert (case.outcome, case.state) == ("refuse", "settled")
    assert Evidence.objects.get(case=case).state == "cancelled"
    assert not case.steps.filter(payload__message="reminder", state="waiting").exists()


def test_a_judgement_settles_a_referred_case(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 12}))
    receipt = send(case=case, purpose="judgement", judgement=judgement(True), at=LATER, **OFFICER)
    case = case_of(receipt)
    assert (receipt.decision.outcome, case.state) == ("approve", "settled")
    assert not Task.objects.filter(case=case, closed_at=None).exists()
    assert QueueCount.objects.get(queue="benefits").open == 0
    assert Decision.objects.get(case=case, number=2).on == date(2026, 3, 2)


def test_a_judgement_needs_a_reason_and_a_question_of_the_service(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 12}))
    with pytest.raises(SubmissionError, match="reason"):
        send(case=case, purpose="judgement", judgement=judgement(True, reason=" "), **OFFICER)
    unheard_of = Judgement(question="unheard_of", answer=True, reason="x", by=OFFICER["by"], at=LATER)
    with pytest.raises(SubmissionError, match="unheard_of"):
        send(case=case, purpose="judgement", judgement=unheard_of, **OFFICER)


def test_a_change_is_judged_afresh_and_counts_from_its_day(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 12}))
    send(case=case, purpose="judgement", judgement=judgement(True), **OFFICER)
    receipt = send({"people": 11}, case=case, purpose="change", at=LATER)
    assert receipt.decision.outcome == "refer"
    assert CaseJudgement.objects.get(case=case).lapsed_at == LATER
    first, second, third = Decision.objects.filter(case=case).order_by("number")
    assert (first.superseded_on, second.superseded_on) == (date(2026, 3, 2), date(2026, 3, 5))
    assert (third.effective_from_on, third.superseded_on) == (date(2026, 3, 5), None)
    assert case_of(receipt).facts["people"]["value"] == 11
    assert "full_name" in case_of(receipt).facts


def test_an_officer_who_saw_an_older_case_does_not_decide(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 12}))
    seen = case.last_sequence
    send({"people": 11}, case=case, purpose="change")
    with pytest.raises(StaleCase):
        send(case=case, purpose="judgement", judgement=judgement(True), seen_sequence=seen, **OFFICER)


def test_a_person_looks_again(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 2}))
    receipt = send(case=case, purpose="review", note="I have three children", at=LATER)
    case = case_of(receipt)
    assert (case.state, case.closed_at, case.left_because) == ("with_officer", None, "review_asked")
    assert receipt.decision.outcome == "refuse"
    assert Task.objects.get(case=case).title == "Look again: I have three children"
    case = case_of(send(case=case, purpose="judgement", judgement=judgement(True), **OFFICER))
    assert (case.outcome, case.state) == ("approve", "settled")
    assert not Task.objects.filter(case=case, closed_at=None).exists()


def test_withdrawing_ends_everything(bins: ServiceVersion) -> None:
    case = case_of(send(case=case_of(send({"people": 5})), purpose="withdraw", note="Moved away", at=LATER))
    assert (case.state, case.retain_until_on) == ("withdrawn", date(2026, 4, 4))
    assert [step.payload["message"] for step in Step.objects.filter(case=case, state="waiting")] == [
        "withdrawn"
    ]
    with pytest.raises(SubmissionError, match="closed"):
        send({"people": 6}, case=case, purpose="change")


def test_the_same_passes_twice_are_one(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 12}))
    how = {
        "case": case,
        "purpose": "judgement",
        "judgement": judgement(True),
        "idempotency_key": "judge",
        **OFFICER,
    }
    first, again = send(**how), send(**how)
    assert (first.created, again.created) == (True, False)
    assert first.decision == again.decision
    seen = case_of(first).last_sequence
    how = {"case": case, "purpose": "review", "idempotency_key": "review", "seen_sequence": seen}
    assert [send(**how).created, send(**how).created] == [True, False]
    withdrawn, again = (send(case=case, purpose="withdraw", idempotency_key="go") for _time in range(2))
    assert (withdrawn.submission_id, again.created) == (again.submission_id, False)


def test_a_task_for_a_person_alone_is_closed_by_hand_and_one_for_a_decision_is_not(
    bins: ServiceVersion,
) -> None:
    referred = Task.objects.get(case=case_of(send({"people": 12})))
    with pytest.raises(SubmissionError, match="closes when"):
        close_task(task=referred, outcome="done", at=LATER, by=OFFICER["by"])
    case = case_of(send(case=case_of(send()), purpose="review"))
    task = Task.objects.get(case=case)
    close_task(task=task, outcome="upheld", at=LATER, by=OFFICER["by"], note="It stands")
    close_task(task=task, outcome="upheld", at=LATER, by=OFFICER["by"])
    case.refresh_from_db()
    assert case.state == "settled"
    assert case.events.filter(kind="task_closed").count() == 1
    assert QueueCount.objects.get(queue="benefits").open == 1


def test_a_second_application_by_the_same_person_is_noticed(bins: ServiceVersion) -> None:
    first = send()
    from_form = case_of(first)
    answers = send({"full_name": "ada  invented", "email": "other@example.org"}, idempotency_key="x")
    assert case_of(answers).person_key == from_form.person_key
    assert case_of(answers).person_key not in ("", "ada invented")
    assert [case.pk for case in earlier({})] == [answers.case_id, first.case_id]
    assert earlier({"full_name": "Grace Invented", "email": "ada@example.org"}) == []


def earlier(given: dict[str, str]) -> list[Case]:
    """Cases of the person who would send this."""
    return look_for_earlier(service="bins", answers=answers_of({**PERSON, **given}))
