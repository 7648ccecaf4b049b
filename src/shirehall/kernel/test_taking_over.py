"""A row of a table of options may take over another table's option, with its reason."""

from collections.abc import Callable

import pytest

from shirehall.kernel.conftest import decided, tiny_texts
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.telling import what_is_given
from shirehall.kernel.version import Version, load

PAGES = """
pages:
  - page: one
    questions:
      - {fact: ill, ask: "Are you ill?", type: yes_no}
      - {fact: crowded, ask: "Is it crowded?", type: yes_no}
"""
RULES = """
tables:
  - table: health
    gives: {health: {type: choice, options: {high: High, low: Low}}}
    rows:
      - {row: ill, when: {ill: yes}, then: high, because: "You are ill."}
      - {row: well, when: {ill: no}, then: low, because: "You are well."}
  - table: band
    gives: {band: {type: choice, show: yes, label: your band, options: {high: High, middle: Middle, low: Low}}}
    rows:
      - {row: by_health, when: {crowded: no}, then: health}
      - {row: by_rooms, when: {crowded: yes}, then: middle, because: "It is crowded."}
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: high, when: {band: high}, then: approve, because: "That is {band}."}
      - {row: other, when: {band: [middle, low]}, then: refuse, because: "That is {band}."}
"""


def test_an_option_is_taken_over_with_its_reason(loaded: Callable[..., Version]) -> None:
    version = loaded(PAGES, RULES, "")
    decision = decided(version, {"ill": True, "crowded": False})
    assert (decision.outcome, decision.results["band"]) == ("approve", "high")
    assert {reason.text for reason in decision.reasons} == {"You are ill.", "That is High."}
    assert decided(version, {"ill": True, "crowded": True}).results["band"] == "middle"


def test_options_that_the_table_does_not_give_cannot_be_taken_over() -> None:
    narrow = RULES.replace("{high: High, middle: Middle, low: Low}", "{middle: Middle, high: High}")
    with pytest.raises(DefinitionError, match="neither a value nor a fact of the same type"):
        load(tiny_texts(PAGES, narrow))


def test_what_is_to_be_shown_is_told_beside_the_amounts_of_an_approval(
    loaded: Callable[..., Version],
) -> None:
    version = loaded(PAGES, RULES + "amounts:\n  - {amount: bids, type: integer, is: {approve: 6}}\n", "")
    approved = decided(version, {"ill": True, "crowded": False})
    assert what_is_given(version, approved) == (("Your band", "High"), ("Bids", "6"))
    assert what_is_given(version, decided(version, {"ill": False, "crowded": False})) == ()
