"""Deciding with facts that are known, unknown, not applicable or declined, by tiny services written out here."""

from collections.abc import Callable
from datetime import date

import pytest

from shirehall.kernel.answers import Answer
from shirehall.kernel.conftest import decided
from shirehall.kernel.decide import decide, settle_only, why_not
from shirehall.kernel.reading import read_facts
from shirehall.kernel.version import Version

Loaded = Callable[..., Version]
ON = date(2026, 6, 1)
PAGES = """
pages:
  - page: one
    questions:
      - {fact: old, ask: "Are you over 65?", label: whether you are over 65, type: yes_no}
      - {fact: savings, ask: "What do you have?", label: your savings, type: money, between: [0.00, 50000.00], decline: yes}
      - {fact: bill, ask: "What is your bill?", label: your bill, type: money, between: [0.00, 5000.00]}
"""
RULES = """
tables:
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: old, when: {old: yes}, then: refer, to: specialists, because: "An officer looks."}
      - {row: rich, when: {savings: over 16000.00}, then: refuse, because: "Your savings of {savings} are {savings.cell}."}
      - {row: poor, when: {savings: up to 16000.00}, then: approve, because: "Your savings are {savings}.", source: The act}
amounts:
  - {amount: help, type: money, when: outcome = "approve", is: "round(bill / 3, 0.01)", because: "A third of {bill}."}
"""


@pytest.fixture
def simple(loaded: Loaded) -> Version:
    return loaded(PAGES, RULES)


def test_the_row_that_won_gives_outcome_amount_and_reasons(simple: Version) -> None:
    decision = decided(simple, {"old": False, "savings": 500, "bill": 100})
    assert (decision.outcome, decision.amounts, decision.queue) == ("approve", {"help": 3333}, "")
    assert [reason.text for reason in decision.reasons] == [
        "Your savings are £500.00.",
        "A third of £100.00.",
    ]
    assert decision.reasons[0].source == "The act"
    assert [each.row for each in decision.why_not] == ["old", "rich"]
    assert "your savings: more than £16,000.00 (here: £500.00)" in decision.why_not[1].text


def test_a_missing_fact_is_named_and_what_it_allows(simple: Version) -> None:
    decision = decided(simple, {"old": False})
    assert (decision.outcome, decision.missing_facts, decision.possible) == (
        "incomplete",
        ("savings",),
        ("refuse", "approve"),
    )
    decision = decided(simple, {})
    assert (decision.missing_facts, decision.possible) == (("old", "savings"), ("refer", "refuse", "approve"))
    assert [step.text for step in decision.next_steps] == [
        "Tell us whether you are over 65.",
        "Tell us your savings.",
    ]


def test_a_missing_fact_never_refuses(simple: Version) -> None:
    assert decided(simple, {"savings": 20_000}).outcome == "incomplete"
    assert decided(simple, {"old": False, "savings": 20_000}).outcome == "refuse"


def test_an_amount_that_is_not_known_keeps_an_approval_open_and_nothing_else(simple: Version) -> None:
    decision = decided(simple, {"old": False, "savings": 1})
    assert (decision.outcome, decision.missing_facts, decision.possible) == (
        "incomplete",
        ("bill",),
        ("approve",),
    )
    assert decided(simple, {"old": True}).outcome == "refer"
    assert decided(simple, {"old": True}).queue == "specialists"


def test_what_is_declined_goes_to_a_person_once_nothing_else_is_missing(simple: Version) -> None:
    declined = {"savings": {"declined": True}}
    assert decided(simple, declined).missing_facts == ("old",)
    decision = decided(simple, {**declined, "old": False})
    assert (decision.outcome, decision.queue, decision.declined) == ("refer", "team", ("savings",))
    assert decision.reasons[0].text == (
        "You told us that you do not know your savings. An officer will look at this with you."
    )
    assert decided(simple, {**declined, "old": True}).reasons[0].row == "old"


