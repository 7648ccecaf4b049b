"""Each slip in a service folder gets a message that names the file, the line and the mend."""

import pytest

from shirehall.kernel.checks.everything import check
from shirehall.kernel.conftest import tiny_texts
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.source import LARGEST_FILE
from shirehall.kernel.version import load

BODY = """
pages:
  - page: one
    questions:
      - {fact: kind, ask: "What kind?", type: choice, options: {red: Red, green: Green}}
      - {fact: size, ask: "What size?", type: integer, between: [0, 9]}
  - page: two
    repeat: things
    questions:
      - {fact: weight, ask: "What weight?", type: money, between: [0.00, 9.00]}
facts:
  - {fact: total, type: money, between: [0.00, 90.00], is: "sum(things, weight)"}
evidence:
  - {evidence: proof, accept: [payslip], proves: [total], wanted_when: "total > 5", remind: [sms after 3 days]}
"""
RULES = """
tables:
  - table: points
    gives: {points: integer}
    else: 0
    rows:
      - {row: small, when: {size: up to 4, total: any}, then: 1}
      - {row: big, when: {size: over 4}, then: 2}
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: red, when: {kind: red, total: over most}, then: refuse, because: "Red."}
      - {row: green, when: {kind: green, points: [1, 2]}, then: refer, to: general, because: "Green."}
      - {row: rest, otherwise: yes, then: approve, because: "Rest."}
amounts:
  - {amount: help, type: money, when: outcome = "approve", is: "total * 2"}
"""
RATES = """
rates:
  - {rate: most, type: money, by: authority, dated: [{from: 2026-01-01, is: {else: 3.00}, source: x}]}
"""

S, R, T = "service.yaml", "rules.yaml", "rates.yaml"


