"""Who may open a document, how it is sent, and how it goes."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import Http404
from pytest_django import DjangoCaptureOnCommitCallbacks

from shirehall.capabilities.documents.api import (
    Document,
    DocumentError,
    attach,
    by_id,
    dispose,
    document,
    for_case,
    for_draft,
    may_open,
    remove,
    response,
    store,
    store_made,
    sweep,
)
from shirehall.capabilities.documents.conftest import AT, PDF, make_case
from shirehall.capabilities.documents.disposal import dispose_documents, dispose_of_case
from shirehall.casework.api import EvidenceGiven, publish
from shirehall.casework.conftest import TEXTS, case_of, send
from shirehall.casework.models import Case, Draft
from shirehall.partnership.api import Officer, Place, add_officer, load_partnership

Given = Callable[..., Document]


@pytest.fixture
def draft(case: Case) -> Draft:
    """A draft of the same service."""
    return Draft.objects.create(
        token="t" * 43, reference="AAAA-AAAA-A", service="bins", service_version=case.service_version, channel="web",
        started_at=AT, saved_at=AT, expires_at=AT + timedelta(days=30),
    )  # fmt: skip


@pytest.fixture
def officer(db: None) -> Callable[[str, str, str | None], Officer]:
    """An officer in a team, in a role, for a council or for all."""
    load_partnership(by="test", at=AT)

    def make(team: str, role: str, authority: str | None) -> Officer:
        address = f"{team}.{role}.{authority}@example.org".lower()
        places = [Place(team, role, authority)]
        return add_officer(email=address, name="Invented", password=None, places=places, by="test", at=AT)

    return make


@pytest.mark.parametrize(
    ("team", "role", "authority", "allowed"),
    [
        ("revenues_and_benefits", "officer", None, True),
        ("revenues_and_benefits", "officer", "west_dorset", True),
        ("revenues_and_benefits", "officer", "north_dorset", False),
        ("revenues_and_benefits", "team_leader", "west_dorset", True),
        ("housing", "officer", None, False),
        ("housing", "team_leader", "west_dorset", False),
        ("digital", "auditor", None, True),
        ("digital", "auditor", "north_dorset", False),
        ("digital", "administrator", None, False),
    ],
)
def test_which_officers_may_open_a_document(
    officer: Callable[[str, str, str | None], Officer],
    team: str,
    role: str,
    authority: str | None,
    allowed: bool,
) -> None:
    texts = {
        **TEXTS,
        "service.yaml": TEXTS["service.yaml"].replace("customer_services", "revenues_and_benefits"),
    }
    publish(texts=texts, by="test", at=AT)
    case = case_of(send(authority="west_dorset"))
    kept = store(content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", case=case)
    assert may_open(kept, officer=officer(team, role, authority)) is allowed


def test_the_team_that_checks_evidence_opens_it_while_it_waits_there(
    officer: Callable[[str, str, str | None], Officer],
) -> None:
    publish(texts=TEXTS, by="test", at=AT)
    case, checker = case_of(send({"people": 5})), officer("revenues_and_benefits", "officer", None)
    kept = store(content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", case=case)
    assert not may_open(kept, officer=checker)
    send(case=case, purpose="evidence", evidence={"proof_of_address": EvidenceGiven("received", (kept.pk,))})
    assert may_open(kept, officer=checker)
    accepted = {"proof_of_address": EvidenceGiven("accepted")}
    send(case=case, purpose="evidence", evidence=accepted, by=checker.email, channel="desk")
    assert not may_open(kept, officer=checker)


def test_a_resident_opens_what_is_theirs_and_nothing_else(case: Case, draft: Draft) -> None:
    other = make_case()
    sent = store(content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", case=case)
    begun = store(content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", draft=draft)
    assert may_open(sent, case_access=case)
    assert not may_open(sent, case_access=other)
    assert not may_open(sent)
    assert not may_open(sent, draft_access=draft)
    assert may_open(begun, draft_access=draft)
    assert not may_open(begun, case_access=case)


def test_a_sent_draft_brings_its_documents(case: Case, draft: Draft) -> None:
    kept = store(
        content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", draft=draft, evidence="rent"
    )
    assert [each.pk for each in for_draft(draft, evidence="rent")] == [kept.pk]
    Draft.objects.filter(pk=draft.pk).update(sent_case=case)
    found = document(kept.pk)
    assert found is not None
    # Whether or not a process was killed before it could attach them.
    assert may_open(found, case_access=case)
    assert [each.pk for each in for_case(case)] == [kept.pk]
    assert attach(case=case, draft=draft) == 1
    assert attach(case=case, draft=draft) == 0
    assert attach(case=make_case(), documents=[kept.pk]) == 0
    assert [each.pk for each in for_case(case, evidence="rent", uploads_only=True)] == [kept.pk]
    with pytest.raises(DocumentError, match="was sent already"):
        remove(document=Document.objects.get(pk=kept.pk), at=AT)


def test_a_browser_can_do_nothing_with_it(case: Case) -> None:
    text = store(content=b"<b>hello", name="note.txt", by="resident", at=AT, channel="web", case=case)
    answer = response(text)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "no-store, private"
    pdf = response(store(content=PDF, name="Zoë.pdf", by="resident", at=AT, channel="web", case=case))
    assert pdf["Content-Disposition"] == "inline; filename*=utf-8''Zo%C3%AB.pdf"
    assert b"".join(pdf.streaming_content) == PDF  # type: ignore[arg-type]
    assert b"".join(answer.streaming_content) == b"<b>hello"  # type: ignore[arg-type]
    pdf.close()
    answer.close()


def test_disposing_really_deletes(
    case: Case, folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload = store(content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", case=case)
    store_made(content=PDF, name="letter.pdf", kind="letter", at=AT, case=case, document_id="ab" * 16)
    store_made(content=PDF, name="letter.pdf", kind="letter", at=AT, case=case, document_id="ab" * 16)
    assert set(by_id([upload.pk, "ab" * 16, "none"])) == {upload.pk, "ab" * 16}
    with django_capture_on_commit_callbacks(execute=True):
        dispose_of_case(case)
        dispose_documents([upload.pk])
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert for_case(case) == []
    upload.refresh_from_db()
    assert (upload.name, upload.sha256, upload.stored_as) == ("", "", "")
    assert not may_open(upload, case_access=case)
    with pytest.raises(Http404):
        response(upload)


def test_what_belongs_to_nothing_is_swept_after_a_day(
    draft: Draft, folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    orphan = store(content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", draft=draft)
    draft.delete()
    stray = folder / "ab" / "cd" / "abcd"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"left by a process that was killed")
    for path in (stray, folder / orphan.stored_as):
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(at=AT + timedelta(hours=23)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(at=AT + timedelta(hours=25)) == 2
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert dispose([orphan.pk], at=AT) == 0