def test_a_value_that_the_tables_were_not_proved_for_goes_to_a_person(simple: Version) -> None:
    answers = {"old": Answer("known", False), "savings": Answer("known", 9_999_999_999)}
    decision = decide(simple, answers, authority="north", on=ON)
    assert (decision.outcome, decision.reasons[0].row) == ("refer", "outside_the_tables")
    answers["savings"] = Answer("not_applicable")
    assert decide(simple, answers, authority="north", on=ON).reasons[0].row == "outside_the_tables"


def test_why_not_is_worked_out_again_when_asked(simple: Version) -> None:
    given = {"old": False, "savings": 500, "bill": 100}
    short = decided(simple, given, explain=False)
    assert short.why_not == ()
    assert why_not(simple, short, read_facts(simple, given, on=ON)) == decided(simple, given).why_not


def test_the_short_way_gives_the_same_outcome(simple: Version) -> None:
    for given in (
        {},
        {"old": True},
        {"old": False, "savings": 500, "bill": 9},
        {"old": False, "savings": 20_000},
    ):
        answers = read_facts(simple, given, on=ON)
        short, whole = settle_only(simple, answers, authority="north", on=ON), decided(simple, given)
        assert (short.outcome, short.queue, short.missing, short.possible) == (
            whole.outcome, whole.queue, whole.missing_facts, whole.possible,
        )  # fmt: skip
        assert short.amounts == {name: whole.amounts[name] for name in short.amounts}


CONDITIONS = """
pages:
  - page: one
    questions:
      - {fact: works, ask: "Do you work?", label: whether you work, type: yes_no, decline: yes}
  - page: two
    when: works
    questions:
      - {fact: wage, ask: "What do you earn?", label: your wage, type: money, between: [0.00, 1000.00], decline: yes}
      - {fact: bonus, ask: "And a bonus?", label: your bonus, type: money, between: [0.00, 1000.00], when: wage > 100}
"""
BY_WAGE = """
tables:
  - table: band
    gives: {band: {type: choice, options: {none: None, low: Low, high: High}}}
    else: none
    rows:
      - {row: low, when: {wage: up to 100.00}, then: low}
      - {row: high, when: {wage: over 100.00}, then: high}
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: high, when: {band: high}, then: refuse, because: "You earn {wage}."}
      - {row: rest, when: {band: [none, low]}, then: approve, because: "You earn little."}
"""


def test_a_page_whose_condition_is_false_does_not_apply_and_else_answers(loaded: Loaded) -> None:
    version = loaded(CONDITIONS, BY_WAGE)
    decision = decided(version, {"works": False})
    assert (decision.outcome, decision.results["band"]) == ("approve", "none")
    assert decision.not_applicable == ("wage", "bonus")
    # What was given of a page that does not apply counts for nothing.
    assert decided(version, {"works": False, "wage": 900}).outcome == "approve"


def test_while_it_is_unknown_whether_a_page_applies_its_answers_decide_nothing(loaded: Loaded) -> None:
    version = loaded(CONDITIONS, BY_WAGE)
    decision = decided(version, {"wage": 900})
    assert (decision.outcome, decision.missing_facts) == ("incomplete", ("works",))
    assert decided(version, {"wage": 900, "works": True}).outcome == "refuse"
    assert decided(version, {"works": True}).missing_facts == ("wage",)
    # A declined answer behind a condition that is not known is not yet a reason to refer.
    assert decided(version, {"wage": {"declined": True}}).missing_facts == ("works",)
    assert decided(version, {"works": {"declined": True}, "wage": 900}).outcome == "refer"


def test_a_fact_that_a_condition_settles_cannot_be_said_not_to_apply(loaded: Loaded) -> None:
    version = loaded(CONDITIONS, BY_WAGE)
    answers = {"works": Answer("known", True), "wage": Answer("not_applicable")}
    decision = decide(version, answers, authority="north", on=ON)
    assert (decision.outcome, decision.reasons[0].row) == ("refer", "outside_the_tables")
    answers["works"] = Answer("known", False)
    assert decide(version, answers, authority="north", on=ON).outcome == "approve"
