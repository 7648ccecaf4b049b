"""The outbox pages: who may look, what they show, and that nothing in a message can do anything there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from shirehall.capabilities.messages import views
from shirehall.capabilities.messages.api import Message, outbox_page, send_code
from shirehall.capabilities.messages.queries import PAGE
from shirehall.casework.api import dispose, work_due
from shirehall.casework.conftest import MORNING, case_of, send
from shirehall.casework.models import Case, ServiceVersion

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def letter(bins: ServiceVersion) -> Message:
    """A text and a letter; the letter."""
    case = case_of(send({"full_name": "<script>alert(1)</script>"}))
    Case.objects.filter(pk=case.pk).update(email="", address="1 Example Lane, Dorchester")
    work_due(at=MORNING + timedelta(minutes=1))
    return Message.objects.get(case=case, channel="letter")


def test_the_outbox_shows_each_message_as_it_would_arrive(client: Client, letter: Message) -> None:
    send_code(contact="ada@example.org", channel="email", code="483920", at=AT)
    answer = client.get("/outbox/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "483920" in page
    assert "1 part." in page
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "no-store" in answer["Cache-Control"]
    opened = client.get(f"/outbox/{letter.key}/letter")
    assert opened["Content-Type"] == "application/pdf"
    assert b"".join(opened.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    opened.close()


def test_an_email_stands_in_a_frame_where_nothing_runs(client: Client, db: None) -> None:
    message = send_code(contact="ada@example.org", channel="email", code="483920", at=AT)
    page = client.get(f"/outbox/{message.key}/")
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert 'sandbox=""' in page.content.decode()
    framed = client.get(f"/outbox/{message.key}/email")
    assert framed["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "483920" in framed.content.decode()
    assert "frame-src" not in client.get("/outbox/")["Content-Security-Policy"]


def test_what_is_not_there_is_not_found(client: Client, letter: Message) -> None:
    for address in ("/outbox/0/", "/outbox/0/email", f"/outbox/{letter.key}/email"):
        assert client.get(address).status_code == 404


def test_in_earnest_only_an_auditor_may_look(client: Client, settings: Settings, db: None) -> None:
    settings.SHIREHALL_DEMO = False
    message = send_code(contact="ada@example.org", channel="email", code="483920", at=AT)
    for address in ("/outbox/", f"/outbox/{message.key}/", f"/outbox/{message.key}/email"):
        answer = client.get(address, secure=True)
        assert answer.status_code == 302
        assert "/account/sign-in/" in answer["Location"]


@pytest.mark.parametrize("allowed", [True, False])
def test_an_officer_who_does_not_audit_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, db: None, allowed: bool
) -> None:
    asked = []

    def may(officer: object, action: str, *, team: str | None, authority: str | None) -> bool:
        asked.append((action, team, authority))
        return allowed

    settings.SHIREHALL_DEMO = False
    request = RequestFactory().get("/outbox/")
    request.user = AnonymousUser()
    monkeypatch.setattr(views, "may", may)
    monkeypatch.setattr(views, "officer_of", lambda request: object())
    monkeypatch.setattr(views, "_auditors_only", views._auditors_only.__wrapped__)  # type: ignore[attr-defined]
    if allowed:
        assert views.outbox(request).status_code == 200
    else:
        with pytest.raises(PermissionDenied):
            views.outbox(request)
    assert asked == [("see_audit", None, None)]


def test_pages_by_keyset_and_few_queries(
    client: Client, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(PAGE * 2 + 3):
        send_code(contact="ada@example.org", channel="email", code=str(number), at=AT)
    first = outbox_page()
    assert (len(first.messages), first.newer) == (PAGE, None)
    second = outbox_page(before=first.older)
    third = outbox_page(before=second.older)
    assert (len(third.messages), third.older) == (3, None)
    assert outbox_page(after=third.newer).messages == second.messages
    assert outbox_page(after=second.newer).messages == first.messages
    assert outbox_page(after=second.newer).newer is None
    with django_assert_max_num_queries(3):
        assert client.get(f"/outbox/?before={first.older}").status_code == 200
    assert client.get("/outbox/?before=x&after=%F0").status_code == 200


def test_when_the_time_of_keeping_is_over_the_words_and_the_letter_are_gone(letter: Message) -> None:
    assert letter.document is not None
    dispose(at=MORNING + timedelta(days=800))
    for message in Message.objects.filter(case=letter.case):
        assert (message.to, message.text, message.subject, message.document_id) == ("", "", "", None)
        assert message.disposed_at is not None
    letter.document.refresh_from_db()
    assert (letter.document.stored_as, letter.document.name) == ("", "")
    assert outbox_page().messages == ()
