"""The whole matrix: role by action by own or other team by own or other authority."""

from datetime import UTC, datetime
from itertools import product

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from shirehall.partnership.api import Place, add_officer, close_officer, load_partnership, may, scope
from shirehall.partnership.data import ACTIONS
from shirehall.partnership.models import Membership, Officer

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
ROLES = (
    "officer", "team_leader", "finance_officer", "finance_leader", "buyer", "adviser", "auditor", "administrator",
)  # fmt: skip
OWN_TEAM, OTHER_TEAM = "revenues_and_benefits", "housing"
OWN, OTHER = "west_dorset", "north_dorset"

# Written out by hand, since a matrix worked out from the data would agree with any data.
MAY = {
    "officer": {"see_case", "work_case", "help_resident", "open_document", "see_measures"},
    "team_leader": {
        "see_case",
        "work_case",
        "help_resident",
        "open_document",
        "assign_case",
        "retry_step",
        "see_measures",
    },
    "adviser": {"help_resident"},
    "finance_officer": {
        "see_case",
        "work_case",
        "open_document",
        "see_measures",
        "see_invoice",
        "work_invoice",
        "keep_registers",
        "change_bank_details",
        "propose_run",
    },
    "finance_leader": {
        "see_case",
        "work_case",
        "open_document",
        "assign_case",
        "retry_step",
        "see_measures",
        "see_invoice",
        "work_invoice",
        "change_bank_details",
        "stop_paying",
        "approve_run",
        "release_run",
    },
    "buyer": {"see_case", "work_case", "open_document", "see_invoice", "work_invoice", "keep_registers"},
    "auditor": {"see_case", "open_document", "see_measures", "see_audit", "see_invoice"},
    "administrator": {"manage_accounts"},
}
REACHES_EVERY_TEAM = {"adviser", "auditor", "administrator"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _partnership(db: None) -> None:
    load_partnership(by="test", at=AT)


def officer_in(*places: Place) -> Officer:
    return add_officer(
        email="ada@example.org", name="Ada Example", places=places, password=None, by="test", at=AT
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("holds_for", [OWN, None])
def test_the_matrix(role: str, holds_for: str | None) -> None:
    officer = officer_in(Place(OWN_TEAM, role, holds_for))
    for action, team, authority in product(ACTIONS, (OWN_TEAM, OTHER_TEAM, None), (OWN, OTHER, None)):
        team_reached = team == OWN_TEAM or role in REACHES_EVERY_TEAM
        authority_reached = holds_for is None or authority == holds_for
        expected = action in MAY[role] and team_reached and authority_reached
        found = may(officer, action, team=team, authority=authority)
        assert found is expected, (role, action, team, authority, holds_for)
        assert scope(officer, action).covers(team=team, authority=authority) is expected


def test_an_administrator_sees_no_case_anywhere() -> None:
    officer = officer_in(Place(OWN_TEAM, "administrator"))
    for action in set(ACTIONS) - {"manage_accounts"}:
        assert scope(officer, action).is_empty


def test_two_places_do_not_mix() -> None:
    officer = officer_in(Place(OWN_TEAM, "officer", OWN), Place(OTHER_TEAM, "officer", OTHER))
    assert may(officer, "see_case", team=OWN_TEAM, authority=OWN)
    assert may(officer, "see_case", team=OTHER_TEAM, authority=OTHER)
    assert not may(officer, "see_case", team=OWN_TEAM, authority=OTHER)
    assert not may(officer, "see_case", team=OTHER_TEAM, authority=OWN)


def test_a_closed_account_may_nothing() -> None:
    officer = officer_in(Place(OWN_TEAM, "team_leader"))
    close_officer(officer=officer, by="test", at=AT)
    assert not any(may(officer, action, team=OWN_TEAM, authority=OWN) for action in ACTIONS)


def test_somebody_who_is_no_officer_may_nothing() -> None:
    assert not may(None, "see_case", team=OWN_TEAM, authority=OWN)
    assert scope(object(), "see_case").is_empty


def test_a_role_that_left_the_data_grants_nothing() -> None:
    officer = officer_in(Place(OWN_TEAM, "officer"))
    Membership.objects.filter(officer=officer).update(role="wizard")
    assert scope(officer, "see_case").is_empty


def test_an_unknown_action_is_a_mistake_and_not_a_no() -> None:
    with pytest.raises(ValueError, match="'look' is not an action"):
        may(officer_in(Place(OWN_TEAM, "officer")), "look", team=None, authority=None)


def test_many_checks_on_a_page_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer_in(Place(OWN_TEAM, "officer"))
    officer = Officer.objects.get()
    with django_assert_num_queries(1):
        for _ in range(20):
            may(officer, "see_case", team=OWN_TEAM, authority=OWN)


@pytest.mark.parametrize("action", ["see_case", "see_audit", "manage_accounts"])
@pytest.mark.parametrize(
    "places",
    [
        (Place(OWN_TEAM, "officer", OWN), Place(OTHER_TEAM, "officer", None)),
        (Place(OWN_TEAM, "auditor", OWN), Place(OTHER_TEAM, "officer", None)),
        (Place(OWN_TEAM, "auditor", None), Place(OTHER_TEAM, "officer", OWN)),
        (Place(OWN_TEAM, "administrator", None),),
    ],
)
def test_the_condition_for_rows_says_the_same_as_may(places: tuple[Place, ...], action: str) -> None:
    """Rows of a real table stand for cases: a membership has a team and an authority, and may have none."""
    officer = officer_in(*places)
    crowd = Officer.objects.create(email="crowd@example.org", name="Crowd", added_at=AT)
    for team, authority in product((OWN_TEAM, OTHER_TEAM, "finance"), (OWN, OTHER, None)):
        Membership.objects.create(officer=crowd, team_id=team, role="officer", authority_id=authority)
    condition = scope(officer, action).rows(team="team", authority="authority")
    rows = Membership.objects.filter(Q(officer=crowd))
    found = {(row.team_id, row.authority_id) for row in rows.filter(condition)}
    expected = {
        (row.team_id, row.authority_id)
        for row in rows
        if may(officer, action, team=row.team_id, authority=row.authority_id)
    }
    assert found == expected
