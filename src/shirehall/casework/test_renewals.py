"""Renewals: asked when a year is over, answered by the resident or an officer, and never an end by themselves."""

from datetime import datetime, timedelta

import pytest

from shirehall.casework.conftest import (
    HOME,
    MORNING,
    PERSON,
    SERVICE,
    TEXTS,
    case_of,
    message,
    send,
)
from shirehall.casework.events import verify
from shirehall.casework.models import Case, CaseJudgement, Step, Task
from shirehall.casework.problems import SubmissionError
from shirehall.casework.recording import close_task
from shirehall.casework.renewals import answer_by, ask_renewals, renewal_wanted
from shirehall.casework.versions import publish
from shirehall.kernel.api import Judgement

RENEWAL = "renewal: {every: 1 year, remind: [sms after 7 days, letter after 14 days], close_unanswered_after: 28 days}\n"
YEAR = MORNING + timedelta(days=365)
OFFICER = "cleo@example.org"


@pytest.fixture
def renewed(db: None) -> None:
    """The tiny service, whose awards are asked about each year."""
    texts = {**TEXTS, "service.yaml": SERVICE + RENEWAL, "messages/due.md": message("due", "renewal_due")}
    publish(texts=texts, by=OFFICER, at=MORNING)


def asked() -> Case:
    """A case that was approved a year ago and has been asked."""
    found = case_of(send())
    assert ask_renewals(YEAR) == 1
    found.refresh_from_db()
    return found


def waiting(case: Case) -> list[tuple[datetime, list[str]]]:
    """What still waits to ask: when, by which ways."""
    steps = Step.objects.filter(case=case, state="waiting", payload__message="due").order_by("not_before")
    return [(step.not_before, step.payload["channels"]) for step in steps]


def kinds(case: Case) -> list[str]:
    """The kinds of events of a case."""
    return list(case.events.order_by("sequence").values_list("kind", flat=True))


def test_an_award_is_asked_about_once_a_year_and_no_sooner(renewed: None) -> None:
    case = case_of(send())
    assert case.renew_on == YEAR.date()
    assert ask_renewals(YEAR - timedelta(days=1)) == 0
    assert ask_renewals(YEAR) == 1
    assert ask_renewals(YEAR) == 0
    case.refresh_from_db()
    assert renewal_wanted(case)
    assert answer_by(case) == YEAR.date() + timedelta(days=28)
    found = waiting(case)
    assert found[0][1] == ["email", "sms"]
    assert [ways for _at, ways in found[1:]] == [["sms"], ["letter"]]
    assert [(at - YEAR).days for at, _ways in found[1:]] == [7, 14]
    assert kinds(case)[-1] == "renewal_asked"
    assert not list(verify(case))


def test_nothing_changed_is_an_answer_and_the_next_year_begins(renewed: None) -> None:
    case = asked()
    before = case.decision_number
    send(case=case, purpose="renewal", at=YEAR + timedelta(days=2), whole=False)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.renewal_asked_at) == ("settled", "approve", None)
    assert case.renew_on == (YEAR + timedelta(days=2 + 365)).date()
    assert case.decision_number == before + 1
    assert case.decisions.get(number=case.decision_number).on == (YEAR + timedelta(days=2)).date()
    assert waiting(case) == []
    assert "renewed" in kinds(case)
    # What stands is kept from the last renewal on, and not from the day on which it was first approved.
    assert case.retain_until_on == (YEAR + timedelta(days=2 + 365)).date()


def test_a_change_answers_it_too(renewed: None) -> None:
    case = asked()
    send({"people": 4}, case=case, purpose="change", at=YEAR + timedelta(days=2), whole=False)
    case.refresh_from_db()
    assert (case.renewal_asked_at, waiting(case)) == (None, [])
    assert case.renew_on == (YEAR + timedelta(days=2 + 365)).date()


def test_a_change_that_ends_the_award_ends_the_asking(renewed: None) -> None:
    case = asked()
    send({"people": 1}, case=case, purpose="change", at=YEAR + timedelta(days=2), whole=False)
    case.refresh_from_db()
    assert (case.outcome, case.renew_on, case.renewal_asked_at, waiting(case)) == ("refuse", None, None, [])


def test_no_answer_goes_to_an_officer_and_ends_nothing(renewed: None) -> None:
    case = asked()
    assert ask_renewals(YEAR + timedelta(days=28)) == 0
    late = YEAR + timedelta(days=29)
    assert ask_renewals(late) == 1
    assert ask_renewals(late) == 0
    case.refresh_from_db()
    assert (case.state, case.outcome, case.left_because) == ("settled", "approve", "renewal_unanswered")
    task = Task.objects.get(case=case, kind="renewal", closed_at=None)
    assert task.queue == "benefits"
    with pytest.raises(SubmissionError, match="renewed, changed or closed"):
        close_task(task=task, outcome="done", by=OFFICER, at=late)
    send(
        case=case,
        purpose="renewal",
        by=OFFICER,
        channel="desk",
        at=late,
        note="Told by telephone",
        whole=False,
    )
    case.refresh_from_db()
    task.refresh_from_db()
    assert (task.closed_by, task.outcome) == (OFFICER, "renewal")
    assert case.renew_on == (late + timedelta(days=365)).date()
    assert not list(verify(case))


def test_what_an_officer_judged_stays_judged(renewed: None) -> None:
    case = case_of(send({**PERSON, **HOME, "people": 12}))
    assert (case.state, case.renew_on) == ("with_officer", None)
    judgement = Judgement("allowed", True, "A large family.", OFFICER, MORNING)
    send(case=case, purpose="judgement", judgement=judgement, by=OFFICER, channel="desk", whole=False)
    case.refresh_from_db()
    assert case.renew_on == YEAR.date()
    assert ask_renewals(YEAR) == 1
    case.refresh_from_db()
    send(case=case, purpose="renewal", at=YEAR, whole=False)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("settled", "approve")
    assert CaseJudgement.objects.filter(case=case, lapsed_at=None).count() == 1


def test_a_resident_cannot_renew_before_being_asked_and_an_officer_can(renewed: None) -> None:
    case = case_of(send())
    with pytest.raises(SubmissionError, match="nothing to renew"):
        send(case=case, purpose="renewal", whole=False)
    send(
        case=case, purpose="renewal", by=OFFICER, channel="desk", at=MORNING + timedelta(days=9), whole=False
    )
    case.refresh_from_db()
    assert case.renew_on == (YEAR + timedelta(days=9)).date()
    refused = case_of(send({"people": 1, "full_name": "Bo Invented"}))
    with pytest.raises(SubmissionError, match="nothing to renew"):
        send(case=refused, purpose="renewal", by=OFFICER, whole=False)


def test_a_service_without_a_renewal_asks_nothing(bins: object) -> None:
    case = case_of(send())
    assert case.renew_on is None
    assert ask_renewals(YEAR) == 0
    with pytest.raises(SubmissionError, match="nothing to renew"):
        send(case=case, purpose="renewal", by=OFFICER, whole=False)


def test_a_review_is_heard_first(renewed: None) -> None:
    case = case_of(send())
    send(case=case, purpose="review", note="I think it is wrong.", at=YEAR - timedelta(days=1), whole=False)
    assert ask_renewals(YEAR) == 0
    case.refresh_from_db()
    assert case.renew_on == YEAR.date()
