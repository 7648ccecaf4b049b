"""The housing register over HTTP: somebody whom the rules place, and somebody whom an officer places."""

import re
from typing import Any

import pytest

from tests.browser.people import Person
from tests.browser.server import Server
from tests.journeys.visitor import Visitor

SERVICE = "housing_register"
KIT = "kit.hollowmere@example.org"
PLAIN: dict[str, str] = {
    "other_post": "no", "preferred_channel": "email", "domestic_abuse": "no", "harassment": "no", "babies_expected": "1",
    "extra_room": "no", "status": "british_irish", "armed_forces": "none", "tenure": "private", "landlord": "A. Landlord",
    "in_area": "yes", "owns_home": "no", "bedrooms_now": "1", "disrepair": "no", "family_here": "no", "works_here": "no",
    "village_link": "no", "homeless": "safe", "unaffordable": "no", "medical_need": "no", "welfare_need": "no",
    "need_in_words": "", "savings": "500.00", "rent_owed": "0.00", "behaviour": "no", "gave_up_home": "no",
    "telephone": "",
}  # fmt: skip
PARTNER = {
    "name": {"name": "Robin Plain"}, "relationship": {"relationship": "partner"}, "lives": {"lives": "always"},
    "born": {"born-day": "4", "born-month": "4", "born-year": "1991"},
}  # fmt: skip


def person(name: str, number: int, **differently: str) -> Person:
    """Somebody who rents one bedroom with a partner, and expects a baby."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    typed: dict[str, Any] = {fact: {fact: value} for fact, value in {**PLAIN, **differently}.items()}
    typed |= {
        "full_name": {"full_name": name}, "email": {"email": email},
        "date_of_birth": {
            "date_of_birth-day": "2", "date_of_birth-month": str(number), "date_of_birth-year": "1990",
        },
        "national_insurance_number": {"national_insurance_number": f"HB{number:06d}A"},
        "home_address": {"home_address-postcode": "DT11 9AA"},
        "moved_in": {"moved_in-day": "1", "moved_in-month": "3", "moved_in-year": "2015"},
        "lacks": {"lacks": ["none"]},
        "household_income": {"household_income-amount": "24000.00", "household_income-per": "year"},
    }  # fmt: skip
    return Person(name, email, typed, {"household": [PARTNER]})


def forms_of(officer: Visitor, reference: str) -> str:
    """The case page, with what stands beside it; the visitor keeps it as the page that is open."""
    address = f"/desk/case/{reference}/"
    officer.open(address)
    officer.main = officer.session.get(officer.base + address, timeout=60).text
    return officer.main


def judge(officer: Visitor, reference: str, judgement: str, answer: str) -> Visitor:
    """Decide one question on the desk."""
    forms_of(officer, reference)
    typed = {f"judge-{judgement}-answer": answer, f"judge-{judgement}-reason": "Seen and weighed."}
    address = f"/desk/case/{reference}/do/judge-{judgement}/"
    return officer.send(typed, at=address, form=f'action="{address}')


@pytest.fixture(scope="module")
def officer(server: Server) -> Visitor:
    return Visitor(server.url).officer(KIT)


def test_the_rules_place_a_plain_case(server: Server) -> None:
    visitor = Visitor(server.url).apply(SERVICE, person("Alex Plain", 1))
    assert "You are on the register in band C." in visitor.says
    assert "You have 1, and need 2." in visitor.says
    assert "Proof that a baby is due" in visitor.says


def test_a_medical_need_goes_to_an_officer_who_gives_the_band(server: Server, officer: Visitor) -> None:
    visitor = Visitor(server.url).apply(
        SERVICE, person("Bobbie Stairs", 2, medical_need="yes", babies_expected="0")
    )
    assert "An officer looks at your medical need." in visitor.says
    reference = visitor.reference
    forms = re.findall(r'id="do-(judge-\w+)"( open)?', forms_of(officer, reference))
    assert forms[0] == ("judge-medical_priority", " open")
    assert sum(bool(opened) for _name, opened in forms) == 1
    judge(officer, reference, "medical_priority", "high")
    assert "approved" in officer.says.lower()
    visitor.open(f"/case/{reference}/")
    assert "You are on the register in band B." in visitor.says
    assert "An officer found a high medical need to move." in visitor.says


def test_who_may_be_homeless_is_seen_by_the_homelessness_team_first(server: Server, officer: Visitor) -> None:
    visitor = Visitor(server.url).apply(SERVICE, person("Cam Shelter", 3, homeless="now", owns_home="yes"))
    assert "The homelessness team looks at your application first." in visitor.says
    assert "Homelessness Due" in officer.open(f"/desk/case/{visitor.reference}/").says


def test_a_change_moves_somebody_to_another_band(server: Server) -> None:
    alone = person("Devon Change", 4, babies_expected="0")
    visitor = Visitor(server.url).apply(SERVICE, alone)
    assert "You are on the register in band D." in visitor.says
    reference = visitor.reference
    visitor.open(f"/case/{reference}/change/").send({})
    visitor.open(f"/{SERVICE}/apply/bedrooms/babies_expected/?from=check")
    visitor.send({"babies_expected": "3"}).send({})
    assert visitor.path == f"/case/{reference}/sent/"
    assert "You are on the register in band B." in visitor.says
