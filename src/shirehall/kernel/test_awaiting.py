"""A referred case names the judgements that it waits for, and no other."""

from collections.abc import Callable
from datetime import UTC, datetime

from shirehall.kernel.awaiting import judgements_awaited
from shirehall.kernel.conftest import decided
from shirehall.kernel.decision import Judgement
from shirehall.kernel.version import Version

PAGES = """
pages:
  - page: one
    questions:
      - {fact: ill, ask: "Are you ill?", type: yes_no}
      - {fact: damp, ask: "Is it damp?", type: yes_no}
facts:
  - {fact: rooms_open, type: yes_no, is: "damp and not (rooms >= 0)"}
judgements:
  - {judgement: rooms, ask: "How many rooms?", type: integer, between: [0, 9]}
  - {judgement: illness, ask: "How ill?", type: choice, options: {very: Very, not_very: Not very}}
  - {judgement: other, ask: "Another thing?", type: yes_no}
"""
RULES = """
tables:
  - table: health
    hit: first
    gives: {health: {type: choice, options: {high: High, low: Low, waiting: Waiting}}}
    rows:
      - {row: very, when: {illness: very}, then: high, because: "Very ill."}
      - {row: not_very, when: {illness: not_very}, then: low, because: "Not very ill."}
      - {row: to_judge, when: {illness: not made, ill: yes}, then: waiting, because: "To be judged."}
      - {row: well, when: {illness: not made, ill: no}, then: low, because: "Well."}
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: forbidden, when: {other: no}, then: refuse, because: "No."}
      - {row: ill, when: {health: waiting}, then: refer, to: general, because: "Ill."}
      - {row: rooms, when: {rooms_open: yes}, then: refer, to: general, because: "Rooms."}
      - {row: fine, when: {health: [high, low], rooms_open: no}, then: approve, because: "Fine."}
"""


def test_only_what_the_row_that_referred_rests_on_is_awaited(loaded: Callable[..., Version]) -> None:
    version = loaded(PAGES, RULES, "")
    said = Judgement("illness", "very", "Seen.", "officer", datetime(2026, 6, 1, tzinfo=UTC))
    assert judgements_awaited(version, decided(version, {"ill": True, "damp": False})) == ("illness",)
    assert judgements_awaited(version, decided(version, {"ill": False, "damp": True})) == ("rooms",)
    both = decided(version, {"ill": True, "damp": True}, judgements=[said])
    assert judgements_awaited(version, both) == ("rooms",)
    assert judgements_awaited(version, decided(version, {"ill": False, "damp": False})) == ()
