"""What is proved before anything is published: each planted fault is named, and the sound service has none."""

import pytest

from shirehall.kernel.checks.everything import check
from shirehall.kernel.conftest import tiny_texts

BODY = """
pages:
  - page: one
    questions:
      - {fact: kind, ask: "What kind?", type: choice, options: {red: Red, green: Green}}
      - {fact: size, ask: "What size?", type: integer, between: [0, 9]}
  - page: two
    when: kind = red
    questions:
      - {fact: heat, ask: "How hot?", type: integer, between: [0, 99]}
  - page: three
    questions:
      - {fact: email, ask: "Email?", type: email, kept_for: contact}
"""
RULES = """
tables:
  - table: points
    gives: {points: integer}
    else: 0
    rows:
      - {row: cool, when: {heat: up to warm}, then: 1}
      - {row: hot, when: {heat: over warm}, then: 2}
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    because: "Because of {points} points."
    rows:
      - {row: big, when: {size: from 8}, then: refer, to: general}
      - {row: hot, when: {points: 2}, then: refuse}
      - {row: rest, when: {points: [0, 1]}, then: approve}
"""
RATES = """
rates:
  - {rate: warm, type: integer, by: authority, dated: [{from: 2026-01-01, is: {north: 30, else: 40}, source: x}, {from: 2027-01-01, is: {else: 50}, source: y}]}
"""
EXAMPLES = """
examples:
  - {example: green, on: 2026-06-01, answers: {kind: green, size: 1}, expect: {outcome: approve, results: {points: 0}, missing: []}}
  - {example: cool, on: 2026-06-01, answers: {kind: red, size: 1, heat: 30}, expect: {outcome: approve, reasons: [rest]}}
  - {example: hot, on: 2026-06-01, answers: {kind: red, size: 1, heat: 31}, expect: {outcome: refuse, messages: [refuse]}}
  - {example: warm in the south, on: 2026-06-01, authority: south, answers: {kind: red, size: 1, heat: 31}, expect: {outcome: approve}}
  - {example: big, on: 2026-06-01, answers: {size: 9}, expect: {outcome: refer, queue: general}}
"""


def message(name: str) -> str:
    return f"---\nmessage: {name}\non: decided\noutcomes: [{name}]\n---\n# subject\nYour case\n\n# email\n{{reasons}}\n\n# letter\n{{reasons}}\n"


def sound() -> dict[str, str]:
    texts = tiny_texts(BODY, RULES, RATES, examples=EXAMPLES)
    return texts | {f"messages/{name}.md": message(name) for name in ("approve", "refuse", "refer")}


def test_a_sound_service_has_no_fault() -> None:
    assert [str(problem) for problem in check(sound())] == []


S, R, E = "service.yaml", "rules.yaml", "examples.yaml"


@pytest.mark.parametrize(("file", "wrong", "right", "message"), [
    (R, "from 8}", "from 8, points: 2}", "no example hits row `big`"),
    (R, "heat: over warm", "heat: over 60", "nothing covers heat 31 to 60 (from 2026-01-01, north)"),
    (R, "heat: up to warm", "heat: up to 50", "rows `cool` and `hot` both match heat 31 to 50 (from 2026-01-01, north)"),
    (R, "points: [0, 1]", "points: 1", "nothing covers size 7 and below, points 0"),
    (R, "points: 2}", "size: from 9}", "row `hot` can never win: `big` above it match all of it"),
    (R, "heat: over warm", "kind: red, heat: over warm", "nothing covers heat 31 and above, kind green"),
    (S, "when: kind = red", "when: size > 20", "page `two` can never be reached: `size > 20` is never true"),
    (S, "when: kind = red", "when: heat > 5", "its condition reads `heat`, which no earlier question asks"),
    (S, "when: kind = red", "when: points > 1", "reads `points`, which is worked out after everything is asked"),
    (S, ", kept_for: contact", "", "`email` is asked and nothing uses it"),
    (S, "refuse: 1 year after closed, ", "", "it is not said how long `refuse` is kept"),
    (S, "size, ask", "size, between: [0, 9], ask", "`between` stands twice"),
    ("messages/refuse.md", "# letter\n{reasons}\n", "", "the message has no wording for letter"),
    ("messages/refuse.md", "{reasons}", "{reason_why}", "`{reason_why}` names no fact"),
    ("messages/refuse.md", "[refuse]", "[approve]", "no message tells a person of the outcome `refuse`"),
    (R, "{points} points", "{pointz} points", "`{pointz}` names no fact"),
    (R, "{points} points", "{kind.cell}", "`kind` is not a column of this table"),
    (R, '    because: "Because of {points} points."\n', "", "a row that decides says no reason"),
    (E, "outcome: refuse", "outcome: approve", "expects outcome approve, and the rules give refuse"),
    (E, "{points: 0}", "{points: 1}", "expects results.points 1, and the rules give 0"),
    (E, "reasons: [rest]", "reasons: [hot]", "expects reasons hot, and the rules give rest"),
    (E, "queue: general", "queue: special", "expects queue special, and the rules give general"),
    (E, "missing: []", "missing: [heat]", "expects missing heat, and the rules give none"),
    (E, "kind: green", "kind: blue", "green.kind"),
    (E, "example: hot", "example: cool", "two examples have this name"),
    (R, "    hit: first\n", "", "the outcome table is read from the top"),
])  # fmt: skip
def test_a_planted_fault_is_named(file: str, wrong: str, right: str, message: str) -> None:
    texts = sound()
    assert wrong in texts[file]
    texts[file] = texts[file].replace(wrong, right, 1)
    found = [str(problem) for problem in check(texts)]
    assert any(message in each for each in found), found
    assert all("Mend:" in each for each in found), found


def test_names_of_the_partnership_are_held_to_it() -> None:
    found = check(sound(), authorities=["north", "west"], queues=["generals", "team"], teams=["finance"])
    said = [problem.message for problem in found]
    assert said == [
        "`south` is not an authority of the partnership", "`team` is not a team of the partnership",
        "`general` is not a queue of the partnership",
    ]  # fmt: skip
    assert found[-1].mend == "did you mean `generals`?"


def test_a_first_table_must_answer_for_what_does_not_apply() -> None:
    texts = sound()
    texts["rules.yaml"] = texts["rules.yaml"].replace("    else: 0\n", "    hit: first\n")
    said = [problem.message for problem in check(texts)]
    assert any("nothing covers heat not applicable" in each for each in said), said
    # A row may say it, and where the condition settles it, the proof knows that it cannot be otherwise.
    rows = "      - {row: absent, when: {heat: not applicable, kind: green}, then: 0}\n"
    texts["rules.yaml"] = texts["rules.yaml"].replace(
        "      - {row: hot, when: {heat", rows + "      - {row: hot, when: {heat", 1
    )
    assert not [problem for problem in check(texts) if "covers" in problem.message]


def test_a_column_without_bounds_is_named() -> None:
    texts = sound()
    texts["service.yaml"] += 'facts: [{fact: warmth, type: integer, is: "heat * 2"}]\n'
    texts["rules.yaml"] = texts["rules.yaml"].replace("heat:", "warmth:")
    assert any("the column `warmth` has no bounds" in problem.message for problem in check(texts))
