"""Numbers as people write them: a pound sign, commas or spaces between thousands, a minus of any length.

A comma must part thousands. "12,50" is not read as 1,250: it is an error, because whoever writes it means
12.50.
"""

import re
from typing import NamedTuple

from shirehall.kernel.questions import wording
from shirehall.kernel.questions.base import AnswerError, Asked

MOST = 10**15 - 1
"""The highest number any question takes where its definition sets no limit."""

_WRITTEN = re.compile(
    r"(?P<minus>[-\u2212\u2013\u2014]? ?£? ?[-\u2212\u2013\u2014]?) ?"
    r"(?P<whole>[0-9]{1,30}|[0-9]{1,3}(?:(?:, ?| )[0-9]{3}){1,9}|)"
    r"(?:(?P<point>\.)(?P<fraction>[0-9]*))?"
)


class Written(NamedTuple):
    """A number as it was written: `whole` without its sign, `fraction` the digits after the point."""

    negative: bool
    whole: int
    fraction: str


def parse(text: str) -> Written | None:
    """The number in a cleaned line of text, or None where it is not one."""
    if text.isascii() and text.isdigit() and len(text) <= 30:
        return Written(negative=False, whole=int(text), fraction="")
    match = _WRITTEN.fullmatch(text)
    if match is None or not (match["whole"] or match["fraction"]):
        return None
    signs = match["minus"].replace("£", "").replace(" ", "")
    if len(signs) > 1:
        return None
    whole = int(match["whole"].replace(",", "").replace(" ", "") or "0")
    return Written(negative=bool(signs), whole=whole, fraction=match["fraction"] or "")


def limits(asked: Asked) -> tuple[int, int]:
    """Lowest and highest number allowed. Where the definition sets none: nothing negative."""
    return (0 if asked.low is None else asked.low), (MOST if asked.high is None else asked.high)


def check_money(asked: Asked, pence: int, box: str = "") -> int:
    """The pence themselves. AnswerError where they are out of bounds."""
    low, high = limits(asked)
    if pence < low:
        raise AnswerError(wording.at_least(asked, wording.say_money(low)), box=box)
    if pence > high:
        raise AnswerError(wording.at_most(asked, wording.say_money(high)), box=box)
    return pence


def check_whole(asked: Asked, number: int, suffix: str = "") -> int:
    """The number itself. AnswerError where it is out of bounds."""
    low, high = limits(asked)
    if number < low:
        raise AnswerError(wording.at_least(asked, f"{low:,}{suffix}"))
    if number > high:
        raise AnswerError(wording.at_most(asked, f"{high:,}{suffix}"))
    return number
