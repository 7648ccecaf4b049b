"""What was approved may be asked about again: how often, with which reminders, and never without its words."""

import pytest

from shirehall.kernel.conftest import ON, tiny_texts
from shirehall.kernel.definition import Reminder
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.sheet import sheet
from shirehall.kernel.version import load

PAGES = """
pages:
  - page: one
    questions:
      - {fact: poor, ask: "Are you poor?", type: yes_no}
"""
RENEWAL = "renewal: {every: 1 year, remind: [sms after 7 days, letter after 14 days], close_unanswered_after: 28 days}"


def test_a_renewal_is_read() -> None:
    found = load(tiny_texts(PAGES + RENEWAL)).service.renewal
    assert found is not None
    assert (found.every_days, found.close_unanswered_after) == (365, 28)
    assert found.remind == (Reminder("sms", 7), Reminder("letter", 14))
    assert load(tiny_texts(PAGES)).service.renewal is None
    said = sheet(load(tiny_texts(PAGES + RENEWAL)), on=ON, authority="north")
    assert "- Asked again: every 365 days. Where nobody answers within 28 days, an officer looks." in said


@pytest.mark.parametrize(("written", "said"), [
    ("renewal: {every: 1 year}", "does not say `close_unanswered_after`"),
    ("renewal: {close_unanswered_after: 28 days}", "does not say `every`"),
    ("renewal: {every: 28 days, close_unanswered_after: 4 weeks}", "before this one is over"),
    ("renewal: {every: yearly, close_unanswered_after: 28 days}", "is not a period"),
    ("renewal: {every: 1 year, close_unanswered_after: 28 days, after: 1}", "`after`"),
])  # fmt: skip
def test_a_slip_in_a_renewal_is_named(written: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        load(tiny_texts(PAGES + written))
