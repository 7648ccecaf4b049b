"""What a resident does with a case: evidence, a change, withdrawing, another look; and a second application."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shirehall.capabilities.documents.api import Document
from shirehall.casework.models import Case, Draft, Evidence, ServiceVersion, Submission
from shirehall.channels.web.conftest import Resident, fill_in
from shirehall.channels.web.test_coming_back import sent_case

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def file(content: bytes = PDF, name: str = "receipt.pdf") -> SimpleUploadedFile:
    """A file to send."""
    return SimpleUploadedFile(name, content)


def test_evidence_is_owed_and_sent(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident, price="600.00")
    assert "Receipts for your tools" in resident.html
    assert "once we have seen your evidence" in resident.html
    page = f"/case/{case.reference}/evidence/receipts/"
    assert "a bank statement" in resident.open(page).html
    assert "Choose a file to send" in resident.send().html
    resident.open(page).send(files=file(b"MZ this is a program", "receipt.pdf"))
    assert resident.title.startswith("Error: ")
    assert Evidence.objects.get().state == "wanted"
    resident.send(files=file())
    assert resident.url == f"/case/{case.reference}/?done=sent"
    assert "We have it, and will look at it" in resident.html
    assert Evidence.objects.get().documents == [Document.objects.filter(disposed_at=None).get().pk]
    opened = resident.client.get(
        f"/case/{case.reference}/document/{Document.objects.filter(disposed_at=None).get().pk}/"
    )
    assert b"".join(opened.streaming_content) == PDF  # type: ignore[attr-defined]
    assert resident.open(page).url == f"/case/{case.reference}/"


def test_a_file_question_takes_and_removes_files(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/apply/garden/garden/").send(garden="yes")
    resident.open("/shed/apply/garden/photo/").send()
    assert "Choose a file, or send it later" in resident.html
    resident.send(photo=file(b"\x7fELF", "garden.pdf"))
    assert resident.title.startswith("Error: ")
    resident.open("/shed/apply/garden/photo/").send(photo=file(name="garden.pdf"))
    kept = Document.objects.get(disposed_at=None)
    assert kept.draft == Draft.objects.get()
    assert "garden.pdf" in resident.open("/shed/apply/garden/photo/").html
    mallory = Resident()
    mallory.open("/shed/apply/garden/garden/").send(garden="yes")
    mallory.open("/shed/apply/garden/photo/").send(remove=kept.pk)
    assert Document.objects.filter(pk=kept.pk, disposed_at=None).exists()
    resident.send(remove=kept.pk)
    assert not Document.objects.filter(pk=kept.pk, disposed_at=None).exists()
    assert "photo" not in Draft.objects.earliest("id").answers


def test_uploads_are_limited(
    shed: ServiceVersion, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shirehall.channels.web.limits.is_ratelimited", lambda *_args, **_kwargs: True)
    resident.open("/shed/apply/garden/photo/").send(photo=file())
    assert resident.status == 429
    assert "Wait before you try again" in resident.html


def test_a_change_goes_through_the_same_questions(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    resident.open(f"/case/{case.reference}/change/").send()
    assert resident.url == "/shed/apply/check-answers/"
    assert case.reference in resident.html
    resident.open("/shed/apply/garden/trees/?from=check")
    assert 'value="3"' in resident.html
    resident.send(trees="20").send()
    assert resident.url == f"/case/{case.reference}/sent/"
    assert "A person will look at your application" in resident.html
    assert Case.objects.count() == 1
    assert Submission.objects.latest("id").purpose == "change"


def test_withdrawing_asks_first_and_is_done_once(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident, trees="20")
    page = f"/case/{case.reference}/withdraw/"
    resident.open(page)
    assert "Do you want to withdraw this?" in resident.html
    html = resident.html
    resident.send()
    assert "You have withdrawn this" in resident.html
    resident.url, resident.html = page, html
    resident.send()
    assert resident.status == 200
    assert Submission.objects.filter(purpose="withdraw").count() == 1
    assert "Withdrawn" in resident.open(f"/case/{case.reference}/").html
    assert resident.open(f"/case/{case.reference}/change/").status == 409


def test_a_person_is_asked_to_look_again(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    resident.open(f"/case/{case.reference}/look-again/").send(words="I have 12 trees.")
    assert "A person will look at this again" in resident.html
    assert Submission.objects.get(purpose="review").note == "I have 12 trees."
    case.refresh_from_db()
    assert case.state == "with_officer"


def test_a_second_application_is_noticed_and_never_a_dead_end(
    shed: ServiceVersion, resident: Resident
) -> None:
    first = sent_case(resident)
    other = fill_in(Resident())
    if other.url.endswith("/your-council/"):
        other.send(council="north_dorset")
    assert "We may already have an application from you" in other.html
    assert first.reference[-3:] not in other.html
    stranger = fill_in(Resident(), email="other@example.org")
    if stranger.url.endswith("/your-council/"):
        stranger.send(council="north_dorset")
    assert "We may already have an application from you" in stranger.html
    assert first.reference[-3:] not in stranger.html
    other.send()
    assert Case.objects.count() == 2
    resident.open("/shed/").send(at="/shed/apply/", again="yes")
    fill_in(resident)
    resident.send(council="north_dorset")
    assert f'href="/case/{first.reference}/"' in resident.html


def _queries(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as found:
        do()
    return sum(
        not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
        for each in found.captured_queries
    )


def test_pages_stay_within_their_queries(shed: ServiceVersion, resident: Resident) -> None:
    fill_in(resident)
    if resident.url.endswith("/your-council/"):
        resident.send(council="north_dorset")
    check = resident.html
    for page in (
        "/shed/",
        "/shed/apply/you/full_name/",
        "/shed/apply/tools/",
        "/shed/apply/tools/1/kind/",
        "/shed/apply/check-answers/",
    ):
        assert _queries(lambda page=page: resident.client.get(page)) <= 15, page  # type: ignore[misc]
    posted = {"garden": "yes", "begun": "yes"}
    assert _queries(lambda: resident.client.post("/shed/apply/garden/garden/", posted)) <= 15
    resident.url, resident.html = "/shed/apply/check-answers/", check
    key = resident.html.split('name="key" value="')[1].split('"')[0]
    of_channel = _queries(lambda: resident.client.post("/shed/apply/check-answers/", {"key": key}))
    # A draft and a version read here; the rest is one pass of casework.
    assert of_channel <= 14, of_channel
