"""The straight line: from answers to a decided case."""

from datetime import date

import pytest

from shirehall.casework.conftest import case_of, send
from shirehall.casework.events import verify
from shirehall.casework.models import (
    Case,
    CaseFact,
    Decision,
    Event,
    EventInbox,
    QueueCount,
    ServiceVersion,
    Step,
    Submission,
    Task,
)
from shirehall.casework.problems import IdempotencyError, SubmissionError
from shirehall.casework.replaying import kernel_decision
from shirehall.kernel.api import AnswersError


def test_an_application_is_decided_settled_and_told(bins: ServiceVersion) -> None:
    receipt = send()
    case = case_of(receipt)
    assert receipt.created
    assert receipt.decision.outcome == "approve"
    assert (case.state, case.automatic, case.left_because) == ("settled", True, "")
    assert case.retain_until_on == date(2027, 3, 2)
    assert case.applicant_name == "Ada Invented"
    assert case.name_backward == "invented ada"
    assert [event.kind for event in case.events.order_by("sequence")] == ["submitted", "decided"]
    assert [step.payload["message"] for step in Step.objects.filter(case=case)] == ["decided"]
    assert Step.objects.get(case=case).payload["channels"] == ["email", "sms"]
    assert verify(case) == ()
    assert EventInbox.objects.count() == 2
    assert {(fact.name, fact.whole) for fact in CaseFact.objects.filter(case=case)} >= {
        ("people", 3),
        ("nappies", 0),
    }


def test_a_decision_runs_again_to_the_same(bins: ServiceVersion) -> None:
    receipt = send()
    row = Decision.objects.get(case_id=receipt.case_id)
    assert kernel_decision(row, explain=False).to_json() == receipt.decision.to_json() == row.body
    assert row.body["amounts"] == {"fee": 2000}


def test_the_same_key_and_body_give_the_same_receipt(bins: ServiceVersion) -> None:
    first, again = send(idempotency_key="once"), send(idempotency_key="once")
    assert (again.case_id, again.submission_id, again.created) == (first.case_id, first.submission_id, False)
    assert again.decision == first.decision
    assert Case.objects.count() == Submission.objects.count() == 1


def test_the_same_key_with_another_body_is_an_error(bins: ServiceVersion) -> None:
    send(idempotency_key="once")
    with pytest.raises(IdempotencyError):
        send({"people": 4}, idempotency_key="once")
    assert Submission.objects.count() == 1


def test_a_referred_case_goes_to_its_queue(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 12}))
    task = Task.objects.get(case=case)
    assert (case.state, case.queue, case.left_because) == ("with_officer", "benefits", "referred:very_large")
    assert (task.kind, task.queue, task.title) == ("decide", "benefits", "An officer looks at large homes.")
    assert task.due_on == case.decide_by_on == date(2026, 3, 16)
    assert QueueCount.objects.get(queue="benefits", authority="north_dorset").open == 1
    assert [step.payload["message"] for step in case.steps.all()] == ["passed"]


def test_what_a_channel_does_not_ask_is_refused(bins: ServiceVersion) -> None:
    with pytest.raises(AnswersError) as caught:
        send({"bags": 3})
    assert [fact for fact, _message in caught.value.problems] == ["bags"]
    assert Case.objects.count() == 0


def test_an_officer_may_give_a_worked_out_fact_with_a_reason(bins: ServiceVersion) -> None:
    case = case_of(send())
    how = {
        "case": case,
        "purpose": "correction",
        "by": "olu@example.org",
        "channel": "desk",
        "source": "officer",
    }
    with pytest.raises(AnswersError):
        send({"bags": 2}, **how)
    receipt = send({"bags": 2}, note="Counted on the doorstep", **how)
    assert receipt.decision.outcome == "refuse"
    changed = case_of(receipt)
    assert (changed.automatic, changed.left_because) == (False, "changed_by_officer")


def test_who_does_not_offer_it_and_what_is_no_channel_are_refused(bins: ServiceVersion) -> None:
    with pytest.raises(SubmissionError, match="does not offer"):
        send(authority="weymouth_and_portland")
    with pytest.raises(SubmissionError, match="cannot be used"):
        send(channel="sms")
    with pytest.raises(SubmissionError, match="begins a case"):
        send(purpose="change")


def test_an_incomplete_application_goes_to_a_person(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 3}, whole=False))
    assert (case.outcome, case.state, case.left_because) == ("incomplete", "with_officer", "incomplete")
    assert Task.objects.get(case=case).kind == "contact"


def test_few_statements(bins: ServiceVersion, django_assert_max_num_queries: object) -> None:
    send()
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        send()
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        send({"people": 12})


def test_events_say_who_when_and_where(bins: ServiceVersion) -> None:
    case = case_of(send())
    event = Event.objects.get(case=case, kind="decided")
    assert (event.by, event.service, event.authority, event.channel) == (
        "resident",
        "bins",
        "north_dorset",
        "web",
    )
    assert event.payload.content["outcome"] == "approve"
    assert event.payload.content["automatic"] is True
