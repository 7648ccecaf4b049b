"""Numbers in words: "two", "twenty-one", "two hundred and five", "3 thousand". Nothing between the lines."""

import re

_UNITS = {word: number for number, word in enumerate((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
))}  # fmt: skip
_TENS = {word: number * 10 for number, word in enumerate((
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
), start=2)} | {"fourty": 40}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000}
NUMBER_WORDS = frozenset((*_UNITS, *_TENS, *_SCALES))
_PARTS = re.compile(r"[\s-]+")
MOST_WORDS = 12


def number_of(text: str) -> int | None:
    """The whole number that folded words write out, or None where they are anything else."""
    words = [word for word in _PARTS.split(text) if word]
    if not words or len(words) > MOST_WORDS:
        return None
    if words[0] in ("a", "an") and len(words) > 1 and words[1] in _SCALES:
        words[0] = "one"
    if "thousand" not in words:
        return _below_thousand(words)
    if words.count("thousand") > 1:
        return None
    cut = words.index("thousand")
    above = _below_thousand(words[:cut])
    rest = words[cut + 1 :]
    below = _below_thousand(rest[1:] if rest[:1] == ["and"] else rest) if rest else 0
    return None if not above or below is None else above * 1000 + below


def _below_thousand(words: list[str]) -> int | None:
    if "hundred" not in words:
        return _below_hundred(words)
    cut = words.index("hundred")
    above = _below_hundred(words[:cut])
    rest = words[cut + 1 :]
    if above is None or not 1 <= above <= 9:
        return None
    if not rest:
        return above * 100
    below = _below_hundred(rest[1:] if rest[0] == "and" else rest)
    return None if not below else above * 100 + below


def _below_hundred(words: list[str]) -> int | None:
    match words:
        case [word] if word in _UNITS:
            return _UNITS[word]
        case [word] if word in _TENS:
            return _TENS[word]
        case [ten, unit] if ten in _TENS and 1 <= _UNITS.get(unit, 0) <= 9:
            return _TENS[ten] + _UNITS[unit]
    return None
