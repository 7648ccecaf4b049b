"""The signs of cells as one text, and whether each of them can be relied on where it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shirehall.kernel.questions.postcode import normalise

Seen = Mapping[str, Any]
_LIKE = {
    "0": "O",
    "O": "0",
    "1": "I",
    "I": "1",
    "2": "Z",
    "Z": "2",
    "5": "S",
    "S": "5",
    "8": "B",
    "B": "8",
    "/": "I",
}
"""Signs that a hand writes alike. Which one is meant is told by what stands beside them, or by a person."""
_NEVER_LATE = "IOZ"
"""Letters that do not stand third or fourth in a postcode (Royal Mail, Programmers' Guide to the PAF)."""
_TOKEN = re.compile(r"[^ \-.,'@_+&]+")
_NUMBERS = ("date", "integer", "percent", "telephone", "money")


@dataclass(frozen=True, slots=True)
class Cells:
    """What the cells of a box say."""

    text: str
    sure: bool
    empty: bool


def joined(type_name: str, box: str, rows: Sequence[tuple[str, Sequence[Seen]]]) -> Cells:
    """The text of a box, given its rows of cells by the names of their parts."""
    empty = not any(each["sign"] for _part, row in rows for each in row)
    sure = all(each["sure"] for _part, row in rows for each in row)
    if type_name == "money" and len(rows) == 2:
        return _amount(rows[0][1], rows[1][1], sure=sure, empty=empty)
    if type_name in _NUMBERS or (type_name == "bank_account" and box in ("sort_code", "number")):
        text, whole = _number(rows[0][1])
        return Cells(text, sure and whole, empty)
    if type_name == "national_insurance_number":
        text, whole = _number(rows[0][1])
        return Cells(text, sure and whole and len(text) in (0, len(rows[0][1])), empty)
    if type_name == "postcode" or box == "postcode":
        return _postcode([each for _part, row in rows for each in row], sure=sure, empty=empty)
    return _words(type_name, rows, sure=sure, empty=empty)


def _number(row: Sequence[Seen]) -> tuple[str, bool]:
    """Digits without the empty cells round them, and whether none is empty between them."""
    text = "".join(each["sign"] or " " for each in row).strip()
    return text.replace(" ", ""), " " not in text


def _amount(pounds: Sequence[Seen], pence: Sequence[Seen], *, sure: bool, empty: bool) -> Cells:
    whole, pounds_fit = _number(pounds)
    part, _pence_fit = _number(pence)
    # One digit of pence could be tens or ones.
    fits = empty or (pounds_fit and bool(whole) and len(part) in (0, 2))
    return Cells(f"{whole or '0'}.{part}" if part else whole, sure and fits, empty)


def _postcode(cells: Sequence[Seen], *, sure: bool, empty: bool) -> Cells:
    text = "".join(each["sign"] for each in cells)
    read = normalise(text)
    if empty:
        return Cells("", sure, empty)
    if read is None:
        return Cells(text, sure=False, empty=empty)
    # Where another reading of a sign that is written alike gives a postcode as well, a person looks.
    others = (
        text[:at] + _LIKE[sign] + text[at + 1 :]
        for at, sign in enumerate(text[:-3])
        if sign in _LIKE and not (at > 1 and _LIKE[sign] in _NEVER_LATE)
    )
    return Cells(read, sure and not any(normalise(each) for each in others), empty)


def _words(type_name: str, rows: Sequence[tuple[str, Sequence[Seen]]], *, sure: bool, empty: bool) -> Cells:
    text, plain = "", True
    for _part, row in rows:
        words = "".join(each["sign"] or " " for each in row)
        if text and words.strip() and not text.endswith(" "):
            plain = False  # a word that goes on, or the next one: nobody can tell
        text += words
    text = " ".join(text.split())
    plain = plain and all(_is_plain(token) for token in _TOKEN.findall(text))
    if type_name == "email":
        text, plain = text.replace(" ", "").lower(), plain and " " not in text
    elif type_name in ("name", "address", "bank_account"):
        text = _capitalised(text)
    return Cells(text, sure and plain, empty)


def _is_plain(token: str) -> bool:
    """Whether what stands beside the signs that are written alike tells which they are."""
    alike = [sign for sign in token if sign in _LIKE]
    others = [sign for sign in token if sign not in _LIKE]
    if not alike or token.isdigit():
        return True
    if not others:
        return False
    return all(each.isdigit() for each in others) == all(each.isdigit() for each in alike) and (
        all(each.isdigit() for each in token) or not any(each.isdigit() for each in token)
    )


def _capitalised(text: str) -> str:
    """Names and streets as they are commonly written: "12 HIGH STREET" is "12 High Street"."""
    return re.sub(r"[A-Za-z]+", lambda word: word[0][:1] + word[0][1:].lower(), text)