def said(file: str, wrong: str, right: str) -> list[str]:
    texts = tiny_texts(BODY, RULES, RATES)
    load(texts)
    assert wrong in texts[file]
    texts[file] = texts[file].replace(wrong, right, 1)
    with pytest.raises(DefinitionError) as caught:
        load(texts)
    for problem in caught.value.problems:
        assert problem.file
        assert problem.message
        assert problem.mend or "`options`" in problem.message or "." in problem.message
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("file", "wrong", "right", "line", "message"), [
    (S, "title: A tiny service", "title:", 3, "`title` has no value"),
    (S, "owner: team", "owner: team\nowner: team", 5, "`owner` stands twice, first on line 4"),
    (S, "owner: team", "owner: [team]", 4, "`owner` must be a text"),
    (S, "owner: team", "owner: The team", 4, "`The team` is not a name"),
    (S, "owner: team", "ownr: team", 4, "did you mean `owner`?"),
    (S, "owner: team", "owner: &a team", 4, "&a names a part"),
    (S, "owner: team", "owner: *a", 4, "*a refers to something written elsewhere"),
    (S, "owner: team", "owner: !!str team", 4, "the tag tag:yaml.org,2002:str is not allowed"),
    (S, "owner: team", "owner: team: two", 4, "put the sentence in double quotes"),
    (S, "owner: team", "\towner: team", 4, "indent by spaces"),
    (S, "owner: team", "owner: [team", 5, "a bracket, a quote or an indent is likely missing"),
    (S, "10 working days", "10 days", 8, "write it as `10 working days`"),
    (S, "approve: 1 year after closed", "approve: for ever", 9, "write it as `6 years after closed`"),
    (S, "approve: 1 year", "approv: 1 year", 9, "did you mean `approve`?"),
    (S, "approve: 1 year", "approve: 9999 years", 9, "is not a period of keeping"),
    (S, "type: integer", "type: number", 15, "`number` is not known here"),
    (S, "[0, 9]", "[9, 0]", 15, "the bounds cannot be read"),
    (S, "[0, 9]", "[0]", 15, "write the least and the most"),
    (S, "between: [0, 9]", "betweenn: [0, 9]", 15, "did you mean `between`?"),
    (S, "options: {red: Red, green: Green}", "options: {red: Red}", 14, "at least two `options`"),
    (S, "options: {red: Red, green: Green}", "options: {red: Red, \"bad name\": Bad}", 14, "not a name for an option"),
    (S, "fact: size", "fact: kind", 15, "`kind` is asked twice"),
    (S, "fact: size", "fact: not", 15, "`not` has a meaning of its own"),
    (S, "fact: size", "fact: weight", 19, "is asked for each of `things`, and is a fact"),
    (S, "fact: total", "fact: size", 21, "is asked and worked out"),
    (S, "page: two", "page: one", 16, "two pages are named `one`"),
    (S, "repeat: things", "repeat: things\n    at_least: 9\n    at_most: 3", 19, "the fewest items are more than the most"),
    (S, "sum(things, weight)", "sum(things)", 21, "write sum(repeat, what)"),
    (S, "sum(things, weight)", "sum(thing, weight)", 21, "did you mean `things`?"),
    (S, "sum(things, weight)", "kind", 21, "gives a choice, and money is wanted here"),
    (S, "sum(things, weight)", "total + 1", 21, "these facts wait for each other: total -> total"),
    (S, "total > 5", "totl > 5", 23, "did you mean `total`?"),
    (S, "sms after 3 days", "fax after 3 days", 23, "is not a reminder"),
    (S, "accept: [payslip], ", "accept: [], ", 23, "nothing is accepted"),
    (S, "evidence: proof", "evidence: proof, title: [x]", 23, "`title` must be a text"),
    (R, "hit: first", "hit: best", 10, "`best` is not known here"),
    (R, "gives: {points: integer}", "gives: points", 4, "must hold `key: value`"),
    (R, "gives: {points: integer}", "gives: {points: integer, more: money}", 3, "a table gives one fact"),
    (R, "gives: {points: integer}", "gives: {total: integer}", 3, "is asked and worked out, or worked out twice"),
    (R, "gives: {points: integer}", "gives: {points: outcome}", 9, "both give the outcome"),
    (R, "gives: {points: integer}", "gives: {points: choice}", 4, "a choice needs its options"),
    (R, "row: big", "row: small", 8, "there are two rows `small`"),
    (R, "table: outcome", "table: points", 9, "there are two tables `points`"),
    (R, "then: 2", "then: lots", 8, "`lots` is neither a value nor a fact of the same type"),
    (R, "then: 2", "then: kind", 8, "`kind` is neither a value nor a fact"),
    (R, "then: refuse", "then: refus", 13, "did you mean `refuse`?"),
    (R, "then: approve", "then: approve, to: general", 15, "`to` names the queue of a row that refers"),
    (R, "size: up to 4", "size: up too 4", 7, "is not an interval"),
    (R, "size: up to 4", "size: up to most", 7, "the rate `most` is an amount in pounds"),
    (R, "size: up to 4", "sizee: up to 4", 3, "did you mean `size`?"),
    (R, "size: up to 4", "weight: up to 4.00", 3, "asked for each of `things`, so it has no single value"),
    (R, "size: up to 4", "things: any, size: 1", 3, "is not a number, an amount, a date"),
    (R, "size: up to 4", "size: 4.5", 7, "`4.5` is not a value of `size`, which is a whole number"),
    (R, "size: up to 4", "size: {a: b}", 7, "a cell is a value"),
    (R, "size: up to 4", "size: not made", 7, "is not a judgement"),
    (R, "kind: red", "kind: blue", 13, "`blue` is not an option of `kind`"),
    (R, "when: {size: over 4}, ", "", 8, "the row says no `when`"),
    (R, "when: {size: over 4}, ", "otherwise: yes, ", 8, "may only be the last row of a `hit: first` table"),
    (R, "    hit: first\n", "    hit: first\n    else: refer\n", 11, "the outcome is never left to `else`"),
    (R, "gives: {points: integer}", "hit: collect\n    gives: {points: integer}", 6, "a table that adds up gives 0"),
    (R, "amount: help", "amount: points", 17, "is also a fact or a rate"),
    (R, 'outcome = "approve"', "size > 1", 17, "depends on the outcome only"),
    (R, 'outcome = "approve"', 'outcome = "refer"', 17, "depends on the outcome only"),
    (R, "total * 2", "total * total", 17, "money cannot be multiplied by money"),
    (R, "amounts:", "amount:", 16, "did you mean `amounts`?"),
    (T, "by: authority", "by: size", 3, "differs by `size`, which is not a choice fact"),
    (T, "rate: most", "rate: total", 3, "is a fact and a rate"),
    (T, "else: 3.00", "else: 3.001", 3, "`3.001` is not an amount of type money"),
    (T, "{else: 3.00}", "3.00", 3, "it needs an amount for each"),
    (T, "2026-01-01", "2026-02-30", 3, "is not a date"),
    (T, "2026-01-01", "20260101", 3, "is not a date"),
    (T, ", source: x", "", 3, "`source` is missing"),
    (T, "dated: [", "dated: [{from: 2026-01-01, is: {else: 3.00}, source: x}, ", 3, "two entries begin on the same day"),
])  # fmt: skip
def test_a_slip_is_named_with_its_line(file: str, wrong: str, right: str, line: int, message: str) -> None:
    found = said(file, wrong, right)
    assert any(each.startswith(f"{file}:{line}:") and message in each for each in found), found


