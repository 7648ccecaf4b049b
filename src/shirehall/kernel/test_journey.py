"""What is asked next, given any answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from shirehall.kernel.answers import Answer
from shirehall.kernel.journey import Journey, item_questions, journey
from shirehall.kernel.reading import read_facts
from shirehall.kernel.values import Repeat, Value
from shirehall.kernel.version import Version

Loaded = Callable[..., Version]
ON = date(2026, 6, 1)
BODY = """
pages:
  - page: work
    questions:
      - {fact: works, ask: "Do you work?", type: yes_no, decline: yes}
      - {fact: employer, ask: "For whom?", type: short_text, when: works, kept_for: contact}
  - page: wages
    when: works
    repeat: wages
    questions:
      - {fact: kind, ask: "What kind?", type: choice, options: {weekly: Weekly, other: Other}}
      - {fact: how, ask: "How?", type: short_text, when: kind = other}
      - {fact: amount, ask: "How much?", type: money, between: [0.00, 900.00]}
  - page: last
    questions:
      - {fact: proof, ask: "Send proof", type: file, accept: [payslip]}
      - {fact: note, ask: "Anything else?", type: short_text, optional: yes}
facts:
  - {fact: earned, type: money, between: [0.00, 9999.00], is: "sum(wages, amount)"}
"""


@pytest.fixture
def version(loaded: Loaded) -> Version:
    return loaded(BODY)


def walk(version: Version, given: dict[str, Any], **more: Answer) -> Journey:
    return journey(version, {**read_facts(version, given, on=ON), **more}, on=ON, authority="north")


def test_at_first_the_first_page_is_next_and_what_depends_on_it_is_not_yet(version: Version) -> None:
    found = walk(version, {})
    assert found.next is not None
    assert found.next.page.name == "work"
    assert [state.state for state in found.pages] == ["asked", "not_yet", "asked"]
    # A question whose condition is not known yet stands on its page, so that it can be shown once it is.
    assert [question.fact for question in found.next.questions] == ["works", "employer"]


def test_a_page_that_does_not_apply_is_passed_over_and_its_answers_do_not_count(version: Version) -> None:
    found = walk(version, {"works": False, "employer": "Smith", "wages": [{"kind": "weekly", "amount": 5}]})
    assert found.next is not None
    assert found.next.page.name == "last"
    assert found.page("wages") is not None
    assert found.pages[1].state == "not_applicable"
    assert set(found.kept) == {"works"}
    assert "wages" not in found.applicable


def test_a_repeated_page_is_done_when_the_person_says_so(version: Version) -> None:
    begun = {"works": Answer("known", True), "employer": Answer("known", "Smith")}
    item: dict[str, Value] = {"kind": "weekly", "amount": 500}
    open_list = {**begun, "wages": Answer("known", Repeat((item,)))}
    assert _next(version, open_list) == "wages"
    closed = {**begun, "wages": Answer("known", Repeat((item,), done=True))}
    assert _next(version, closed) == "last"
    assert _next(version, {**begun, "wages": Answer("known", Repeat((), done=True))}) == "last"


def _next(version: Version, answers: dict[str, Answer]) -> str:
    found = journey(version, answers, on=ON, authority="north").next
    return found.page.name if found else ""


def test_what_was_declined_is_not_asked_again_nor_what_depends_on_it(version: Version) -> None:
    found = walk(version, {}, works=Answer("declined"))
    assert [question.fact for question in found.pages[0].questions] == ["works"]
    assert found.pages[1].state == "not_yet"
    assert found.next is not None
    assert found.next.page.name == "last"


def test_a_file_may_come_later_and_an_empty_optional_answer_is_an_answer(version: Version) -> None:
    found = walk(version, {"works": False, "note": {"not_applicable": True}})
    assert found.next is None


def test_the_questions_of_an_item_follow_its_own_answers(version: Version) -> None:
    page = version.service.pages[1]
    answers = read_facts(version, {"works": True}, on=ON)

    def asked(item: dict[str, Any]) -> list[str]:
        found = item_questions(version, page, item, answers, on=ON, authority="north")
        return [question.fact for question in found]

    assert asked({}) == ["kind", "how", "amount"]
    assert asked({"kind": "weekly"}) == ["kind", "amount"]
    assert asked({"kind": "other"}) == ["kind", "how", "amount"]
