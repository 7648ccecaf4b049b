"""Names of companies in a line of text: the words that end in Ltd, GmbH, B.V. and the like."""

import re
from collections.abc import Iterator

from shirehall.departments.finance.reading.amounts import field_of
from shirehall.departments.finance.reading.labels import all_labels, plain
from shirehall.departments.finance.reading.line_words import head_of, line_words
from shirehall.departments.finance.reading.values import read_amount, read_day
from shirehall.departments.finance.reading.words import Cell

FORMS = frozenset(
    [
        "ltd",
        "limited",
        "plc",
        "llp",
        "lp",
        "inc",
        "incorporated",
        "llc",
        "corp",
        "corporation",
        "gmbh",
        "mbh",
        "ag",
        "kg",
        "ug",
        "ohg",
        "ek",
        "bv",
        "nv",
        "vof",
        "sarl",
        "sas",
        "sasu",
        "sa",
        "eurl",
        "sci",
        "sl",
        "slu",
        "sau",
        "spa",
        "srl",
        "snc",
        "lda",
        "pvt",
        "pty",
        "aps",
        "ab",
        "oy",
        "oyj",
        "cic",
        "cio",
        "dac",
        "clg",
        "scrl",
        "sprl",
        "se",
    ]
)
_SMALL_WORDS = (
    "& and of the + 'n' für de la du et und e y van der del da do dos di della des le les al zu zur im am op den het"
    " og och"
)
_JOINS = frozenset(_SMALL_WORDS.split())
_STOPS = frozenset(["by", "to", "from", "is", "for", "with", "payable", "between", "c/o", "by:", "to:"])
_INITIALS = re.compile(r"(?:[A-Z]\.){2,4}")
_SIGNS = re.compile(r"[^a-z]")
_CITY = re.compile(
    r"(?i)\b(street|road|avenue|lane|way|close|drive|court|place|square|quay|crescent|terrace|house|floor|straße|strasse|str\.|rue|calle|box|postcode|tel|phone|fax|e-?mail|www|http|page|seite|unit|st\.?$)\b|\b\d{4,}\b|@"
)


def is_form(word: str) -> bool:
    """Whether a word is one of the forms a company has."""
    bare = _SIGNS.sub("", word.casefold())
    return bare in FORMS and (
        word[:1].isupper()
        or word.casefold().strip(".,") in ("ltd", "limited", "plc", "gmbh", "mbh", "llp", "e.k", "bv", "pvt")
    )


def has_form(text: str) -> bool:
    """Whether a name ends with a form."""
    words = text.split()
    return len(words) > 1 and any(is_form(word) for word in words[1:])


def companies_in(cell: Cell) -> Iterator[tuple[str, Cell]]:
    """Each company that a cell names, with its words."""
    words = cell.words
    place = 0
    while place < len(words):
        if not is_form(words[place].text) or place == 0:
            place += 1
            continue
        start = _start(cell, place)
        end = place + 1
        while end < len(words) and (
            is_form(words[end].text) or (words[end].text in ("&", "Co.", "Co") and _form_follows(cell, end))
        ):
            end += 1
        printed = trimmed(" ".join(word.text for word in words[start:end]))
        if start < place and len(core(printed)) >= 2:
            yield printed, cell.part(start, end)
        place = end


def _form_follows(cell: Cell, place: int) -> bool:
    return any(is_form(word.text) for word in cell.words[place + 1 : place + 3])


def _start(cell: Cell, form: int) -> int:
    """Where the name before a form begins: as long as words are written large, or join such words."""
    start = form
    while start > 0 and form - start < 7:
        word = cell.words[start - 1].text
        low = word.casefold()
        figures = word.strip(".,;").isdigit()
        longer = len(word) > 3 and not _INITIALS.fullmatch(word)
        ends_before = word.endswith((":", ";", ".")) and (longer or figures) and start - 1 != form - 1
        comma = word.endswith(",") and start != form
        if (
            low in _STOPS
            or ends_before
            or comma
            or word.endswith(":")
            or word in ("-", "–", "—", "|", "•", "·")
        ):
            break
        bare = word.lstrip("(")
        if not (bare[:1].isupper() or bare[:1].isdigit() or low in _JOINS):
            break
        start -= 1
    while start < form and _only_joins(cell.words[start].text):
        start += 1
    return start


def _only_joins(word: str) -> bool:
    """Whether a word at the start of what may be a name only led to it. De Smedt and Van Dijk begin so."""
    return word in _JOINS - {"the"} or word in ("And", "AND", "Of", "OF", "&")


def trimmed(text: str) -> str:
    """A name without the title of the paper and the signs around it."""
    words = (
        text.strip(" .:;,|-–—*©®™'\"()").split()
        if not has_form(text)
        else text.strip(" :;,|-–—*©®™'\"()").split()
    )
    titles = all_labels().title | {"tax", "vat", "copy"}
    while len(words) > 1 and plain(words[-1]) in titles:
        words.pop()
    while len(words) > 1 and plain(words[0]) in titles:
        words.pop(0)
    return " ".join(words)


def core(name: str) -> str:
    """What of a name is compared: letters and figures without the form of the company."""
    words = [
        word
        for place, word in enumerate(name.split())
        if not (place and is_form(word[:1].upper() + word[1:]))
    ]
    return re.sub(r"[^a-z0-9]", "", plain(" ".join(words)).replace(" ", ""))


def is_name(text: str) -> bool:
    """Whether a text may be a name at all: a few words, not an address, a date, an amount or a label."""
    words = text.split()
    if not words or len(words) > 7 or len(core(text)) < 3 or not text[:1].isalnum():
        return False
    if ", " in text and not has_form(text):
        return False
    if read_amount(text) or read_day(text) or _CITY.search(text) or ":" in text:
        return False
    said = plain(text)
    known = all_labels()
    if (field_of(text)[0] and not has_form(text)) or (
        re.match(r"\d+[a-z]?\s", text, re.IGNORECASE) and not has_form(text)
    ):
        return False
    if head_of(text) in line_words().heads:
        return False
    if said in known.known or said in known.title or said in known.not_gross or said in known.buyer:
        return False
    letters = sum(each.isalpha() for each in text)
    return letters >= 0.7 * len(text.replace(" ", "")) and (text[:1].isupper() or text[:1].isdigit())
