"""What holds of every service, tried with random answers: a fact more never undoes a decision, and the reasons are true."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.kernel.api import Answer, Decision, Version, decide, load
from shirehall.kernel.values import Repeat
from tests.services.folders import AUTHORITIES, folders, texts_of
from tests.services.guessing import answers_to, holds, tables_of

DECIDED = ("approve", "refuse", "refer")
PLAIN = ("amounts", "rates", "facts", "special_category")
DAYS = st.dates(date(2025, 4, 1), date(2027, 3, 31))


@cache
def _version(folder: Path) -> Version:
    return load(texts_of(folder))


@cache
def _read_backwards(folder: Path) -> Version:
    """The same folder, its files read in another order."""
    return load(dict(reversed(list(texts_of(folder).items()))))


def _ruled() -> list[Path]:
    return [folder for folder in folders() if (folder / "rules.yaml").exists()]


def _drawn(data: st.DataObject, folder: Path) -> tuple[Version, dict[str, Answer], str, date]:
    version = _version(folder)
    return version, data.draw(answers_to(version)), data.draw(st.sampled_from(AUTHORITIES)), data.draw(DAYS)


def _less(data: st.DataObject, answers: dict[str, Answer]) -> dict[str, Answer]:
    """The same answers with some not given yet, and some lists not finished."""
    kept = data.draw(st.sets(st.sampled_from(sorted(answers)))) if answers else set()
    less = {name: answers[name] for name in kept}
    for name, answer in less.items():
        if isinstance(answer.value, Repeat) and data.draw(st.booleans()):
            first = data.draw(st.integers(0, len(answer.value.items)))
            less[name] = Answer("known", Repeat(answer.value.items[:first], done=False))
    return less


def _said(decision: Decision) -> bytes:
    return json.dumps(decision.to_json(), sort_keys=True, ensure_ascii=False).encode()


@pytest.mark.parametrize("folder", _ruled(), ids=lambda folder: folder.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_fact_more_never_changes_what_was_decided(folder: Path, data: st.DataObject) -> None:
    version, full, authority, on = _drawn(data, folder)
    less = _less(data, full)
    before = decide(version, less, authority=authority, on=on)
    after = decide(version, full, authority=authority, on=on)
    if before.outcome in DECIDED:
        assert (after.outcome, dict(after.amounts)) == (before.outcome, dict(before.amounts))
        assert after.queue == before.queue
        assert [(each.table, each.row) for each in after.reasons[:1]] == [
            (each.table, each.row) for each in before.reasons[:1]
        ]
    else:
        assert before.outcome == "incomplete"
        assert before.missing_facts, "it waits for nothing"
        assert after.outcome in (*before.possible, "refer", "incomplete")
        assert not set(before.missing_facts) & {
            name for name, answer in less.items() if not isinstance(answer.value, Repeat)
        }


@pytest.mark.parametrize("folder", _ruled(), ids=lambda folder: folder.name)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_missing_is_enough_once_it_is_given(folder: Path, data: st.DataObject) -> None:
    """Asking what is missing, again and again, ends in a decision: nobody is asked for ever."""
    version, full, authority, on = _drawn(data, folder)
    known = _less(data, full)
    for _round in range(len(full) + 1):
        decision = decide(version, known, authority=authority, on=on)
        if decision.outcome != "incomplete":
            return
        assert set(decision.missing_facts) <= set(full)
        known = {**known, **{name: full[name] for name in decision.missing_facts}}
    raise AssertionError(f"still incomplete: {decision.missing_facts}")


@pytest.mark.parametrize("folder", _ruled(), ids=lambda folder: folder.name)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_decision_made_again_is_the_same_to_the_byte(folder: Path, data: st.DataObject) -> None:
    version, full, authority, on = _drawn(data, folder)
    answers = _less(data, full)
    again = _read_backwards(folder)
    backwards = dict(reversed(list(answers.items())))
    first = decide(version, answers, authority=authority, on=on)
    assert _said(first) == _said(decide(again, backwards, authority=authority, on=on))


@pytest.mark.parametrize("folder", _ruled(), ids=lambda folder: folder.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_each_row_that_won_holds_for_the_facts_and_no_other_does(folder: Path, data: st.DataObject) -> None:
    version, full, authority, on = _drawn(data, folder)
    decision = decide(version, full, authority=authority, on=on)
    gone = set(decision.not_applicable)
    facts: dict[str, Any] = {name: answer.value for name, answer in full.items() if name not in gone}
    facts |= dict(decision.results)
    tables = tables_of(version)
    for won in decision.won:
        table = tables[won.table]
        held = [
            row["row"]
            for row in table["rows"]
            if row.get("otherwise") == "yes"
            or all(
                holds(version, cell, facts.get(name), facts, authority, on)
                for name, cell in row["when"].items()
            )
        ]
        hit = table.get("hit", "unique")
        assert list(won.rows) == (held[:1] if hit == "first" else held)
    winners = {(won.table, row) for won in decision.won for row in won.rows}
    for reason in decision.reasons:
        assert reason.text.strip()
        assert "{" not in reason.text
        assert reason.table in PLAIN or (reason.table, reason.row) in winners


@pytest.mark.parametrize("folder", _ruled(), ids=lambda folder: folder.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_why_not_names_every_other_row_that_was_crossed_out(folder: Path, data: st.DataObject) -> None:
    version, full, authority, on = _drawn(data, folder)
    decision = decide(version, full, authority=authority, on=on)
    winner = {row for won in decision.won if won.table == "outcome" for row in won.rows}
    named = [each.row for each in decision.why_not]
    assert len(set(named)) == len(named)
    assert not winner & set(named)
    assert all(each.text.endswith(".") and "{" not in each.text for each in decision.why_not)
