"""References: what is said on the phone is found, and what is said wrong is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirehall.casework.references import (
    ALPHABET,
    ReferenceProblem,
    make_reference,
    read_reference,
    show_reference,
)

references = st.builds(make_reference)
places = st.integers(0, 8)


@given(references)
def test_every_reference_reads_back(reference: str) -> None:
    assert len(reference) == 11
    assert read_reference(reference) == reference
    assert read_reference(reference.lower().replace("-", " ")) == reference
    assert read_reference(f"  {reference.replace('-', '–')} ") == reference


@given(references, places, st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_always_noticed(reference: str, place: int, sign: str) -> None:
    signs = reference.replace("-", "")
    if signs[place] != sign:
        with pytest.raises(ReferenceProblem):
            read_reference(show_reference(signs[:place] + sign + signs[place + 1 :]))


@given(references, places, places)
def test_two_swapped_signs_are_always_noticed(reference: str, one: int, other: int) -> None:
    signs = list(reference.replace("-", ""))
    if signs[one] != signs[other]:
        signs[one], signs[other] = signs[other], signs[one]
        with pytest.raises(ReferenceProblem):
            read_reference("".join(signs))


@given(references)
def test_a_look_alike_is_read_as_what_was_meant(reference: str) -> None:
    for sign, look_alike in {"V": "U", "2": "Z", "4": "A", "3": "E", "7": "1"}.items():
        assert read_reference(reference.replace(sign, look_alike)) == reference


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter your"),
        ("7K4-92M", "This one has 6"),
        ("SSS-SSS-SSS", "never has “S”"),
        ("%" * 9, "never has"),
    ],
)
def test_it_says_what_is_wrong(typed: str, says: str) -> None:
    with pytest.raises(ReferenceProblem, match=says):
        read_reference(typed)
