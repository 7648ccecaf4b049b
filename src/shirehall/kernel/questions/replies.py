"""Words that people text whatever the question is: yes, no, that they do not know, that they leave it out."""

import re

from shirehall.kernel.language import _
from shirehall.kernel.questions.base import AnswerError

# A point or a minus at the start belongs to a number
_ENDS = re.compile(r"^[\s,;:!'\"()]+|[\s.,;:!'\"()]+$")
_BLANKS = re.compile(r"\s+")
_YES = re.compile(
    r"y|ya|ye+s*|yse|yeah+|yea|yep|yh|yup|aye|true|correct|that'?s (?:right|correct)|of course|definitely|absolutely"
    r"|i do|we do|i am|we are|i have|we have|👍"
)
_NO = re.compile(
    r"n|no+|nope|nah|na|false|(?:i|we) (?:do|have) ?n[o']?t|(?:i|we) do not|i am not|i'?m not|we are not|👎"
)
_POLITE = re.compile(
    r"(?:[\s,.!]+(?:please|pls|plz|thanks|thank you|thankyou|thx|ta|cheers|sorry))+$|^(?:please|pls)[\s,]+"
)
_FILLED = re.compile(
    r"(?P<head>yes|yeah|yep|no|nope|nah)[\s,.!]+(?:(?:i|we|it|that|that'?s|he|she|they|is|are|am|do|does|did|have|has"
    r"|of|course|definitely|really|right|correct|not|don'?t|doesn'?t|haven'?t|isn'?t|aren'?t)(?:\s|$))+"
)
_AGAINST = re.compile(r"\b(?:not|don'?t|doesn'?t|haven'?t|isn'?t|aren'?t|really)\b")
_FOR = re.compile(r"\b(?:is|are|am|do|does|did|have|has|right|correct)\b")
_NOT_KNOWN = frozenset((
    "don't know", "dont know", "do not know", "i don't know", "i dont know", "i do not know", "dk", "idk", "dunno",
    "not sure", "i'm not sure", "im not sure", "i am not sure", "unsure", "no idea", "don't no", "dont no", "not known",
    "unknown", "can't remember", "cant remember", "cannot remember", "don't remember", "dont remember",
))  # fmt: skip
_SKIP = frozenset(("skip", "skip it", "skip this", "leave it out", "leave out", "next", "pass"))
_NOTHING = frozenset((
    "none", "no", "nope", "nothing", "n/a", "na", "not applicable", "no one", "nobody", "nil", "i have none",
    "don't have one", "dont have one", "i don't have one", "i dont have one", "haven't got one", "do not have one",
))  # fmt: skip


def fold(text: str) -> str:
    """The words in small letters, without signs at the ends and without please and thank you."""
    plain = _BLANKS.sub(" ", text.replace("\u2019", "'")).casefold()
    plain = _ENDS.sub("", plain)
    return _ENDS.sub("", _POLITE.sub("", plain)) or plain


def yes_or_no(text: str) -> bool | None:
    """What folded words say: true, false, or None where they do not say the one or the other clearly."""
    if text in (_("Yes").casefold(), "1"):
        return True
    if text in (_("No").casefold(), "2"):
        return False
    if _YES.fullmatch(text):
        return True
    if _NO.fullmatch(text):
        return False
    filled = _FILLED.fullmatch(text + " ")
    if filled is None:
        return None
    agrees, against = filled["head"].startswith("y"), _AGAINST.search(text)
    # "yes i don't" and "no i do" say both
    contradicts = against if agrees else (_FOR.search(text) and not against)
    return None if contradicts else agrees


def read_yes_or_no(text: str) -> bool:
    """What a reply to "is there another?" says. AnswerError where it says neither."""
    said = yes_or_no(fold(text[:200]))
    if said is None:
        raise AnswerError(_("Reply YES or NO"), missing=not text.strip())
    return said


def says_not_known(text: str) -> bool:
    """Whether folded words say that the person does not know."""
    return text in _NOT_KNOWN


def says_skip(text: str) -> bool:
    """Whether folded words ask to leave the question out."""
    return text in _SKIP


def says_nothing(text: str) -> bool:
    """Whether folded words say that there is nothing to tell."""
    return text in _NOTHING
