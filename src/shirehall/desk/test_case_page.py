"""The case page: the whole story, who looked at it, and what a second look costs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from shirehall.casework.models import Case, Event, EventPayload, Step
from shirehall.casework.panels import Panel, panels
from shirehall.desk.conftest import MakeOfficer, SignIn, do, make_case, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(make_officer: MakeOfficer, sign_in: SignIn) -> Client:
    return sign_in(make_officer())


def test_the_page_tells_the_whole_story(client: Client) -> None:
    case = make_case()
    page = page_of(client.get(f"/desk/case/{case.reference}/"))
    for words in (
        "Ada Invented", case.reference, "07700 900123", "An officer looks at very large homes.", "People at home", "12",
        "Food: 4", "Is a larger bin right?", "Record complete", "Ask for a larger bin", "Overdue by ", "very large",
    ):  # fmt: skip
        assert words in page, words
    assert "<script>" not in page
    assert "style=" not in page


def test_the_reference_is_read_in_any_spelling(client: Client) -> None:
    case = make_case()
    assert client.get(f"/desk/case/{case.reference.lower().replace('-', ' ')}/").status_code == 200
    assert client.get("/desk/case/nothing/").status_code == 404


def test_why_not_is_worked_out_when_asked(client: Client) -> None:
    case = make_case()
    page = page_of(client.get(f"/desk/case/{case.reference}/"))
    assert "It would be refused only with" not in page
    assert "It would be refused only with" in page_of(client.get(f"/desk/case/{case.reference}/?why=1"))


def test_looking_is_recorded_once_an_hour(client: Client) -> None:
    case = make_case()
    for _time in range(3):
        client.get(f"/desk/case/{case.reference}/")
    assert case.events.filter(kind="viewed").count() == 1
    EventPayload.objects.all().delete()
    Event.objects.filter(kind="viewed").update(at=timezone.now() - timedelta(minutes=61))
    client.get(f"/desk/case/{case.reference}/")
    assert case.events.filter(kind="viewed").count() == 2


def test_a_changed_answer_shows_what_it_was(client: Client) -> None:
    case = make_case()
    case.refresh_from_db()
    response = client.post(
        f"/desk/case/{case.reference}/change/people/",
        {
            "change-value": "4", "change-purpose": "correction", "change-reason": "She said twelve by mistake",
            "seen": case.last_sequence, "key": "one",
        },
    )  # fmt: skip
    assert response.status_code == 302
    page = page_of(client.get(f"/desk/case/{case.reference}/"))
    for words in ("before: 12", "She said twelve by mistake", "1 earlier decision", "Approved", "£20.00"):
        assert words in page, words


def test_a_broken_chain_is_said(client: Client) -> None:
    case = make_case()
    Event.objects.filter(case=case, kind="decided").update(by="somebody@example.org")
    assert "The record does not hold" in page_of(client.get(f"/desk/case/{case.reference}/"))


def test_what_waits_for_the_machine_and_what_failed(
    client: Client, make_officer: MakeOfficer, sign_in: SignIn
) -> None:
    case = make_case()
    step = Step.objects.filter(case=case).first()
    assert step is not None
    Step.objects.filter(pk=step.pk).update(state=Step.State.FAILED, last_error="The number is not in use")
    assert "Try again" not in page_of(client.get(f"/desk/case/{case.reference}/"))
    leader = sign_in(make_officer("team_leader"))
    page = page_of(leader.get(f"/desk/case/{case.reference}/"))
    assert "The number is not in use" in page
    assert "Try again" in page
    assert leader.post(f"/desk/failed/{step.pk}/again/", {"from": "case"}).status_code == 302
    step.refresh_from_db()
    assert step.state == Step.State.WAITING


def test_panels_of_other_apps_are_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Panel("bins", "Bins", "shirehall_design/parts/state.html", lambda _case: {})
    left_out = Panel("none", "Left out", "shirehall_design/parts/state.html", lambda _case: None)
    monkeypatch.setattr(panels, "_entries", {"bins": entry, "none": left_out})
    page = page_of(client.get(f"/desk/case/{make_case().reference}/"))
    assert 'id="panel-bins"' in page
    assert "Left out" not in page


def test_the_page_stays_within_its_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = make_case(5)
    for number in range(6):
        do(client, case, "note", reason=f"Note {number}")
    client.get(f"/desk/case/{case.reference}/")
    with django_assert_max_num_queries(40):
        client.get(f"/desk/case/{case.reference}/?why=1")


def test_a_disposed_case_is_gone(client: Client) -> None:
    case = make_case()
    Case.objects.filter(pk=case.pk).update(disposed_at=timezone.now())
    assert client.get(f"/desk/case/{case.reference}/").status_code == 404
