"""Whether a supplier's name may be a person's. In doubt it is: a name left out can be put back, one that was published
cannot be taken back. Pure."""

import re
from pathlib import Path

PERSON = "Redacted personal data"
_WORDS = frozenset(
    Path(__file__).with_name("organisation_words.txt").read_text(encoding="utf-8").casefold().split()
)
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "prof", "professor", "rev", "reverend"}
)
_SIGN = re.compile(r"[^\w&'’-]+")
_LONGEST_NAME = 4
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+"  # an e-mail address
    r"|(?<!\d)0[1-9](?:[ -]?\d){8,9}(?!\d)"  # a telephone number
    r"|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"  # a National Insurance number
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"  # a postcode
)
_TITLED = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|master|prof|professor|rev)\b\.?\s+\w|\b(?:client|tenant|resident|patient|pupil|child)\s+[A-Z]",
    re.IGNORECASE,
)


def may_be_a_person(name: str, *, company_number: str, is_person: bool) -> bool:
    """Whether a name is left out: marked as a person, with a title before it, or a few plain words with no company
    number and nothing that organisations are called by."""
    if is_person:
        return True
    words = [word.casefold() for word in _SIGN.split(name.replace(".", " ")) if word]
    if not words or words[0] in _TITLES:
        return True
    if "t/a" in name.casefold() or "trading as" in name.casefold():
        return not company_number
    if company_number or any(word in _WORDS or word[0].isdigit() for word in words):
        return False
    return len(words) <= _LONGEST_NAME


def tells_of_a_person(text: str) -> bool:
    """Whether a purpose seems to tell of somebody: a title and a name, or a contact."""
    return bool(_CONTACT.search(text) or _TITLED.search(text))
