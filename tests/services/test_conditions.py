"""What the proof makes of questions behind a condition: no row is wanted for what cannot be, and no real gap is hidden."""

import pytest

from shirehall.kernel.api import check

SERVICE = """
service: party
title: Ask for a street party
owner: customer_services
lawful_basis: public task
channels: [web]
decide_within: 5 working days
pages:
  - page: road
    questions:
      - {fact: road, ask: "Which road?", type: choice, options: {lane: Lane, through: Through road, bus: Bus route}}
      - {fact: homes, ask: "How many homes?", type: integer, between: [0, 99]}
      - {fact: quiet, ask: "Is it quiet?", type: yes_no}
  - page: more
    when: CONDITION
    questions:
      - {fact: agreed, ask: "Do they agree?", type: yes_no}
retention: {approve: 1 year after closed, refuse: 1 year after closed, withdrawn: 1 year after closed, draft: 7 days after last saved}
"""
RULES = """
tables:
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: hidden, when: HIDDEN, then: refuse, because: "It is not possible here."}
      - {row: agreed, when: {agreed: yes}, then: approve, because: "They agree."}
      - {row: object, when: {agreed: no}, then: refuse, because: "They do not agree."}
"""


def _gaps(condition: str, hidden: str) -> list[str]:
    texts = {
        "service.yaml": SERVICE.replace("CONDITION", f'"{condition}"'),
        "rules.yaml": RULES.replace("HIDDEN", hidden),
    }
    return [problem.message for problem in check(texts) if "nothing covers" in problem.message]


@pytest.mark.parametrize(
    ("condition", "hidden"),
    [
        ("road != bus", "{road: bus}"),
        ("road in [lane, through]", "{road: bus}"),
        ("not (road = bus)", "{road: bus}"),
        ("quiet", "{quiet: no}"),
        ("not quiet", "{quiet: yes}"),
        ("homes > 4", "{homes: up to 4}"),
        ("homes <= 4", "{homes: from 5}"),
        ("homes in [2, 3]", "{homes: any}"),
        ("quiet or road = lane", "{quiet: no, road: [through, bus]}"),
    ],
)
def test_no_row_is_wanted_for_what_a_condition_rules_out(condition: str, hidden: str) -> None:
    assert _gaps(condition, hidden) == []


@pytest.mark.parametrize(
    ("condition", "hidden", "named"),
    [
        ("road != bus", "{road: lane}", "road bus"),
        ("quiet", "{quiet: yes}", "quiet no"),
        ("homes > 4", "{homes: up to 3}", "homes 4"),
        ("quiet or road = lane", "{quiet: no, road: through}", "road bus"),
        ("quiet and homes > 4", "{quiet: no, homes: any}", "homes 4 and below"),
    ],
)
def test_a_gap_behind_a_condition_is_named(condition: str, hidden: str, named: str) -> None:
    gaps = _gaps(condition, hidden)
    assert len(gaps) == 1
    assert named in gaps[0]
    assert "agreed not applicable" in gaps[0]


def test_a_condition_that_cannot_be_read_as_boxes_rules_nothing_out() -> None:
    assert _gaps("quiet or (homes > 4 and homes < 9)", "{quiet: no, homes: up to 4}")
