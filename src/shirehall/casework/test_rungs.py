"""Which wording each rung of a ladder of reminders has, and what is wrong with a ladder."""

from collections.abc import Mapping

import pytest

from shirehall.casework.conftest import TEXTS, message
from shirehall.kernel.api import check, load
from shirehall.kernel.reminding import reminder_for

ALL = {name: text for name, text in TEXTS.items() if "reminder" not in name}


def worded(name: str, rung: str = "", *, without: str = "") -> dict[str, str]:
    """A reminder, perhaps of one rung, perhaps without words for one way."""
    text = message(name, "reminder")
    if rung:
        text = text.replace("on: reminder\n", f"on: reminder\nrung: {rung}\n")
    if without:
        text = text.replace(f"# {without}\n\nAbout {{reference}}.\n", "")
    return {f"messages/{name}.md": text}


def problems(texts: Mapping[str, str]) -> str:
    """What is said of a definition."""
    return "; ".join(str(each) for each in check(texts))


@pytest.mark.parametrize(
    ("rungs", "expected"),
    [
        ([""], ["any", "any"]),
        (["", "last"], ["any", "last"]),
        (["first", "second"], ["first", "second"]),
        (["first", "second", "last"], ["first", "last"]),
        (["first", ""], ["first", "any"]),
        (["second", ""], ["any", "second"]),
        (["first"], ["first", None]),
    ],
)
def test_the_most_exact_wording_is_taken(rungs: list[str], expected: list[str | None]) -> None:
    texts = dict(ALL)
    for rung in rungs:
        texts |= worded(rung or "any", rung)
    service = load(texts).service
    (asked,) = service.evidence
    found = [reminder_for(service, asked, number) for number in (1, 2)]
    assert [each.name if each else None for each in found] == expected


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (worded("a", "first"), "no reminder has wording for letter"),
        ({**worded("a"), **worded("b", "last", without="letter")}, "`b` has no wording for letter"),
        ({**worded("a"), **worded("b", "third")}, "no evidence has a third reminder"),
        ({**worded("a"), **worded("b", "last"), **worded("c", "last")}, "is the last reminder as well"),
        ({**worded("a"), **worded("b", "fifth")}, "fifth"),
        (
            {
                **worded("a"),
                "messages/b.md": message("b", "withdrawn").replace(
                    "on: withdrawn", "on: withdrawn\nrung: last"
                ),
            },
            "only a reminder has a rung",
        ),
    ],
)
def test_what_is_wrong_with_a_ladder_is_said(more: Mapping[str, str], said: str) -> None:
    assert said in problems({**ALL, **more})


def test_a_whole_ladder_is_right() -> None:
    assert "remind" not in problems({**ALL, **worded("a"), **worded("b", "last")})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Short. {reference}", ""),
        ("Long words. " * 45, "advice: as a text it is about 539 characters, in 4 parts"),
        ("Long words. " * 90, "messages/a.md:5: sms: as a text it is about 1079 characters, in 8 parts"),
        ("One: {evidence} {reasons} {link} {council} {people}.", ""),
    ],
)
def test_a_text_that_is_too_long_is_told(words: str, said: str) -> None:
    told = worded("a")["messages/a.md"].replace("# sms\n\nAbout {reference}.", f"# sms\n\n{words}")
    found = problems({**ALL, "messages/a.md": told})
    assert said in found
    assert ("as a text" in found) == bool(said)