@pytest.mark.parametrize(("text", "message"), [
    ("", "does not hold `key: value`"), ("- a\n- b\n", "does not hold"), ("just words", "does not hold"),
    ("a: 1\n---\nb: 2\n", "a second document"), ("[" * 5000, "cannot be read"), ("a: " + "[" * 40 + "]" * 40, "nested too deeply"),
    ("a: \x07", "cannot be read"), ("a: \ud800", "half a character"), ("x" * (LARGEST_FILE + 1), "over 512 kB"),
    ("? [a]\n: b\n", "a key must be a word"), ("<<: {a: b}\n", "merge keys"),
])  # fmt: skip
def test_a_file_that_is_no_service_says_so(text: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        load({"service.yaml": text})


def test_a_folder_without_a_service_says_so() -> None:
    with pytest.raises(DefinitionError, match=r"the folder has no service\.yaml"):
        load({})


def test_every_slip_of_a_file_is_said_at_once() -> None:
    texts = tiny_texts(BODY, RULES, RATES)
    texts["service.yaml"] = texts["service.yaml"].replace("owner: team", "owner: A B").replace("[web]", "[]")
    texts["rules.yaml"] = texts["rules.yaml"].replace("then: refuse", "then: refus")
    with pytest.raises(DefinitionError) as caught:
        load(texts)
    assert {problem.line for problem in caught.value.problems} == {2, 4, 13}


MESSAGE = "---\nmessage: yes\non: decided\noutcomes: [approve]\n---\n# subject\nYes\n\n# email\nDear {name}\n"


@pytest.mark.parametrize(("wrong", "right", "message"), [
    ("---\nmessage", "message", "does not begin with its settings"), ("on: decided", "on: maybe", "not known here"),
    ("# email", "# fax", "is not a part of a message"), ("# subject\nYes\n", "", "an e-mail needs a subject"),
    ("# subject\nYes\n", "# email\nYes\n", "stands twice"), ("# subject\nYes\n\n# email\nDear {name}\n", "", "no wording"),
    ("# subject", "Hello\n# subject", "words stand before the first section"), ("Yes", "\ud800", "half a character"),
    ("message: yes", "message: yes\nto: all", "`to` is not a key that belongs here"),
])  # fmt: skip
def test_a_slip_in_a_message_is_named(wrong: str, right: str, message: str) -> None:
    texts = tiny_texts(BODY, RULES, RATES) | {"messages/yes.md": MESSAGE}
    assert load(texts).service.messages[0].email == "Dear {name}"
    with pytest.raises(DefinitionError, match=message):
        load(texts | {"messages/yes.md": MESSAGE.replace(wrong, right, 1)})


def test_two_messages_of_one_name_are_named() -> None:
    with pytest.raises(DefinitionError, match="two messages are named `yes`"):
        load(tiny_texts(BODY) | {"messages/a.md": MESSAGE, "messages/b.md": MESSAGE})


def test_a_chain_too_long_to_follow_is_refused_and_not_a_crash() -> None:
    facts = "\n".join(
        f'  - {{fact: f{number}, type: integer, between: [0, 9], is: "{f"f{number - 1}" if number else "size"}"}}'
        for number in range(500)
    )
    with pytest.raises(DefinitionError, match="worked out one from the other"):
        load(tiny_texts(BODY.replace("facts:\n", f"facts:\n{facts}\n")))


def test_a_channel_that_is_not_installed_is_named() -> None:
    texts = tiny_texts(BODY, RULES, RATES)
    texts[S] = texts[S].replace("[web]", "[web, fax]")
    found = [str(problem) for problem in check(texts) if problem.key == "channels"]
    assert found
    assert found[0].startswith("service.yaml:7: channels: `fax` is not a channel")
    assert not [problem for problem in check(texts, channels=("web", "fax")) if problem.key == "channels"]
