"""Whether two cases are the same person's. Never on a name alone; what is not certain is left to an officer."""

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers

from shirehall.capabilities.gazetteer.api import PostcodeError, normal_postcode
from shirehall.casework.models import Case

Verdict = Literal["same", "perhaps", "other"]
_CONTACTS = ("email", "telephone", "address")
_NOT_WORDS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two cases have in common and where they contradict each other: `number` (National Insurance), `birth`,
    `name`, `email`, `telephone`, `address`. What one of them does not say is in neither."""

    same: frozenset[str]
    differs: frozenset[str]

    @property
    def verdict(self) -> Verdict:
        """`same` for a number with the name, or name and date of birth with a way to reach the person. One more
        detail that contradicts makes it `perhaps`. Another date of birth or another name is somebody else."""
        named, born = "name" in self.same, "birth" in self.same
        if "number" in self.same:
            return "same" if named and "birth" not in self.differs else "perhaps"
        if not named or "birth" in self.differs:
            return "other"
        if born and "number" not in self.differs and self.same.intersection(_CONTACTS):
            return "same"
        return "perhaps" if born or ("email" in self.same and "number" not in self.differs) else "other"


def compare(one: Case, other: Case) -> Likeness:
    """Compare what two cases say of their applicants, in one spelling."""
    pairs = {
        "number": (one.number_key, other.number_key),
        "name": (one.name_forward, other.name_forward),
        "email": (one.email.strip().casefold(), other.email.strip().casefold()),
        "telephone": (number_of(one.telephone), number_of(other.telephone)),
        "address": (place_of(one.address), place_of(other.address)),
    }
    if pairs["name"][0] == pairs["name"][1]:
        # The key is of name and date of birth together: with one name it tells whether the dates are one.
        pairs["birth"] = (one.person_key, other.person_key)
    known = {what: each for what, each in pairs.items() if all(each)}
    same = frozenset(what for what, (mine, theirs) in known.items() if mine == theirs)
    return Likeness(same, frozenset(known) - same)


def number_of(telephone: str) -> str:
    """A telephone number in its one spelling, +44...; empty where it is none."""
    try:
        number = phonenumbers.parse(telephone, "GB")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def place_of(address: str) -> str:
    """Postcode and first line of an address in one spelling; empty where either is not there."""
    parts = [part.strip() for part in re.split(r"[\n,]", address) if part.strip()]
    for place, part in reversed(list(enumerate(parts))):
        try:
            # The town may stand before it on its line.
            postcode = normal_postcode(" ".join(part.split()[-2:]))
        except PostcodeError:
            continue
        first = _NOT_WORDS.sub(" ", parts[0].casefold()).strip()
        return f"{postcode} {first}" if place and first else ""
    return ""
