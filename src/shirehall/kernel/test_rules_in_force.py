"""Rates by date and authority, judgements, health data, evidence, scorecards: what a decision rests on."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from shirehall.kernel.conftest import decided
from shirehall.kernel.decision import Judgement
from shirehall.kernel.test_decide import PAGES, RULES
from shirehall.kernel.version import Version

Loaded = Callable[..., Version]

RATES_BY_KIND = """
rates:
  - {rate: limit, type: money, by: kind, dated: [{from: 2025-04-01, is: {red: 10.00, green: 20.00}, source: The scheme}]}
  - {rate: floor, type: money, by: authority, dated: [{from: 2025-04-01, is: {north: 1.00, else: 2.00}, source: A}, {from: 2026-04-01, is: {north: 3.00, else: 4.00}, source: B}]}
"""
KINDS = """
pages:
  - page: one
    questions:
      - {fact: kind, ask: "What kind?", label: the kind, type: choice, options: {red: Red, green: Green}}
      - {fact: income, ask: "What income?", label: your income, type: money, between: [0.00, 99.00]}
facts:
  - {fact: spare, type: money, between: [-99.00, 99.00], is: "limit - income"}
"""
BY_KIND = """
tables:
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: under_floor, when: {income: under floor}, then: refer, because: "Below {floor}."}
      - {row: low, when: {income: up to limit}, then: approve, because: "Within {limit}."}
      - {row: high, when: {income: over limit}, then: refuse, because: "Over {limit}."}
amounts:
  - {amount: help, type: money, when: outcome = "approve", is: spare}
"""


def test_a_rate_by_a_fact_that_is_unknown_decides_where_every_amount_agrees(loaded: Loaded) -> None:
    version = loaded(KINDS, BY_KIND, RATES_BY_KIND)
    decision = decided(version, {"income": 50})
    assert (decision.outcome, decision.reasons[0].text) == ("refuse", "Over limit.")
    assert decided(version, {"income": 15}).missing_facts == ("kind",)
    assert decided(version, {"income": 15}).possible == ("approve", "refuse")
    # Every amount allows it, but how much there is depends on the kind.
    assert decided(version, {"income": 5}).missing_facts == ("kind",)
    assert decided(version, {"income": 5, "kind": "green"}).amounts == {"help": 1500}


def test_rates_follow_the_date_and_the_authority(loaded: Loaded) -> None:
    version = loaded(KINDS, BY_KIND, RATES_BY_KIND)
    outcomes = [
        decided(version, {"income": 2, "kind": "red"}, on, authority).outcome
        for on in (date(2026, 3, 31), date(2026, 4, 1))
        for authority in ("north", "south")
    ]
    assert outcomes == ["approve", "approve", "refer", "refer"]
    decision = decided(version, {"income": 5, "kind": "red"}, date(2025, 3, 31))
    assert (decision.outcome, decision.reasons[0].row, decision.queue) == ("refer", "no_rate_on_date", "team")
    assert "31 March 2025" in decision.reasons[0].text


def test_a_rate_by_authority_without_an_amount_for_this_one_refers(loaded: Loaded) -> None:
    version = loaded(KINDS, BY_KIND, RATES_BY_KIND.replace("else", "east"))
    assert (
        decided(version, {"income": 5, "kind": "red"}, authority="south").reasons[0].row == "no_rate_on_date"
    )
    assert decided(version, {"income": 5, "kind": "red"}, authority="north").outcome == "approve"


JUDGED = """
pages:
  - page: one
    questions:
      - {fact: hard, ask: "Is it hard?", type: yes_no}
judgements:
  - {judgement: deserves, ask: "Should help be given?", label: whether help should be given, type: yes_no}
"""
BY_JUDGEMENT = """
tables:
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: said_yes, when: {deserves: yes}, then: approve, because: "An officer decided so."}
      - {row: said_no, when: {deserves: no}, then: refuse, because: "An officer decided so."}
      - {row: hard, when: {hard: yes, deserves: not made}, then: refer, because: "An officer decides."}
      - {row: easy, when: {hard: no, deserves: not made}, then: approve, because: "It is easy."}
