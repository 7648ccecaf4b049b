"""Numbers as they are compared: the same to whoever leaves out signs, capitals and leading noughts."""

import re

from rapidfuzz.distance import OSA

_SIGNS = re.compile(r"[^0-9A-Z]")


def number_key(number: str) -> str:
    """An invoice number in capitals, without signs and leading noughts: "inv-0012/a" is INV0012A, "00123" is 123."""
    return _SIGNS.sub("", number.upper()).lstrip("0")


def one_edit_away(first: str, second: str) -> bool:
    """Whether two keys differ by one sign, or by two neighbours that changed places. Short ones are never near."""
    return min(len(first), len(second)) >= 4 and OSA.distance(first, second, score_cutoff=1) == 1


def account_of(printed: str) -> str:
    """A printed account as sort code and number, 14 digits. A British IBAN holds both; any other account stays as it is,
    without blanks."""
    plain = re.sub(r"[^0-9A-Z]", "", printed.upper())
    return plain[8:22] if re.fullmatch(r"GB\d{2}[A-Z]{4}\d{14}", plain) else plain
