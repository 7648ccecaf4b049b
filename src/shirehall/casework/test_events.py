"""The chain: it verifies, and every way of changing it is noticed."""

import pytest
from django.db import IntegrityError, transaction

from shirehall.casework.conftest import MORNING, case_of, send
from shirehall.casework.events import verify
from shirehall.casework.models import Case, Event, EventPayload, ServiceVersion
from shirehall.casework.problems import StaleCase, SubmissionError
from shirehall.casework.recording import add_note, record, record_view


@pytest.fixture
def case(bins: ServiceVersion) -> Case:
    """A case with five events."""
    found = case_of(send())
    for number in range(2):
        add_note(case=found, text=f"Note {number}", by="olu@example.org", at=MORNING)
    record_view(case=found, by="olu@example.org", at=MORNING)
    return found


def said(case: Case) -> str:
    """What does not hold, in one line."""
    return "; ".join(problem.message for problem in verify(case))


def test_the_chain_holds_with_and_without_payloads(case: Case) -> None:
    assert verify(case) == ()
    EventPayload.objects.all().delete()
    assert verify(case) == ()


def test_a_changed_event_is_noticed(case: Case) -> None:
    for column, value in {
        "by": "eve@example.org",
        "kind": "viewed",
        "authority": "x",
        "commitment": "0" * 64,
    }.items():
        with transaction.atomic():
            Event.objects.filter(case=case, sequence=3).update(**{column: value})
            assert "changed after it was written" in said(case)
            transaction.set_rollback(True)


def test_a_changed_payload_is_noticed(case: Case) -> None:
    EventPayload.objects.filter(event__case=case, event__sequence=3).update(content={"text": "Nothing"})
    assert said(case) == "its payload was changed after it was written"


def test_a_missing_event_is_noticed_in_the_middle_and_at_the_end(case: Case) -> None:
    with transaction.atomic():
        Event.objects.filter(case=case, sequence=3).delete()
        assert "an event is missing" in said(case)
        transaction.set_rollback(True)
    Event.objects.filter(case=case, sequence=5).delete()
    assert said(case) == "the chain does not end where the case says it does"


def test_no_two_events_have_one_place(case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(case=case, sequence=3, kind="x", by="x", at=MORNING, service="bins")


def test_an_officer_who_saw_an_older_case_is_told(case: Case) -> None:
    case.refresh_from_db()
    record(case=case, kind="note_added", by="olu@example.org", at=MORNING, seen_sequence=case.last_sequence)
    with pytest.raises(StaleCase):
        record(
            case=case, kind="note_added", by="olu@example.org", at=MORNING, seen_sequence=case.last_sequence
        )


def test_an_empty_note_is_refused(case: Case) -> None:
    with pytest.raises(SubmissionError):
        add_note(case=case, text="  ", by="olu@example.org", at=MORNING)
