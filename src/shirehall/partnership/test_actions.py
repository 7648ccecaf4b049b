"""The tables follow the data, and accounts are made, changed and closed without a trace of who in the log."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from shirehall.partnership.actions import Place, add_officer, load_partnership, set_password, set_places
from shirehall.partnership.api import brand_for, current_partnership, officers_who_may, offices, queue, wards
from shirehall.partnership.models import Authority, Membership, Officer, Queue, Team, Ward
from shirehall.partnership.reading import PartnershipError

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
PLACE = Place("revenues_and_benefits", "officer")

pytestmark = pytest.mark.django_db


def load() -> None:
    load_partnership(data=current_partnership(), by="test", at=AT)


def counts() -> list[int]:
    return [table.objects.count() for table in (Authority, Ward, Team, Queue)]


def test_loading_twice_gives_the_same_tables() -> None:
    load()
    first = counts()
    load()
    assert counts() == first == [3, 63, 6, 21]
    assert set(Team.objects.get(code="housing").authorities.values_list("code", flat=True)) == set(
        current_partnership().authorities
    )


def test_a_queue_that_left_the_data_is_kept_as_not_current_and_comes_back() -> None:
    load()
    data = current_partnership()
    without = {code: team for code, team in data.teams.items() if code != "digital"}
    load_partnership(data=replace(data, teams=MappingProxyType(without)), by="test", at=AT)
    assert not Queue.objects.get(code="faults").is_current
    load()
    assert Queue.objects.get(code="faults").is_current


def test_a_changed_name_reaches_the_table() -> None:
    load()
    Authority.objects.update(name="Old name")
    load()
    assert Authority.objects.get(code="west_dorset").name == "West Dorset District Council"


def test_an_officer_is_added_with_places_and_a_hashed_password() -> None:
    load()
    officer = add_officer(
        email=" Ada@Example.org ", name="Ada", places=[PLACE, PLACE], password="long enough", by="test", at=AT
    )
    assert officer.email == "ada@example.org"
    assert officer.check_password("long enough")
    assert "long enough" not in officer.password
    assert officer.memberships.count() == 1


@pytest.mark.parametrize(
    ("email", "places", "said"),
    [
        ("ada", [PLACE], "not a mail address"),
        ("ada@example.org", [], "at least one place"),
        ("ada@example.org", [Place("no", "officer")], "'no' is no team"),
        ("ada@example.org", [Place("housing", "king")], "'king' is no role"),
        ("ada@example.org", [Place("housing", "officer", "devon")], "'devon' is no authority"),
    ],
)
def test_a_wrong_officer_is_refused_with_the_mend(email: str, places: list[Place], said: str) -> None:
    load()
    with pytest.raises(PartnershipError, match=said):
        add_officer(email=email, name="Ada", places=places, password=None, by="test", at=AT)
    assert not Officer.objects.exists()


def test_an_address_is_taken_in_any_letters() -> None:
    load()
    add_officer(email="ada@example.org", name="Ada", places=[PLACE], password=None, by="test", at=AT)
    with pytest.raises(PartnershipError, match="is there already"):
        add_officer(email="ADA@example.org", name="Ada", places=[PLACE], password=None, by="test", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.create(email="ADA@example.org", name="Ada", added_at=AT)


def test_the_database_holds_one_place_once_for_one_council_and_for_all() -> None:
    load()
    officer = add_officer(
        email="ada@example.org", name="Ada", places=[PLACE], password=None, by="test", at=AT
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(officer=officer, team_id=PLACE.team, role=PLACE.role)


def test_places_are_replaced_as_a_whole() -> None:
    load()
    officer = add_officer(
        email="ada@example.org", name="Ada", places=[PLACE], password=None, by="test", at=AT
    )
    set_places(officer=officer, places=[Place("housing", "team_leader", "west_dorset")], by="test", at=AT)
    assert [str(row) for row in officer.memberships.all()] == [
        f"{officer.pk} housing team_leader west_dorset"
    ]


def test_the_log_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    load()
    with caplog.at_level(logging.INFO, logger="shirehall.sign_in"):
        officer = add_officer(
            email="ada@example.org",
            name="Ada Lovely",
            places=[PLACE],
            password="x" * 12,
            by="officer:1",
            at=AT,
        )
        set_password(officer=officer, password=None, by="officer:1", at=AT)
    assert f"officer_added officer={officer.pk} by=officer:1" in caplog.text
    assert "ada" not in caplog.text.lower()
    assert not officer.has_usable_password()


def test_the_front_door_answers_from_the_data() -> None:
    assert brand_for("west_dorset").name == "West Dorset"
    assert brand_for(None).code == brand_for("atlantis").code == "shared"
    assert [ward.code for ward in wards("weymouth_and_portland")][:2] == ["littlemoor", "melcombe_regis"]
    assert [office.code for office in offices("north_dorset")] == ["blandford", "gillingham"]
    found = queue("call_backs")
    assert found is not None
    assert found.team == "customer_services"
    assert queue("nothing") is None


def test_officers_who_may_are_listed_by_name() -> None:
    load()
    for name, place in (("Zoe", PLACE), ("Ada", PLACE), ("Bob", Place("housing", "officer"))):
        add_officer(
            email=f"{name.lower()}@example.org", name=name, places=[place], password=None, by="test", at=AT
        )
    found = officers_who_may("work_case", team="revenues_and_benefits", authority="west_dorset")
    assert [officer.name for officer in found] == ["Ada", "Zoe"]


def test_the_officer_command_adds_and_closes(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_partnership")
    call_command(
        "officer", "add", "ada@example.org", "--name", "Ada", "--place", "housing:officer:west_dorset"
    )
    said = capsys.readouterr().out
    password = said.split("shown once: ")[1].splitlines()[0]
    assert Officer.objects.get().check_password(password)
    call_command("officer", "close", "ada@example.org")
    assert not Officer.objects.get().is_active
    with pytest.raises(CommandError, match="no officer with the address"):
        call_command("officer", "close", "bob@example.org")
    with pytest.raises(CommandError, match="is not a place"):
        call_command("officer", "places", "ada@example.org", "--place", "housing")
