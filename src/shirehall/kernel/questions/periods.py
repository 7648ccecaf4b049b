"""How often an amount is paid: in words, and found in what people write ("210 pw", "£900 pcm", "12k a year")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shirehall.kernel.language import _
from shirehall.kernel.questions import wording

_EACH = r"(?:(?:an?|per|each|every|for a)\s+|p/|/\s*)"
_WEEKS = r"[\s-]*(?:weekly|weeks|week|wks|wkly|wk)\b"
_ALONE, _ENDED = r"(?<![a-z])", r"(?![a-z])"
_MONTHLY = r"(?:monthly|mthly|pcm|p\.c\.m\.?|pm|p\.m\.?)"
# Longer periods first: "4 weekly" is no "weekly". A "4" that belongs to an amount has a digit or a pound before it.
_PATTERNS = {
    "four_weeks": (rf"(?:{_EACH})?(?<![\d£.,])(?:4|four){_WEEKS}",),
    "fortnight": (
        rf"(?:{_EACH})?(?:fortnightly|fortnight\b)",
        rf"(?:{_EACH})?(?<![\d£.,])(?:2|two){_WEEKS}",
        r"(?:every|each)\s+(?:other|second)\s+(?:week|wk)\b",
    ),
    "week": (rf"{_EACH}(?:week|wk|w)\b", rf"{_ALONE}(?:weekly|wkly|pw|p\.w\.?){_ENDED}"),
    "month": (rf"{_EACH}(?:calendar month|month|mth|m)\b", rf"{_ALONE}{_MONTHLY}{_ENDED}"),
    "year": (
        rf"{_EACH}(?:year|yr|annum|y)\b",
        rf"{_ALONE}(?:yearly|annually|annual|pa|p\.a\.?){_ENDED}",
    ),
    "": (
        rf"{_EACH}(?:day|hour|hr|quarter|shift|term|job)\b",
        r"\b(?:daily|hourly|quarterly|termly|ph|pd)\b",
        r"\b(?:weeks?|months?|years?)\b",
    ),
}
_WRITTEN = tuple((period, re.compile("|".join(patterns))) for period, patterns in _PATTERNS.items())


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: `per` one of PERIODS or empty, `rest` the words without it, `other` whether it names a
    period that no question takes, or several."""

    per: str
    rest: str
    other: bool = False


def found_in(text: str) -> Found:
    """The period in folded words."""
    rest, names = text, []
    for period, pattern in _WRITTEN:
        rest, count = pattern.subn(" ", rest)
        names += [period] * count
    rest = " ".join(rest.split())
    if not names:
        return Found("", rest)
    if len(names) > 1 or not names[0]:
        return Found("", rest, other=True)
    return Found(names[0], rest)


def names() -> dict[str, str]:
    """Each period in the words that follow an amount: "£210.00 a week"."""
    return {
        "week": _("a week"), "fortnight": _("a fortnight"), "four_weeks": _("every 4 weeks"),
        "month": _("a month"), "year": _("a year"),
    }  # fmt: skip


def either(allowed: Sequence[str]) -> str:
    """The periods that a question takes: "a week or a month"."""
    said = names()
    return wording.either([said[period] for period in allowed])


def example(allowed: Sequence[str]) -> str:
    """An amount with the first period: "£210 a week"."""
    return _("£210 {period}").format(period=names()[allowed[0]])
