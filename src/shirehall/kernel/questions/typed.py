"""Reading what was typed into a box: one value, in one form of writing, without characters nobody can see.

Quotation marks become the plain ones, spaces run together, and characters that only steer the layout go.
Control characters and halves of characters are refused: they come from broken copies and cannot be
printed or stored. Cleaning twice gives what cleaning once gave.
"""

import re
import unicodedata

from shirehall.kernel.questions import wording
from shirehall.kernel.questions.base import AnswerError, Asked, Raw

MOST_CHARACTERS = 10_000
"""No box takes more, whatever a definition says."""

_REFUSED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        # soft hyphen, zero-width spaces, marks of writing direction; the joiners stay, for some scripts need them
        **dict.fromkeys(
            "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""
        ),
    }
)


def given(asked: Asked, raw: Raw, box: str = "") -> str:
    """The one value of a box as it came, empty where there is none. AnswerError where there are several."""
    values = raw.get(box)
    if not values:
        return ""
    if len(values) > 1:
        raise AnswerError(wording.only_one(asked), box=box)
    return values[0]


def line(asked: Asked, raw: Raw, box: str = "") -> str:
    """The one value of a box, cleaned, on one line. Empty where nothing was typed."""
    return clean_line(asked, given(asked, raw, box), box)


def lines(asked: Asked, raw: Raw, box: str = "") -> str:
    """The one value of a box, cleaned, its lines kept and parted by newlines."""
    return clean_lines(asked, given(asked, raw, box), box)


def clean_line(asked: Asked, text: str, box: str = "") -> str:
    _check_length(asked, text, box)
    if not (text.isascii() and text.isprintable()):
        text = _cleaned(asked, text, box)
    return " ".join(text.split())


def clean_lines(asked: Asked, text: str, box: str = "") -> str:
    _check_length(asked, text, box)
    if not (text.isascii() and text.isprintable()):
        text = _cleaned(asked, text, box)
    if "\n" not in text:
        return " ".join(text.split())
    each = (" ".join(part.split()) for part in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(each)).strip("\n")


def within(asked: Asked, text: str, most: int, box: str = "") -> str:
    """The text itself. AnswerError, with the count, where it is longer than `most` characters."""
    if len(text) > most:
        raise AnswerError(wording.too_long(asked, most, len(text)), box=box)
    return text


def _check_length(asked: Asked, text: str, box: str) -> None:
    if not isinstance(text, str):
        raise AnswerError(wording.unreadable(asked), box=box)
    if len(text) > MOST_CHARACTERS:
        raise AnswerError(wording.too_long(asked, MOST_CHARACTERS, len(text)), box=box)


def _cleaned(asked: Asked, text: str, box: str) -> str:
    if _REFUSED.search(text):
        raise AnswerError(wording.unreadable(asked), box=box)
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).translate(_PLAIN))
