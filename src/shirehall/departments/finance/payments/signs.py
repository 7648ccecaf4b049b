"""The signs that banks take. A name in other signs is written in the nearest ones. Pure."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
        "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "’": "'", "‘": "'", "–": "-", "—": "-",
        "€": "EUR", "£": "GBP",
    }
)  # fmt: skip
_NOT_BACS = re.compile(r"[^A-Z0-9.&/\- ]")
_NOT_ISO = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_GAPS = re.compile(r" {2,}")


def for_bacs(text: str, length: int = 18) -> str:
    """Capitals, digits, `.&/-` and blanks, no longer than `length`; may be empty."""
    return _tidied(_NOT_BACS.sub(" ", _plain(text).upper()), length)


def for_iso(text: str, length: int) -> str:
    """The signs that every bank takes in ISO 20022 (those of SWIFT), no longer than `length`; may be empty."""
    text = _NOT_ISO.sub(" ", _plain(text).replace("&", "+"))
    # Neither begins nor ends with a slash, and has no two of them: banks take such a one for a code.
    text = re.sub(r"/{2,}", "/", text)
    return _tidied(text, length).strip("/ ")


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _tidied(text: str, length: int) -> str:
    return _GAPS.sub(" ", text).strip()[:length].rstrip()
