"""Who may help whom: role by team by council, written out by hand."""

import pytest
from django.test import Client
from django.utils import timezone

from shirehall.casework.api import Application
from shirehall.casework.models import Case, Draft
from shirehall.channels.assisted.conftest import Desk, MakeDesk, begin, fill_form
from shirehall.channels.assisted.models import Help

pytestmark = pytest.mark.django_db

ROLES = ("officer", "team_leader", "adviser", "auditor", "administrator")
WHO = {"how": "phone", "speaker": "resident", "consent": "yes"}
HELPS = ("officer", "team_leader", "adviser")
PLACES = [
    (team, council)
    for team in ("housing", "revenues_and_benefits")
    for council in (None, "north_dorset", "west_dorset")
]


def reaches(role: str, team: str, council: str | None) -> bool:
    """Whether somebody in this place helps with the tiny service, which is housing's, in North Dorset."""
    return role in HELPS and (team == "housing" or role == "adviser") and council in (None, "north_dorset")


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case of North Dorset."""
    begin(desk)
    fill_form(desk).send(agreed="yes")
    found = Case.objects.get()
    assert found.authority == "north_dorset"
    return found


def draft(authority: str) -> Draft:
    """A draft of some council."""
    return Application.begin(service="shed", channel="web", at=timezone.now()).save(authority=authority)


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix(desk_of: MakeDesk, case: Case, role: str) -> None:
    for team, council in PLACES:
        _holds(desk_of(role, team, council), case, role, team, council)


def _holds(asked: Desk, case: Case, role: str, team: str, council: str | None) -> None:
    helps = reaches(role, team, council)
    begins = role in HELPS and (team == "housing" or role == "adviser")
    assert asked.open("/desk/help/").status == (200 if role in HELPS else 404)
    if role in HELPS:
        assert ("Ask for a shed" in asked.html) is begins
    assert asked.open("/desk/help/begin/shed/").status == (200 if begins else 404)
    ours = draft("north_dorset")
    assert asked.open(f"/desk/help/{ours.reference}/join/").status == (
        200 if helps else 403 if begins else 404
    )
    for page in (
        "case/",
        "case/change/",
        "case/look-again/",
        "case/withdraw/",
        "case/ways/",
        "case/evidence/receipts/",
        "done/",
    ):
        assert asked.open(f"/desk/help/{case.reference}/{page}").status == (200 if helps else 404), page


PAGES = (
    "page/you/", "page/tools/1/", "ask/you/full_name/", "ask/tools/", "heard/you/", "check/", "council/", "hand-over/",
)  # fmt: skip


def test_no_page_of_a_draft_opens_for_whom_it_is_not(desk: Desk, desk_of: MakeDesk) -> None:
    begin(desk)
    reference = desk.reference
    finance, auditor, leader = desk_of("officer", "finance"), desk_of("auditor"), desk_of("team_leader")
    for page in PAGES:
        address = f"/desk/help/{reference}/{page}"
        assert finance.open(address).status == 404
        assert auditor.open(address).status == 404
        assert leader.open(address).url.endswith("/join/")
        stranger = Client().get(address)
        assert stranger.status_code == 302
        assert "sign-in" in stranger.headers["Location"]


def test_an_address_of_another_council_ends_the_help_of_one_council(desk_of: MakeDesk) -> None:
    north = desk_of("officer", "housing", "north_dorset")
    begin(north)
    Draft.objects.update(authority="west_dorset")
    north.open(f"/desk/help/{north.reference}/")
    assert north.status == 403
    assert "West Dorset" in north.html


def test_a_change_of_a_case_is_for_its_council_wherever_they_move_to(
    desk: Desk, desk_of: MakeDesk, case: Case
) -> None:
    desk.open(f"/desk/help/{case.reference}/case/").send(**WHO)
    desk.open(f"/desk/help/{case.reference}/case/change/").send()
    Draft.objects.filter(changes=case).update(authority="west_dorset")
    assert (
        desk_of("officer", "housing", "west_dorset").open(f"/desk/help/{desk.reference}/join/").status == 403
    )
    assert (
        desk_of("officer", "housing", "north_dorset").open(f"/desk/help/{desk.reference}/join/").status == 200
    )


def test_a_reference_that_is_not_there_and_one_that_is_not_yours_look_the_same(
    desk_of: MakeDesk, case: Case
) -> None:
    other = desk_of("officer", "finance")
    said = []
    for reference in (case.reference, "7K4-92M-CTR", draft("north_dorset").reference):
        other.open("/desk/help/").send(reference=reference)
        assert other.status == 422
        said.append(other.html.count("There is nothing with this reference"))
    assert len(set(said)) == 1
    assert not Help.objects.filter(by=other.officer.email).exists()


def test_an_adviser_begins_their_day_here(desk_of: MakeDesk) -> None:
    adviser = desk_of("adviser", "customer_services").open("/desk/")
    assert adviser.url == "/desk/help/"
