"""Counts and amounts in words: "2 kids", "none", "two hundred pounds", "12k".

What has a second number, an "about", an "or" or a word that we do not know beside it is not an amount: the person
is asked again.
"""

import re
from decimal import Decimal

from shirehall.kernel.language import _
from shirehall.kernel.questions import numerals
from shirehall.kernel.questions.base import AnswerError, Asked, KeyPrompt
from shirehall.kernel.questions.counting import NUMBER_WORDS, number_of

MOST_REST = 4
"""The most words that may stand beside a number: "2 kids", "I have 2 children"."""
MOST_KEYS = 12
_ZERO = frozenset(
    ("none", "nil", "nothing", "zero", "nobody", "noone", "no one", "not any", "i have none", "no")
)
_ZERO_OF = re.compile(
    r"(?:no|zero|nil|(?:i|we) have no) [a-z]+|(?:i |we )?(?:do not|don'?t|dont) have any|(?:i |we )?haven'?t any"
    r"|(?:i|we) have none|none at all|none at the moment"
)
_NO_THANKS = frozenset(
    ("no thanks", "no thank", "no comment", "no way", "no clue", "no idea", "no reply", "no answer")
)
_NUMBER = re.compile(r"(?<![\w.,/])-?[0-9][0-9,]*(?:\.[0-9]+)?(?![\w./,-])")
_WORD = re.compile(r"[a-z']+")
_VAGUE = frozenset((
    "or", "to", "and", "about", "around", "roughly", "approx", "approximately", "nearly", "almost",
    "half", "minus", "plus", "not", "under", "over", "maybe", "perhaps", "less", "more", "than", "least",
    "most", "up", "dozen", "couple", "few", "some", "several", "many", "quarter", "third", "no", "per",
    "each", "every", "between", "another", "million", "if", "but", "except", "without", "times", "pair",
    "pairs", "sometimes", "usually", "before", "after", "ago", "was", "were", "had", "used", "none",
    "nothing", "nil", "zero", "never", "nobody",
))  # fmt: skip
_LEADING = frozenset((
    "i", "we", "i've", "we've", "have", "got", "just", "only", "there", "there's", "are", "is", "it's",
    "its", "exactly",
))  # fmt: skip
_BESIDE = _LEADING | frozenset((
    "kids", "kid", "children", "child", "people", "persons", "person", "adults", "adult", "boys", "boy",
    "girls", "girl", "of", "us", "them", "in", "total", "all", "together", "altogether", "here",
))  # fmt: skip
_PENCE = re.compile(r"(?P<pence>[0-9]{1,4}) ?(?:p|pence)")
_POUNDS = re.compile(
    r"(?P<sign>£ ?)?(?P<number>-?(?:[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+))(?![0-9]) ?(?P<thousand>k)?"
    r"(?: ?(?:pounds?|quid|gbp|pound sterling))?(?:(?: and)? ?(?P<pence>[0-9]{1,2}) ?(?:p|pence))?"
)
_LEAD = re.compile(r"(?:it is|it's|its|i get|we get|i have|we have|i pay|we pay|i've got|i got) ")
_UNIT = re.compile(r"(?P<number>.*?) ?(?:pounds?|quid)(?: only| exactly)?")


def says_zero(asked: Asked, text: str) -> bool:
    """Whether folded words say none, where none is a number that the question takes."""
    low = 0 if asked.low is None else asked.low
    if low > 0 or text in _NO_THANKS:
        return False
    # To a question that may be left out, "no" could mean either
    return (text in _ZERO and not (asked.optional and text == "no")) or _ZERO_OF.fullmatch(text) is not None


def count_in(asked: Asked, text: str, *, unit: str) -> str | None:
    """The one number in folded words, in digits; None where there is none, or more than one."""
    if says_zero(asked, text):
        return "0"
    plain = text.removesuffix(unit.casefold()).rstrip() if unit else text
    if numerals.parse(plain) is not None:
        return plain
    if (written := number_of(plain)) is not None:
        return str(written)
    return _beside(asked, text, unit)


def _beside(asked: Asked, text: str, unit: str) -> str | None:
    """The number of "2 kids" or "two kids", if nothing beside it bears on it."""
    words = text.split()
    places = [place for place, word in enumerate(words) if _NUMBER.fullmatch(word) or word in NUMBER_WORDS]
    if not places or places != list(range(places[0], places[-1] + 1)):
        return None
    said = " ".join(words[places[0] : places[-1] + 1])
    rest = [word.strip(",.") for word in (*words[: places[0]], *words[places[-1] + 1 :])]
    if len(rest) > MOST_REST or not all(_WORD.fullmatch(word) for word in rest) or _VAGUE.intersection(rest):
        return None
    own = set(_WORD.findall(f"{asked.ask} {asked.label} {asked.hint} {unit}".casefold()))
    known = own | {word.rstrip("s") for word in own}
    if not all(word in _BESIDE or (len(word) > 2 and {word, word.rstrip("s")} & known) for word in rest):
        return None
    if unit and not all(word in _LEADING or _same_unit(word, unit) for word in rest):
        return None
    if numerals.parse(said) is not None:
        return said
    written = number_of(said)
    return None if written is None else str(written)


def _same_unit(word: str, unit: str) -> bool:
    return word.rstrip("s") == unit.casefold().rstrip("s")


def pounds_in(asked: Asked, text: str) -> str | None:
    """The one amount in folded words, as a form would have it; None where it is not clear."""
    if says_zero(asked, text):
        return "0"
    plain = _LEAD.sub("", text, count=1) if _LEAD.match(text) else text
    if numerals.parse(plain) is not None:
        return plain
    if pence := _PENCE.fullmatch(plain):
        return f"{int(pence['pence']) // 100}.{int(pence['pence']) % 100:02d}"
    if found := _POUNDS.fullmatch(plain):
        return _pounds_of(found)
    unit = _UNIT.fullmatch(plain)
    number = unit["number"] if unit else plain
    if numerals.parse(number) is not None:
        return number
    written = number_of(number)
    return None if written is None else str(written)


def _pounds_of(found: re.Match[str]) -> str | None:
    number, pence = found["number"], found["pence"]
    if found["thousand"]:
        if pence or numerals.parse(number) is None:
            return None
        return format((Decimal(number.replace(",", "")) * 1000).normalize(), "f")
    if pence is None:
        return number
    return None if "." in number else f"{number}.{pence:0>2}"


def example(asked: Asked) -> str:
    """A number that the question takes, for an example."""
    low, high = numerals.limits(asked)
    return str(min(max(2, low), high))


def number_prompt(asked: Asked, say: str) -> tuple[KeyPrompt, ...]:
    """The prompt for a number. A minus has no key, so a question that takes one has no prompt."""
    return () if asked.low is not None and asked.low < 0 else (KeyPrompt(say, MOST_KEYS),)


def pounds_keyed(keys: str) -> str:
    """Pounds with a star for the point, as a form would have them. AnswerError."""
    pounds, star, pence = keys.partition("*")
    if not pounds.isdecimal() or (star and not (pence.isdecimal() and len(pence) == 2)):
        raise AnswerError(_("Key the pounds. For pence press star, then two numbers"))
    return f"{pounds}.{pence}" if star else pounds
