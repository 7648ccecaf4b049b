"""Drafts: kept for every channel, sent once, and counted without answers."""

from datetime import timedelta

import pytest

from shirehall.casework.conftest import HOME, MORNING, PERSON, answers_of, case_of, send
from shirehall.casework.drafts import record_draft, save_draft
from shirehall.casework.models import Draft, EventInbox, ServiceVersion
from shirehall.casework.problems import SubmissionError
from shirehall.casework.queries import draft_answers, draft_by_reference, draft_by_token

ABOUT = {"service": "bins", "by": "resident", "at": MORNING}


def begun() -> Draft:
    """A draft with the first page done on the web."""
    return save_draft(draft=None, answers=answers_of(PERSON), channel="web", page="you", **ABOUT)  # type: ignore[arg-type]


def test_a_draft_goes_on_on_another_channel(bins: ServiceVersion) -> None:
    draft = begun()
    found = draft_by_reference(draft.reference.lower())
    assert found == draft == draft_by_token(draft.token)
    assert set(draft_answers(draft)) == set(PERSON)
    answers = {**draft_answers(draft), **answers_of(HOME)}
    save_draft(draft=draft, answers=answers, channel="phone", page="home", **ABOUT)  # type: ignore[arg-type]
    assert set(draft_answers(Draft.objects.get())) == {*PERSON, *HOME}
    assert draft.expires_at == MORNING + timedelta(days=30)


def test_its_events_name_pages_and_hold_no_answers(bins: ServiceVersion) -> None:
    draft = begun()
    record_draft(draft=draft, kind="page_seen", by="resident", at=MORNING, page="home")
    seen = [(event.kind, event.page, event.sequence) for event in draft.events.order_by("id")]
    assert seen == [("started", "", None), ("page_done", "you", None), ("page_seen", "home", None)]
    assert not any(hasattr(event, "payload") for event in draft.events.all())
    assert EventInbox.objects.count() == 3


def test_a_draft_is_sent_once_and_its_case_keeps_the_reference(bins: ServiceVersion) -> None:
    draft = begun()
    receipt = send(draft=draft, idempotency_key="first")
    assert send(draft=Draft.objects.get(), idempotency_key="first").submission_id == receipt.submission_id
    assert receipt.reference == draft.reference
    assert (Draft.objects.get().sent_case, draft.sent_at) == (case_of(receipt), MORNING)
    with pytest.raises(SubmissionError, match=draft.reference):
        send(draft=Draft.objects.get())
    with pytest.raises(SubmissionError, match=draft.reference):
        save_draft(draft=draft, answers=answers_of(PERSON), channel="web", **ABOUT)  # type: ignore[arg-type]
    stale = Draft.objects.get()
    stale.sent_case = None
    with pytest.raises(SubmissionError):
        send(draft=stale)
