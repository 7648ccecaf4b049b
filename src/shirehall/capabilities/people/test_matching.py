"""Whose case it is: never by a name alone, and never where details contradict each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirehall.capabilities.people.matching import compare, place_of
from shirehall.casework.models import Case

ADA = {
    "name_forward": "ada invented", "person_key": "ada-1980", "number_key": "n1", "email": "ada@example.org",
    "telephone": "07700 900123", "address": "1 Example Lane, Dorchester, DT1 1AA",
}  # fmt: skip


def a_case(**changed: str) -> Case:
    return Case(**{**ADA, **changed})


BARE = {"number_key": "", "email": "", "telephone": "", "address": ""}


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ({}, {}, "same"),
        ({}, {"email": "", "telephone": "", "address": ""}, "same"),
        ({"number_key": ""}, {"email": "ADA@example.org ", "telephone": "", "address": ""}, "same"),
        ({"number_key": ""}, {"email": "", "telephone": "+44 7700 900 123", "address": ""}, "same"),
        (
            {"number_key": ""},
            {"email": "", "telephone": "", "address": "1 Example Lane\nDorchester\ndt11aa"},
            "same",
        ),
        # Nothing but name and date of birth, or a name with an email address: a person looks.
        (BARE, BARE, "perhaps"),
        (BARE, {**BARE, "email": "ada@example.org"}, "perhaps"),
        ({"person_key": "", "number_key": ""}, {"person_key": "", "number_key": ""}, "perhaps"),
        ({}, {"name_forward": "bob invented", "person_key": "bob"}, "perhaps"),
        ({}, {"person_key": "ada-1981"}, "perhaps"),
        ({}, {"number_key": "n2"}, "perhaps"),
        # A name alone, or another date of birth, is somebody else.
        ({**BARE, "person_key": ""}, {**BARE, "person_key": ""}, "other"),
        ({"number_key": ""}, {"number_key": "", "person_key": "ada-1981"}, "other"),
        (
            {"number_key": ""},
            {"number_key": "", "name_forward": "bob invented", "person_key": "bob"},
            "other",
        ),
    ],
)
def test_what_is_the_same_person(one: dict[str, str], other: dict[str, str], verdict: str) -> None:
    assert compare(a_case(**one), a_case(**other)).verdict == verdict
    assert compare(a_case(**other), a_case(**one)).verdict == verdict


@given(
    st.dictionaries(
        st.sampled_from(sorted(ADA)), st.sampled_from(["", "x", "07700 900999", "2 Way, DT1 1AA"])
    )
)
def test_a_name_that_differs_is_never_the_same(changed: dict[str, str]) -> None:
    other = a_case(**{**changed, "name_forward": "bob invented"})
    assert compare(a_case(), other).verdict != "same"


def test_a_home_is_its_postcode_and_first_line() -> None:
    assert place_of("1 Example Lane, Dorchester DT1 1AA") == place_of(
        "1, EXAMPLE LANE\ndt1 1aa".replace("1, ", "1 ")
    )
    assert place_of("DT1 1AA") == place_of("1 Example Lane") == place_of("") == ""
