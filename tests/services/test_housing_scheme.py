"""The housing register against its policy, written a second time in plain Python: bedrooms, who may join, bands."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.kernel.api import Answer, Decision, Judgement, Version, decide, load
from shirehall.kernel.values import MoneyPer, Repeat
from tests.services.folders import AUTHORITIES, SERVICES, texts_of
from tests.services.housing_policy import ON, ago, applications, bedrooms, expected, judged, members


@cache
def version() -> Version:
    return load(texts_of(SERVICES / "housing_register"))


def decided(told: dict[str, Any], found: dict[str, Any], authority: str = AUTHORITIES[0]) -> Decision:
    lists = ("household", "previous_homes")
    answers = {
        name: Answer("known", Repeat(tuple(value), done=True) if name in lists else value)
        for name, value in told.items()
    }
    at = datetime(2026, 6, 1, tzinfo=UTC)
    said = [Judgement(name, answer, "Seen.", "officer", at) for name, answer in found.items()]
    return decide(version(), answers, judgements=said, authority=authority, on=ON)


def check(told: dict[str, Any], found: dict[str, Any], authority: str) -> str:
    decision = decided(told, found, authority)
    outcome, more = expected(told, found, authority)
    assert decision.outcome == outcome, (told, found)
    if outcome == "approve":
        assert decision.results["band"] == more.lower()
        assert decision.amounts["bedrooms"] == bedrooms(told, found)
    elif outcome == "refer":
        assert decision.queue == more
    assert decision.reasons
    assert not decision.missing_facts
    return outcome


@settings(max_examples=400, deadline=None)
@given(applications(), st.sampled_from(AUTHORITIES))
def test_what_nobody_has_judged_is_placed_as_the_policy_says(told: dict[str, Any], authority: str) -> None:
    check(told, {}, authority)


@settings(max_examples=400, deadline=None)
@given(applications(), judged, st.sampled_from(AUTHORITIES))
def test_what_officers_judged_is_placed_as_the_policy_says(
    told: dict[str, Any], found: dict[str, Any], authority: str
) -> None:
    check(told, found, authority)


PLAIN: dict[str, Any] = {
    "date_of_birth": date(1990, 5, 2), "domestic_abuse": False, "harassment": False, "household": [], "babies_expected": 0,
    "extra_room": False, "status": "british_irish", "armed_forces": "none", "tenure": "private", "moved_in": date(2015, 3, 1),
    "in_area": True, "owns_home": False, "family_here": False, "works_here": False, "village_link": False,
    "homeless": "safe", "medical_need": False, "welfare_need": False, "household_income": MoneyPer(200_000, "month"),
    "savings": 0, "rent_owed": 0, "behaviour": False, "gave_up_home": False, "bedrooms_now": 1, "disrepair": False,
    "lacks": (), "unaffordable": False,
}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(members(), max_size=8),
    st.integers(0, 3),
    st.integers(0, 6),
    st.sampled_from(["private", "social"]),
)
def test_bedrooms_are_the_fewest_that_the_sharing_rules_allow(
    household: list[dict[str, Any]], babies: int, now: int, tenure: str
) -> None:
    ours = [{**each, "lives": "always", "relationship": "child"} for each in household]
    told = {**PLAIN, "household": ours, "babies_expected": babies, "bedrooms_now": now, "tenure": tenure}
    if tenure == "social":
        told["frees_adapted_home"] = False
    check(told, {}, AUTHORITIES[0])
    assert decided(told, {}).results["bedroom_need"] == bedrooms(told, {})


@pytest.mark.parametrize("days", [729, 730, 731, 1094, 1095, 1096])
@pytest.mark.parametrize("inside", [True, False])
def test_residence_at_its_edges(days: int, inside: bool) -> None:
    earlier = [{"place": "1 Road", "was_in_area": not inside, "came_on": ago(2500), "left_on": ago(days)}]
    told = {**PLAIN, "in_area": inside, "moved_in": ago(days), "previous_homes": earlier}
    check(told, {}, AUTHORITIES[0])


@settings(max_examples=150, deadline=None)
@given(applications(), judged)
def test_no_case_is_refused_for_health_abuse_or_homelessness(
    told: dict[str, Any], found: dict[str, Any]
) -> None:
    """Who tells of these is refused only after a person has looked."""
    told = {**told, "medical_need": True}
    refusing = {name for name in ("eligible", "exception_made") if found.get(name) is False}
    refusing |= {"conduct_found"} if found.get("conduct_found") in ("unacceptable", "worsened") else set()
    if decided(told, found).outcome == "refuse":
        assert refusing
