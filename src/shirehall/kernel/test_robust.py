"""No text of a service and no answer gives any other error than those that say what is wrong."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.kernel.checks.everything import check
from shirehall.kernel.decide import decide
from shirehall.kernel.journey import journey
from shirehall.kernel.problems import AnswersError, DefinitionError
from shirehall.kernel.reading import answers_from_stored, answers_to_stored, read_facts
from shirehall.kernel.test_schema import FOLDERS, texts_of
from shirehall.kernel.version import load

ON = date(2026, 6, 1)
TEXTS = [texts_of(folder) for folder in FOLDERS]
LARGE = next(folder for folder in FOLDERS if folder.name == "council_tax_reduction")
PIECES = (
    "[", "{", "]", "}", ":", "- ", '"', "'", "yes", "[]", "{}", "~", "-1", "1e9999", "9" * 20, '""', "any", "over", "else",
    "not applicable", "up to", "from", "approve", "authority", "incomes", "capital", "sum(", "(", "not not", "/ 0", "\x00",
    "\u2028", "\ud800", "\t", "&a", "*a", "!!int", "---", "|", "when:", "repeat:", "rows:", "is:", "gives:", "by: kind",
    "otherwise: yes", "outcome", "2026-02-30", "between: [1, 0]", "{a: {b: {c: d}}}", "[[1]]", "optional: yes", "else: 0",
    "per: [[x]]", "at_most: 0", "hit: first", "type: choice", "collect", "unique", "decline: yes", "# fax",
)  # fmt: skip


def slipped(random: Random, text: str) -> str:
    """The text with a slip of the hand: a line lost, doubled, moved, or some of it overwritten."""
    lines = text.split("\n")
    here, there = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(6):
        case 0:
            del lines[here]
        case 1:
            lines.insert(there, lines[here])
        case 2:
            lines[here], lines[there] = lines[there], lines[here]
        case 3:
            lines[here] = " " * random.randrange(8) + lines[here].strip()
        case 4:
            words = lines[here].split(" ")
            words[random.randrange(len(words))] = random.choice(PIECES)
            lines[here] = " ".join(words)
        case _:
            at = random.randrange(len(lines[here]) + 1)
            lines[here] = lines[here][:at] + random.choice(PIECES) + lines[here][at + random.randrange(4) :]
    return "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**48))
def test_a_slip_in_any_file_is_a_fault_or_a_service(seed: int) -> None:
    random = Random(seed)
    texts = dict(random.choice(TEXTS))
    for _ in range(random.randint(1, 3)):
        file = random.choice(sorted(texts))
        texts[file] = slipped(random, texts[file])
    for problem in check(texts):
        assert problem.file
        assert problem.message
    try:
        version = load(texts)
    except DefinitionError:
        return
    decision = decide(version, read_facts(version, {}, on=ON), authority="north_dorset", on=ON)
    assert decision.outcome != "incomplete" or decision.missing_facts
    journey(version, {}, on=ON, authority="north_dorset")


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_a_fault_or_a_service(text: str) -> None:
    for file in (
        "service.yaml",
        "rules.yaml",
        "rates.yaml",
        "examples.yaml",
        "messages/approve.md",
        "_shared/applicant.yaml",
    ):
        check({**TEXTS[0], file: text})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["couple", "2026-01-01", "x" * 5000, 10**40, Decimal("1e-99999"), Decimal("1e99999"), Decimal("sNaN")]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["kind", "amount", "per", "lines", "declined", "not_applicable", "x"]), inner, max_size=3
    ),
    max_leaves=6,
)  # fmt: skip
VERSION = load(texts_of(LARGE))
NAMES = (*VERSION.service.facts, "nothing", "on", "", "outcome")


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4))
def test_any_json_is_answers_or_says_what_is_wrong(answers: dict[str, Any]) -> None:
    try:
        read = read_facts(VERSION, answers, on=ON)
    except AnswersError:
        return
    decision = decide(VERSION, read, authority="nowhere", on=ON)
    assert decision.outcome in ("approve", "refuse", "refer", "incomplete")
    assert answers_from_stored(VERSION, answers_to_stored(read)) == read
    journey(VERSION, read, on=ON, authority="north_dorset")


@pytest.mark.parametrize("wrong", [[], "x", 5, None])
def test_answers_that_are_no_object_are_refused(wrong: Any) -> None:
    with pytest.raises(AnswersError, match="object"):
        read_facts(VERSION, wrong, on=ON)
