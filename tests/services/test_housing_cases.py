"""A place on the housing register over the years: a change from its day, a renewal, no answer, and who judged."""

import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shirehall.casework.api import submit
from shirehall.casework.models import Case, Evidence, Step, Task
from shirehall.casework.passes import EvidenceGiven
from shirehall.casework.renewals import ask_renewals
from shirehall.casework.versions import current_version, publish
from shirehall.kernel.api import Judgement, read_facts
from tests.services.folders import SERVICES, texts_of

SERVICE = "housing_register"
BEGAN = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
KIT = "kit@example.org"
FAMILY = [
    {"name": "Ari Field", "born": "2017-03-01", "relationship": "child", "sex": "male", "lives": "always"},
    {"name": "Bea Field", "born": "2019-03-01", "relationship": "child", "sex": "female", "lives": "always"},
]
TOLD: dict[str, Any] = {
    "full_name": "Chris Field", "date_of_birth": "1990-05-02", "preferred_channel": "letter", "other_post": False,
    "home_address": {"lines": ["1 Home Road"], "town": "Dorchester", "postcode": "DT1 1AA"},
    "domestic_abuse": False, "harassment": False, "household": FAMILY, "babies_expected": 0, "extra_room": False,
    "status": "british_irish", "armed_forces": "none", "tenure": "private", "moved_in": "2015-03-01", "in_area": True,
    "owns_home": False, "bedrooms_now": 2, "disrepair": False, "lacks": [], "family_here": False, "works_here": False,
    "village_link": False, "homeless": "safe", "unaffordable": False, "medical_need": False, "welfare_need": False,
    "household_income": {"amount": 24000, "per": "year"}, "savings": 0, "rent_owed": 0, "behaviour": False,
    "gave_up_home": False,
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register() -> None:
    publish(texts=texts_of(SERVICES / SERVICE), by="ada", at=BEGAN)


def send(told: dict[str, Any], *, at: datetime = BEGAN, case: Case | None = None, **more: Any) -> Case:
    """One pass, by letter or telephone as much as on the web."""
    about: dict[str, Any] = {"channel": "web", "by": "resident", **more}
    receipt = submit(
        service=SERVICE, answers=read_facts(current_version(SERVICE), told, on=at.date()), at=at, case=case,
        authority="north_dorset", idempotency_key=secrets.token_hex(8), **about,
    )  # fmt: skip
    return Case.objects.get(pk=receipt.case_id)


def proved(case: Case, at: datetime) -> Case:
    """All that is owed comes in and is accepted."""
    owed = Evidence.objects.filter(case=case, state__in=Evidence.OWED).values_list("name", flat=True)
    seen = dict.fromkeys(owed, EvidenceGiven("accepted", reason="Seen."))
    return (
        send({}, at=at, case=case, purpose="evidence", evidence=seen, by=KIT, channel="desk")
        if seen
        else case
    )


def band(case: Case) -> str:
    """The band of the decision that stands."""
    return str(case.decisions.get(number=case.decision_number).body["results"]["band"])


def messages(case: Case, at: datetime) -> list[str]:
    """The messages that are planned at a moment."""
    return sorted(
        step.payload["message"] for step in Step.objects.filter(case=case, planned_at=at, not_before=at)
    )


def test_a_change_gives_another_band_from_its_day_and_says_so() -> None:
    case = send(TOLD)
    assert (case.state, band(case)) == ("settled", "d")
    assert messages(case, BEGAN) == ["approve"]
    later, counts_from = BEGAN + timedelta(days=40), date(2026, 7, 4)
    case = send({"bedrooms_now": 1}, at=later, case=case, purpose="change", effective_on=counts_from)
    assert (case.state, band(case)) == ("awaiting_evidence", "c")
    standing, before = case.decisions.order_by("-number")[:2]
    assert (standing.effective_from_on, before.superseded_on) == (counts_from, counts_from)
    assert messages(case, later) == ["changed", "evidence_wanted"]
    settled = later + timedelta(days=3)
    case = proved(case, settled)
    assert (case.state, band(case), messages(case, settled)) == ("settled", "c", ["approve"])


def test_nothing_has_changed_and_yet_a_child_has_grown() -> None:
    case = send(TOLD)
    asked = BEGAN + YEAR
    assert ask_renewals(asked) == 1
    assert messages(case, asked) == ["renewal_due"]
    case.refresh_from_db()
    # The boy is 10 now, and no longer shares with his sister.
    case = send({}, at=asked, case=case, purpose="renewal")
    assert (case.outcome, band(case)) == ("approve", "c")


def test_who_does_not_answer_keeps_the_place_and_an_officer_looks() -> None:
    case = send(TOLD)
    assert ask_renewals(BEGAN + YEAR) == ask_renewals(BEGAN + YEAR + timedelta(days=29)) == 1
    case.refresh_from_db()
    assert (case.state, case.outcome, band(case)) == ("settled", "approve", "d")
    assert Task.objects.get(case=case, closed_at=None).queue == "housing_register"


def test_what_an_officer_found_stands_at_a_renewal_and_is_judged_afresh_after_a_change() -> None:
    case = send({**TOLD, "medical_need": True, "household": []})
    assert (case.state, case.queue) == ("with_officer", "housing_medical")
    found = Judgement("medical_priority", "high", "The stairs.", KIT, BEGAN)
    case = send({}, case=case, purpose="judgement", judgement=found, by=KIT, channel="desk")
    case = proved(case, BEGAN + timedelta(days=5))
    assert (case.state, band(case)) == ("settled", "b")
    assert ask_renewals(BEGAN + timedelta(days=5) + YEAR) == 1
    case.refresh_from_db()
    case = send({}, at=BEGAN + timedelta(days=6) + YEAR, case=case, purpose="renewal")
    assert (case.state, band(case)) == ("settled", "b")
    case = send({"bedrooms_now": 3}, at=BEGAN + timedelta(days=9) + YEAR, case=case, purpose="change")
    assert (case.state, case.queue) == ("with_officer", "housing_medical")


def test_letters_go_to_the_address_that_is_safe() -> None:
    other = {"lines": ["2 Friend Street"], "town": "Weymouth", "postcode": "DT4 8AA"}
    case = send({**TOLD, "domestic_abuse": True, "other_post": True, "post_address": other})
    assert case.address.startswith("2 Friend Street")
    assert (case.outcome, case.queue) == ("refer", "homelessness")
