"""What a change of circumstances takes back: proof of what was, and what an officer put in place of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shirehall.casework.actions import submit
from shirehall.casework.conftest import MORNING, PERSON, answers_of, case_of, send
from shirehall.casework.events import verify
from shirehall.casework.models import Case, Evidence, ServiceVersion, Submission
from shirehall.casework.passes import EvidenceGiven
from shirehall.casework.problems import SubmissionError
from shirehall.casework.retention import dispose

OFFICER: dict[str, Any] = {"by": "olu@example.org", "channel": "desk"}
LATER = MORNING + timedelta(days=5)


def proof(case: Case, state: str, *documents: str, **how: Any) -> Case:
    """News of the proof of address, and the case as it then stands."""
    given = {"proof_of_address": EvidenceGiven(state, documents)}
    return case_of(send(case=case, purpose="evidence", evidence=given, **how))


def proved() -> Case:
    """A settled case of five people, whose proof was accepted."""
    return proof(proof(case_of(send({"people": 5})), "received", "doc-1"), "accepted", **OFFICER)


def test_a_change_of_what_was_proved_waits_for_proof_again(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 6}, case=proved(), purpose="change", at=LATER))
    row = Evidence.objects.get(case=case)
    assert (case.outcome, case.state, row.state, row.documents) == (
        "approve",
        "awaiting_evidence",
        "wanted",
        ["doc-1"],
    )
    assert (row.decided_at, row.due_on) == (None, (LATER + timedelta(days=28)).date())
    assert case.steps.filter(payload__message="evidence", planned_at=LATER).count() == 1
    assert verify(case) == ()
    case = proof(proof(case, "received", "doc-2", at=LATER), "accepted", at=LATER, **OFFICER)
    assert (case.state, Evidence.objects.get(case=case).documents) == ("settled", ["doc-1", "doc-2"])


def test_a_change_of_something_else_keeps_the_proof(bins: ServiceVersion) -> None:
    case = case_of(send({"telephone": "07700 900456"}, case=proved(), purpose="change", at=LATER))
    assert (case.state, Evidence.objects.get(case=case).state) == ("settled", "accepted")


def test_what_an_officer_corrects_the_officer_has_seen_proof_of(bins: ServiceVersion) -> None:
    how = {"purpose": "correction", "note": "The bill says six", "source": "officer", **OFFICER}
    case = case_of(send({"people": 6}, case=proved(), **how))
    assert (case.state, Evidence.objects.get(case=case).state) == ("settled", "accepted")


def give_bags(case: Case, bags: int) -> Case:
    """An officer gives a worked-out fact in place of working it out."""
    answers = answers_of({"bags": bags}, source="officer", note="Counted at the door")
    return case_of(submit(
        service="bins", answers=answers, at=MORNING, authority="north_dorset", idempotency_key=f"bags-{bags}", case=case,
        purpose="correction", note="Counted at the door", **OFFICER,
    ))  # fmt: skip


def test_what_an_officer_gave_lapses_when_what_it_follows_from_changes(bins: ServiceVersion) -> None:
    case = give_bags(case_of(send({"people": 12})), 8)
    assert case.outcome == "approve"
    kept = case_of(send({"telephone": "07700 900456"}, case=case, purpose="change", at=LATER))
    assert (kept.outcome, kept.facts["bags"]["value"]) == ("approve", 8)
    changed = case_of(send({"people": 2}, case=case, purpose="change", at=LATER))
    assert (changed.outcome, "bags" in changed.facts) == ("refuse", False)
    assert give_bags(changed, 10).outcome == "approve"


def test_files_stay_with_evidence_that_was_cancelled_and_is_wanted_again(bins: ServiceVersion) -> None:
    case = proof(case_of(send({"people": 5})), "received", "doc-1")
    how = {"purpose": "correction", "note": "Counted", "source": "officer", **OFFICER}
    assert case_of(send({"people": 2}, case=case, **how)).outcome == "refuse"
    case = case_of(send({"people": 5}, case=case, **how))
    row = Evidence.objects.get(case=case)
    assert (row.state, row.documents) == ("wanted", ["doc-1"])
    with pytest.raises(SubmissionError, match="Choose a file"):
        proof(case, "received")


def test_what_was_decided_is_not_withdrawn_by_a_page_that_was_opened_before(bins: ServiceVersion) -> None:
    case = case_of(send())
    with pytest.raises(SubmissionError, match="decided already"):
        send(case=case, purpose="withdraw")
    assert case_of_same(case).state == "settled"


def case_of_same(case: Case) -> Case:
    """The case as it stands in the database."""
    return Case.objects.get(pk=case.pk)


def test_a_case_that_is_closed_while_facts_are_missing_is_not_kept_for_ever(bins: ServiceVersion) -> None:
    case = case_of(send(PERSON, whole=False))
    case = case_of(send(case=case, purpose="close", note="No answer", **OFFICER))
    assert (case.outcome, case.state) == ("incomplete", "closed")
    assert case.retain_until_on == (MORNING + timedelta(days=365)).date()


def test_the_same_submission_after_the_details_are_gone_is_told_so(bins: ServiceVersion) -> None:
    send(idempotency_key="once")
    dispose(at=datetime(2028, 1, 1, tzinfo=UTC))
    assert Submission.objects.get().body_hash == ""
    with pytest.raises(SubmissionError, match="deleted"):
        send(idempotency_key="once")
