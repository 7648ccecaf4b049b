"""How a voice says what is not a word: letters and figures one by one, in groups; amounts of money."""

import re

from shirehall.kernel.language import _


def spelt(text: str) -> str:
    """Every letter and figure by itself: "AB 12" is "A B, 1 2"."""
    groups = "".join(sign if sign.isalnum() else " " for sign in text.upper()).split()
    return ", ".join(" ".join(group) for group in groups)


_AMOUNT = re.compile(r"(?P<minus>-)?£(?P<pounds>[0-9][0-9,]*)(?:\.(?P<pence>[0-9]{2}))?")


def aloud(text: str) -> str:
    """A sentence with its amounts as a voice says them."""
    return _AMOUNT.sub(_said, text)


def _said(found: re.Match[str]) -> str:
    pence = int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0)
    return say_pounds(-pence if found["minus"] else pence)


def say_pounds(pence: int) -> str:
    """Pence as a voice says them: "210 pounds and 50 pence", "1 pound", "75 pence"."""
    pounds, rest = divmod(abs(pence), 100)
    minus = _("minus ") if pence < 0 else ""
    if not pounds and rest:
        return minus + _("{pence} pence").format(pence=rest)
    said = minus + (_("1 pound") if pounds == 1 else _("{pounds} pounds").format(pounds=pounds))
    return _("{pounds} and {pence} pence").format(pounds=said, pence=rest) if rest else said
