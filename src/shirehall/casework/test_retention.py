"""Retention: the details go, the chain stays."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from shirehall.casework.conftest import MORNING, PERSON, answers_of, case_of, send
from shirehall.casework.disposal import Disposer, disposers
from shirehall.casework.drafts import save_draft
from shirehall.casework.events import verify
from shirehall.casework.models import CaseFact, Draft, EventPayload, ServiceVersion, Step, Submission
from shirehall.casework.passes import EvidenceGiven
from shirehall.casework.retention import dispose
from shirehall.casework.timeline import timeline

YEARS_LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were taken away."""
    taken: list[str] = []

    def take(documents: Sequence[str]) -> None:
        taken.extend(documents)

    monkeypatch.setattr(disposers, "_entries", {"documents": Disposer("documents", "Documents", take)})
    return taken


def test_a_case_whose_time_is_over_loses_its_details_and_keeps_its_chain(
    bins: ServiceVersion, gone: list[str]
) -> None:
    case = case_of(send({"people": 5}))
    given = {"proof_of_address": EvidenceGiven("received", ("doc-1", "doc-2"))}
    send(case=case, purpose="evidence", evidence=given)
    send(case=case, purpose="withdraw")
    kept = case_of(send({"people": 12}))
    events = case.events.count()
    assert dispose(at=YEARS_LATER) == 1
    case.refresh_from_db()
    assert (gone, case.applicant_name, case.email, case.facts) == (["doc-1", "doc-2"], "", "", {})
    assert verify(case) == ()
    assert case.events.count() == events + 1
    assert [each.kind for each in timeline(case, for_resident=True)][-1] == "disposed"
    assert not CaseFact.objects.filter(case=case).exists()
    assert not Step.objects.filter(case=case).exists()
    assert EventPayload.objects.filter(event__case=case).count() == 1
    assert set(Submission.objects.filter(case=case).values_list("note", flat=True)) == {""}
    assert all(row.answers == {} for row in Submission.objects.filter(case=case))
    assert case_of_kept_is_whole(kept.pk)
    assert dispose(at=YEARS_LATER) == 0


def test_a_change_that_was_not_sent_goes_with_its_case(bins: ServiceVersion, gone: list[str]) -> None:
    case = case_of(send({"people": 5}))
    send(case=case, purpose="withdraw")
    save_draft(
        draft=None, service="bins", answers=answers_of({"people": 5}), channel="web", by="resident",
        at=YEARS_LATER - timedelta(days=1), changes=case,
    )  # fmt: skip
    assert dispose(at=YEARS_LATER) == 1
    dispose(at=YEARS_LATER + timedelta(seconds=1))
    assert not Draft.objects.filter(changes=case).exists()


def case_of_kept_is_whole(case_id: int) -> bool:
    """Whether a case that nobody finished still has its details."""
    payloads = EventPayload.objects.filter(event__case_id=case_id)
    return payloads.exists() and CaseFact.objects.filter(case_id=case_id).exists()


def test_a_draft_goes_when_it_was_not_saved_for_its_time(bins: ServiceVersion, gone: list[str]) -> None:
    about = {"service": "bins", "channel": "web", "by": "resident"}
    save_draft(draft=None, answers=answers_of(PERSON), at=MORNING, page="you", **about)  # type: ignore[arg-type]
    assert dispose(at=MORNING + timedelta(days=29)) == 0
    assert dispose(at=MORNING + timedelta(days=31)) == 1
    assert not Draft.objects.exists()
