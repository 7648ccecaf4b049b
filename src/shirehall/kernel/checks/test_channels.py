"""What a declared channel cannot ask is named with its mend, before anything is published."""

import pytest

from shirehall.kernel.checks.everything import check
from shirehall.kernel.conftest import tiny_texts
from shirehall.kernel.problems import Problem

OPTIONS = "{a: Always, b: Before, c: Could be, d: During, e: Each time, f: First, g: Given, h: Hardly, i: In part, j: Just once}"
LONG_OPTIONS = "{a: An option with a great many words in it, b: Before, c: " + "Could be " * 30 + "}"


def problems(question: str, channels: str) -> list[Problem]:
    """What is said of one question on these channels."""
    body = f"pages:\n  - page: one\n    questions:\n      - {{fact: told, {question}, kept_for: message}}\n"
    texts = tiny_texts(body)
    texts["service.yaml"] = texts["service.yaml"].replace("channels: [web]", f"channels: [web, {channels}]")
    assert f"[web, {channels}]" in texts["service.yaml"]
    return [each for each in check(texts) if each.key == "told"]


@pytest.mark.parametrize(
    "question",
    [
        'ask: "Who?", type: name', 'ask: "Where?", type: address', 'ask: "What?", type: short_text', 'ask: "Mail?", type: email',
        f'ask: "Which?", type: choice, options: {OPTIONS}', 'ask: "How warm?", type: integer, between: [-5, 20]',
        'ask: "Beds?", type: choice, options: {none: None, one: 1 bed, two: 2 beds}',
    ],
)  # fmt: skip
def test_what_keys_cannot_answer_is_an_error_with_its_mend(question: str) -> None:
    (found,) = problems(question, "keypad")
    assert found.level == "error"
    assert "cannot be answered with the keys of a telephone" in found.message
    assert "take `keypad` out of `channels`" in found.mend
    assert problems(question, "phone") == []
    assert problems(f"{question}, optional: yes", "keypad") == []


@pytest.mark.parametrize(
    "question",
    [
        'ask: "A photo?", type: file', 'ask: "Is it?", type: yes_no', 'ask: "When?", type: date', 'ask: "Cost?", type: money',
        'ask: "Which?", type: choices, options: {a: A, b: B}', 'ask: "Number?", type: telephone', 'ask: "Share?", type: percent',
        'ask: "Agreed?", type: declaration, wording: [It is true.]', 'ask: "On the screen?", keypad: "Aloud?", type: integer',
    ],
)  # fmt: skip
def test_what_keys_can_answer_is_not_named(question: str) -> None:
    assert problems(question, "keypad, sms") == []


def test_a_question_by_text_goes_in_two_parts_with_how_to_reply() -> None:
    (found,) = problems(f'ask: "Which?", type: choice, options: {LONG_OPTIONS}', "sms")
    assert "too long for a text message: 3 parts" in found.message
    assert 'add a shorter `sms: "..."`' in found.mend
    long = "Is it so? " * 32
    assert len(problems(f'ask: "{long}", type: yes_no', "sms")) == 1
    assert problems(f'ask: "{long}", sms: "Is it so?", type: yes_no', "sms") == []
