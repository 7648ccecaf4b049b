"""Answers out of JSON: a wrong type is an error and never taken as missing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shirehall.kernel.conftest import tiny_texts
from shirehall.kernel.problems import AnswersError
from shirehall.kernel.reading import answers_from_stored, answers_to_stored, read_facts
from shirehall.kernel.values import MoneyPer, Repeat
from shirehall.kernel.version import load

ON = date(2026, 6, 1)
BODY = """
pages:
  - page: one
    questions:
      - {fact: works, ask: "Do you work?", type: yes_no}
      - {fact: note, ask: "Note?", type: short_text, optional: yes}
      - {fact: bonus, ask: "Bonus?", type: money, between: [0.00, 50.00], when: works}
  - page: two
    repeat: wages
    at_most: 2
    at_least: 1
    questions:
      - {fact: kind, ask: "What kind?", type: choice, options: {weekly: Weekly, other: Other}}
      - {fact: pay, ask: "How much?", type: money, per: [week, month]}
      - {fact: how, ask: "How?", type: short_text, when: kind = other}
facts:
  - {fact: earned, type: money, between: [0.00, 9999.00], is: "sum(wages, pay.weekly)"}
  - {fact: many, type: integer, between: [0, 9], is: "count(wages)"}
  - {fact: any_wage, type: yes_no, is: "many > 0"}
  - {fact: since, type: date, looked_up: register}
judgements:
  - {judgement: fair, ask: "Is it fair?", type: yes_no}
"""
VERSION = load(tiny_texts(BODY))
WAGE = {"kind": "weekly", "pay": {"amount": 10, "per": "week"}}


@pytest.mark.parametrize(("given", "said"), [
    ({"wurks": True}, "is not a fact of this service: did you mean `works`?"), ({"works": "yes"}, "works"),
    ({"works": 1}, "works"), ({"bonus": 12.5}, "bonus"), ({"bonus": Decimal("1.005")}, "bonus"), ({"bonus": -1}, "bonus"),
    ({"bonus": 51}, "bonus"), ({"earned": "5"}, "must be a number"), ({"earned": True}, "must be a number"),
    ({"earned": Decimal("0.001")}, "at most two decimals"), ({"earned": 10_000}, "from £0.00 to £9,999.00"),
    ({"earned": Decimal("NaN")}, "must be a number"), ({"earned": 10**30}, "is too large"), ({"many": Decimal("1.5")}, "a whole number"),
    ({"any_wage": 1}, "true or false"), ({"since": "20260101"}, "must be a date"), ({"since": 5}, "must be a date"),
    ({"fair": True}, "is decided, so it cannot be given"), ({"wages.kind": "weekly"}, "is not a fact"),
    ({"wages": {}}, "list of objects"), ({"wages": [1]}, "list of objects"), ({"wages": []}, "1 to 2 items"),
    ({"wages": [WAGE] * 3}, "1 to 2 items"), ({"wages": [{**WAGE, "kin": 1}]}, "item 1: “kin” is not asked: did you mean `kind`?"),
    ({"wages": [WAGE, {"kind": "weekly"}]}, "item 2: “pay” is missing"), ({"wages": [{**WAGE, "pay": 10}]}, "item 1:"),
    ({"works": {"not_applicable": True}}, "always applies"), ({"bonus": {"not_applicable": True}}, "leave it out"),
    ({"fair": {"declined": True}}, "is decided"), ({"on": 5}, "is not a fact"),
])  # fmt: skip
def test_what_cannot_be_read_is_named(given: dict[str, Any], said: str) -> None:
    with pytest.raises(AnswersError) as caught:
        read_facts(VERSION, given, on=ON)
    assert said in str(caught.value)


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(AnswersError) as caught:
        read_facts(VERSION, {"works": "x", "bonus": "y", "nothing": 1}, on=ON)
    assert [fact for fact, _ in caught.value.problems] == ["works", "bonus", "nothing"]


def test_what_can_be_read_is_kept_and_stored_back_and_forth() -> None:
    given = {
        "works": True, "note": {"not_applicable": True}, "bonus": Decimal("12.50"), "earned": Decimal("1e2"), "many": 3,
        "wages": [WAGE], "since": "2026-01-31", "any_wage": None,
    }  # fmt: skip
    answers = read_facts(VERSION, given, on=ON)
    assert "any_wage" not in answers
    assert answers["bonus"].value == 1250
    assert answers["earned"].value == 10_000
    assert answers["since"].value == date(2026, 1, 31)
    assert answers["note"].state == "not_applicable"
    assert answers["wages"].value == Repeat(({"kind": "weekly", "pay": MoneyPer(1000, "week")},), done=True)
    assert answers_from_stored(VERSION, answers_to_stored(answers)) == answers
