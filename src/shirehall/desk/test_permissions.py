"""The matrix: role by page by own or other team by own or other council. Written out by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shirehall.capabilities.documents.api import store
from shirehall.casework.models import Case, Step, Task
from shirehall.desk.conftest import AT, PDF, MakeOfficer, SignIn, do, make_case

pytestmark = pytest.mark.django_db

OWN, OTHER = "revenues_and_benefits", "housing"
SEES = ("officer", "team_leader", "auditor")
WORKS = ("officer", "team_leader")
ROLES = (*SEES, "administrator")

PLACES = [
    (role, team, council)
    for role in ROLES
    for team in (OWN, OTHER)
    for council in (None, "north_dorset", "west_dorset")
]


def reaches(role: str, team: str, council: str | None) -> bool:
    """Whether somebody in that place sees the case, which is North Dorset's and of the benefits team."""
    return role in SEES and (team == OWN or role == "auditor") and council in (None, "north_dorset")


@pytest.fixture
def case(bins: None) -> Case:
    return make_case()


@pytest.mark.parametrize(("role", "team", "council"), PLACES)
def test_pages_and_actions_of_a_case(
    make_officer: MakeOfficer, sign_in: SignIn, case: Case, role: str, team: str, council: str | None
) -> None:
    client = sign_in(make_officer(role, team, council))
    document = store(content=PDF, name="a.pdf", by="resident", at=AT, channel="web", case=case)
    step = Step.objects.filter(case=case).first()
    assert step is not None
    sees = reaches(role, team, council)
    works = sees and role in WORKS
    assert client.get(f"/desk/case/{case.reference}/").status_code == (200 if sees else 404)
    opened: Any = client.get(f"/desk/document/{document.pk}/")
    # Not `close()`, which also ends the request, and with it the connection that the test's transaction is on.
    for close_file in opened._resource_closers:
        close_file()
    assert opened.status_code == (200 if sees else 404)
    assert client.get(f"/desk/case/{case.reference}/change/people/").status_code == (
        200 if works else 403 if sees else 404
    )
    assert client.get(f"/desk/case/{case.reference}/change/").status_code == (302 if sees else 404)
    assert client.get(f"/desk/audit/{case.reference}/").status_code == (
        200 if sees and role == "auditor" else 404
    )
    again = 404 if not sees else 302 if role == "team_leader" else 403
    assert client.post(f"/desk/failed/{step.pk}/again/").status_code == again
    listed = client.get("/desk/")
    # An administrator has no worklist, and is led to the pages that are theirs.
    assert listed.status_code == (302 if role == "administrator" else 200)
    assert (case.reference in listed.content.decode()) is sees
    found = client.post("/desk/find/", {"q": case.reference})
    assert found.status_code == (404 if role == "administrator" else 302 if sees else 200)
    named = client.post("/desk/find/", {"q": "invented"})
    assert (case.reference in named.content.decode()) is sees


ACTIONS: dict[str, Callable[[Client, Case], int]] = {
    "judge": lambda client, case: do(client, case, "judge-allowed", answer="yes", reason="Yes").status_code,
    "note": lambda client, case: do(client, case, "note", reason="Rang").status_code,
    "ask": lambda client, case: (
        do(client, case, "ask", evidence="proof_of_address", reason="New").status_code
    ),
    "post": lambda client, case: (
        do(
            client, case, "post", evidence="proof_of_address", files=SimpleUploadedFile("a.pdf", PDF)
        ).status_code
    ),
    "assign": lambda client, case: do(client, case, "assign", to="me").status_code,
    "end": lambda client, case: do(client, case, "end", purpose="withdraw", reason="Rang").status_code,
    "change": lambda client, case: (
        client.post(
            f"/desk/case/{case.reference}/change/people/",
            {"change-value": "3", "change-purpose": "correction", "change-reason": "Rang", "key": "a"},
        ).status_code
    ),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(("role", "team", "council"), PLACES)
def test_who_may_do_what(
    make_officer: MakeOfficer,
    sign_in: SignIn,
    case: Case,
    role: str,
    team: str,
    council: str | None,
    action: str,
) -> None:
    client = sign_in(make_officer(role, team, council))
    before = case.events.exclude(kind="viewed").count()
    status = ACTIONS[action](client, case)
    sees = reaches(role, team, council)
    works = sees and role in WORKS
    assert status == (302 if works else 403 if sees else 404)
    assert (case.events.exclude(kind="viewed").count() > before) is works


@pytest.mark.parametrize(("role", "team", "council"), PLACES)
def test_who_may_give_out_work(
    make_officer: MakeOfficer, sign_in: SignIn, case: Case, role: str, team: str, council: str | None
) -> None:
    client, colleague = sign_in(make_officer(role, team, council)), make_officer(name="Col League")
    task = Task.objects.get(case=case)
    sees = reaches(role, team, council)
    client.post("/desk/give/", {"task": task.pk, "to": str(colleague.pk)})
    task.refresh_from_db()
    assert (task.assigned_to == colleague) is (sees and role == "team_leader")
    took = client.post("/desk/take/")
    if role in ("auditor", "administrator"):
        assert took.status_code == (403 if role == "auditor" else 404)
    elif not sees:
        task.refresh_from_db()
        assert task.assigned_to is None


def test_work_goes_only_to_somebody_who_may_do_it(
    make_officer: MakeOfficer, sign_in: SignIn, case: Case
) -> None:
    leader, stranger = sign_in(make_officer("team_leader")), make_officer("officer", OTHER)
    assert do(leader, case, "assign", to=str(stranger.pk)).status_code == 422
    leader.post("/desk/give/", {"task": Task.objects.get(case=case).pk, "to": str(stranger.pk)})
    case.refresh_from_db()
    assert case.assigned_to is None


def test_an_officer_takes_no_case_from_a_colleague_to_the_queue(
    make_officer: MakeOfficer, sign_in: SignIn, case: Case
) -> None:
    colleague, officer = make_officer(name="Col League"), make_officer()
    Case.objects.filter(pk=case.pk).update(assigned_to=colleague)
    client = sign_in(officer)
    assert do(client, case, "assign", to="nobody").status_code == 422
    assert do(client, case, "assign", to="me").status_code == 302
    assert do(client, case, "assign", to="nobody").status_code == 302


PAGES = {
    "/desk/overview/": ("team_leader",), "/desk/failed/": ("team_leader",), "/desk/audit/": ("auditor",),
    "/desk/services/": SEES, "/desk/": SEES,
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_pages_that_are_for_some(make_officer: MakeOfficer, sign_in: SignIn, role: str, page: str) -> None:
    client = sign_in(make_officer(role))
    elsewhere = 302 if page == "/desk/" else 404
    assert client.get(page).status_code == (200 if role in PAGES[page] else elsewhere)


def test_nobody_gets_in_without_two_factors(make_officer: MakeOfficer, case: Case) -> None:
    client = Client()
    for page in (*PAGES, f"/desk/case/{case.reference}/", "/desk/find/", "/desk/document/x/"):
        assert client.get(page)["Location"].startswith("/account/sign-in/")
    client.force_login(make_officer(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in (*PAGES, f"/desk/case/{case.reference}/"):
        assert "/account/second-factors/" in client.get(page)["Location"]


def test_a_place_elsewhere_does_not_add_up(make_officer: MakeOfficer, sign_in: SignIn, bins: None) -> None:
    """Benefits for West Dorset and housing for all is not benefits for all."""
    case = make_case()
    assert (
        sign_in(make_officer("officer", OWN, "west_dorset")).get(f"/desk/case/{case.reference}/").status_code
        == 404
    )