"""


def judgement(answer: bool) -> Judgement:
    return Judgement("deserves", answer, "I looked.", "officer", datetime(2026, 6, 1, tzinfo=UTC))


def test_a_judgement_is_read_first_so_a_referred_case_does_not_refer_for_ever(loaded: Loaded) -> None:
    version = loaded(JUDGED, BY_JUDGEMENT)
    assert decided(version, {"hard": True}).outcome == "refer"
    assert decided(version, {"hard": True}, judgements=[judgement(True)]).outcome == "approve"
    assert (
        decided(version, {"hard": True}, judgements=[judgement(True), judgement(False)]).outcome == "refuse"
    )
    assert decided(version, {"hard": False}).outcome == "approve"
    assert "deserves" not in decided(version, {}).missing_facts


def test_health_data_without_a_basis_is_decided_by_a_person(loaded: Loaded) -> None:
    version = loaded("special_category: {savings: {}}" + PAGES, RULES)
    given = {"old": False, "savings": 500, "bill": 100}
    decision = decided(version, given)
    assert (decision.outcome, decision.reasons[0].row) == ("refer", "no_basis_recorded")
    assert not decision.amounts
    based = loaded('special_category: {savings: {basis: "Recorded.", since: 2026-01-01}}' + PAGES, RULES)
    assert decided(based, given).outcome == "approve"


def test_without_an_outcome_table_it_is_received(loaded: Loaded) -> None:
    decision = decided(loaded(PAGES), {})
    assert (decision.outcome, decision.queue, decision.missing_facts) == ("received", "team", ())


def test_the_outcome_may_stand_under_another_name(loaded: Loaded) -> None:
    version = loaded(
        PAGES,
        RULES.replace("{outcome: outcome}", "{verdict: outcome}").replace("table: outcome", "table: last"),
    )
    assert version.outcome_table == "verdict"
    assert decided(version, {"old": False, "savings": 500, "bill": 100}).outcome == "approve"


def test_a_case_that_no_row_covers_goes_to_a_person_and_is_never_left_incomplete(loaded: Loaded) -> None:
    rules = RULES.replace("up to 16000.00", "up to 15000.00")
    decision = decided(loaded(PAGES, rules), {"old": False, "savings": 15_500})
    assert (decision.outcome, decision.reasons[0].row, decision.missing_facts) == ("refer", "not_covered", ())


def test_otherwise_wins_only_when_every_other_row_is_crossed_out(loaded: Loaded) -> None:
    rules = RULES.replace("when: {savings: up to 16000.00}, then: approve", "otherwise: yes, then: approve")
    version = loaded(PAGES, rules)
    assert decided(version, {"old": False, "bill": 1}).outcome == "incomplete"
    assert decided(version, {"old": False, "savings": 5, "bill": 1}).outcome == "approve"


OWED = """
evidence:
  - {evidence: proof, accept: [payslip], proves: [savings], wanted_when: "savings > 100 and outcome != \\"refuse\\""}
"""


def test_evidence_holds_the_case_and_not_the_outcome(loaded: Loaded) -> None:
    version = loaded(PAGES + OWED, RULES)
    given = {"old": False, "savings": 500, "bill": 100}
    decision = decided(version, given)
    assert (decision.outcome, decision.missing_evidence) == ("approve", ("proof",))
    assert [step.kind for step in decision.next_steps] == ["send_evidence"]
    accepted = decided(version, given, evidence={"proof": "accepted"})
    assert (accepted.evidence_wanted, accepted.missing_evidence) == (("proof",), ())
    assert decided(version, {**given, "savings": 20_000}).missing_evidence == ()


SCORES = """
pages:
  - page: one
    questions:
      - {fact: late, ask: "Late?", label: whether it is late, type: yes_no}
      - {fact: size, ask: "Size?", label: the size, type: integer, between: [0, 9]}
"""
SCORECARD = """
tables:
  - table: points
    hit: collect
    gives: {points: {type: integer, add: yes}}
    rows:
      - {row: late, when: {late: yes}, then: 5}
      - {row: big, when: {size: from 5}, then: 3}
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: many, when: {points: from 5}, then: refer, because: "{points} points."}
      - {row: few, when: {points: under 5}, then: approve, because: "{points} points."}
"""


def test_a_scorecard_is_known_when_every_row_is_settled(loaded: Loaded) -> None:
    version = loaded(SCORES, SCORECARD)
    assert decided(version, {"late": True, "size": 7}).results["points"] == 8
    assert decided(version, {"late": True}).missing_facts == ("size",)
    assert decided(version, {"late": False, "size": 0}).results["points"] == 0
    assert [won.rows for won in decided(version, {"late": True, "size": 7}).won] == [
        ("late", "big"),
        ("many",),
    ]


def test_a_worked_out_fact_that_was_given_stands(loaded: Loaded) -> None:
    version = loaded(SCORES, SCORECARD)
    decision = decided(version, {"points": 2})
    assert (decision.outcome, decision.results["points"]) == ("approve", 2)
    assert decided(version, {"points": 6, "late": False, "size": 0}).outcome == "refer"
