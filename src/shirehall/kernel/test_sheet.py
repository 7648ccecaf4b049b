"""The sheet that a manager signs says everything the definition does, in words."""

from datetime import date
from pathlib import Path

import pytest

from shirehall.kernel.conftest import tiny_texts
from shirehall.kernel.loading.place import Faults, Place
from shirehall.kernel.loading.questions import expression
from shirehall.kernel.saying import say
from shirehall.kernel.sheet import sheet
from shirehall.kernel.source import Map, Scalar
from shirehall.kernel.test_schema import FOLDERS, texts_of
from shirehall.kernel.version import load

ON = date(2026, 6, 1)
BODY = """
special_category: {ill: {basis: "Recorded in May.", since: 2026-05-01}}
pages:
  - page: one
    title: About you
    questions:
      - {fact: kind, ask: "What kind?", label: the kind, type: choice, options: {red: "Red | hot", green: Green}}
      - {fact: ill, ask: "Are you ill?", label: whether you are ill, type: yes_no, decline: yes}
  - page: two
    title: Money
    when: ill and kind = red
    questions:
      - {fact: savings, ask: "What do you have?", label: your savings, type: money, between: [0.00, 50000.00]}
  - page: three
    title: Your children
    repeat: children
    questions:
      - {fact: age, ask: "How old?", label: the age, type: integer, between: [0, 18]}
facts:
  - {fact: small, label: the small children, type: integer, between: [0, 20], is: "count(children where age < 5)"}
evidence:
  - {evidence: proof, title: Proof of savings, accept: [payslip], proves: [savings], wanted_when: "savings > limit or small >= 2"}
judgements:
  - {judgement: deserves, ask: "Should help be given?", type: yes_no}
"""
RULES = """
tables:
  - table: rich
    gives: {rich: yes_no}
    else: no
    rows:
      - {row: rich, when: {savings: over limit}, then: yes, because: "Your savings of {savings} are {savings.cell}."}
      - {row: poor, when: {savings: up to limit}, then: no, because: "You have {savings}."}
  - table: outcome
    hit: first
    says: What we decide
    gives: {outcome: outcome}
    source: The act
    rows:
      - {row: many, when: {small: from 3}, then: refer, to: specialists, because: "An officer looks."}
      - {row: rich, when: {rich: yes}, then: refuse, because: "You are rich."}
      - {row: rest, otherwise: yes, then: approve, because: "You can have it."}
amounts:
  - {amount: help, label: the help, type: money, when: outcome = "approve", is: "round(limit / 3 + 2 * (limit - 1), 0.01)"}
"""
RATES = """
rates:
  - {rate: limit, title: the limit, type: money, by: authority, dated: [{from: 2026-01-01, is: {north: 100.00, else: 200.00}, source: Minute 7}]}
"""


@pytest.mark.parametrize("words", [
    "# A tiny service", "The rules refuse and approve by themselves.", "An officer looks. (queue specialists)",
    "whether you are ill. Recorded in May. (2026-05-01)", "A case that turns on whether you are ill, where the person",
    "Only if the answer to “Are you ill?” is yes and the kind is Red | hot.", "| more than £100.00 | yes |",
    "Your savings of [your savings] are [as this row says].", "Where one of these does not apply: no.",
    "| everything else |", "the small children is the number of your children where the age is less than 5",
    "is owed if your savings is more than the limit or the small children is 2 or more", "Minute 7", "1 January 2026",
    "**the help** (approve): the limit divided by 3 plus 2 times (the limit less 1), rounded to 0.01",
    "An officer judges, with a reason: Should help be given?", "1 year", "*the first row that holds decides* (The act)",
])  # fmt: skip
def test_the_sheet_says(words: str) -> None:
    said = sheet(load(tiny_texts(BODY, RULES, RATES)), on=ON, authority="north")
    assert words in said.replace("365 days", "1 year")


def test_amounts_are_those_of_the_date_and_the_authority() -> None:
    version = load(tiny_texts(BODY, RULES, RATES))
    assert "more than £200.00" in sheet(version, on=ON, authority="south")
    assert "no amount on this date" in sheet(version, on=date(2025, 1, 1), authority="south")


def test_a_bar_in_a_text_does_not_end_a_cell() -> None:
    body = BODY.replace("savings > limit or", "savings > 1 or")
    rules = RULES.replace("{rich: yes}", "{kind: red}")
    said = sheet(load(tiny_texts(body, rules, RATES)), on=ON, authority="north")
    lines = [line for line in said.splitlines() if line.startswith("| ") and "Red" in line]
    assert lines
    assert all("Red &#124; hot" in line for line in lines)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_shipped_service_has_a_sheet(folder: Path) -> None:
    version = load(texts_of(folder))
    said = sheet(version, on=ON, authority="north_dorset")
    assert all(question.asked.ask in said for question in version.service.questions)
    assert "Special." not in said
    assert "UNKNOWN" not in said


@pytest.mark.parametrize(("words", "said"), [
    ("kind != red and not ill", "the kind is not Red | hot and the answer to “Are you ill?” is no"),
    ("(ill or kind = red) and savings <= 5", "(the answer to “Are you ill?” is yes or the kind is Red | hot) and your savings is £5.00 or less"),
    ("not (ill and kind = red)", "it is not so that the answer to “Are you ill?” is yes and the kind is Red | hot"),
    ("kind in [red, green]", "the kind is Red | hot or Green"),
    ("any(children where age > 3)", "any of your children has the age is more than 3"),
    ("min(savings, limit) = 3.50", "the least of your savings, the limit is 3.5"),
])  # fmt: skip
def test_a_condition_in_words(words: str, said: str) -> None:
    service = load(tiny_texts(BODY, RULES, RATES)).service
    place = Place("x.yaml", Map({"when": Scalar(words, True, 1)}, 1), "", Faults())
    condition = expression(place, "when")
    assert condition is not None
    assert say(service, condition) == said
