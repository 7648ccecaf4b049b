"""Who applied: contact columns as given, and keyed hashes that notice a second application by the same person.

A service says which of its facts is which under `applicant` in its settings: name, date_of_birth, email, telephone,
address, home, national_insurance_number. Letters go to the `address`, and to the `home` where there is none.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from shirehall.casework.models import Case
from shirehall.casework.settings import casework_settings
from shirehall.kernel.api import Answers, Version, show
from shirehall.kernel.questions.address import NO_FIXED_ADDRESS
from shirehall.kernel.values import Address


def applicant_facts(version: Version) -> Mapping[str, str]:
    """Role -> fact, as the service declares it."""
    return version.service.settings.get("applicant") or {}


def in_words(version: Version, answers: Answers, role: str) -> str:
    """What the applicant gave in that role, in words; empty where nothing is known."""
    fact = applicant_facts(version).get(role, "")
    answer = answers.get(fact)
    if answer is None or answer.value is None:
        return ""
    return answer.value if isinstance(answer.value, str) else show(version, fact, answer.value)


def set_applicant(case: Case, version: Version, answers: Answers) -> None:
    """Set the case's contact, search and key columns from its answers."""
    name = in_words(version, answers, "name")
    case.applicant_name = name[:300]
    words = search_words(name)
    case.name_forward = words[:300]
    case.name_backward = backward(case.name_forward)
    email = in_words(version, answers, "email")
    case.email = email[:320]
    case.telephone = in_words(version, answers, "telephone")[:50]
    case.address = _letters_to(version, answers)
    case.person_key, case.number_key, case.email_key = _keys(version, answers, words, email)


def _letters_to(version: Version, answers: Answers) -> str:
    """Where letters go: no letter finds somebody who has no fixed address."""
    for role in ("address", "home"):
        answer = answers.get(applicant_facts(version).get(role, ""))
        given = answer.value if answer else None
        if given is not None and not (isinstance(given, Address) and given.lines == (NO_FIXED_ADDRESS,)):
            return in_words(version, answers, role)
    return ""


def keys(version: Version, answers: Answers) -> tuple[str, str, str]:
    """Keyed hashes of name with date of birth, of National Insurance number, of email with name; "" where not known."""
    words = search_words(in_words(version, answers, "name"))
    return _keys(version, answers, words, in_words(version, answers, "email"))


def _keys(version: Version, answers: Answers, name: str, email: str) -> tuple[str, str, str]:
    born = in_words(version, answers, "date_of_birth")
    number = "".join(in_words(version, answers, "national_insurance_number").upper().split())
    email = email.strip().casefold()
    return (
        _key("person", name, born) if name and born else "",
        _key("number", number) if number else "",
        _key("email", email, name) if email and name else "",
    )


def search_words(name: str) -> str:
    """A name as it is searched: plain lower-case words, without accents or titles' dots."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(
        sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign) and sign != "'"
    )
    return " ".join(kept.split())


def backward(words: str) -> str:
    """Last word first: people are looked for by surname."""
    first, _space, last = words.rpartition(" ")
    return f"{last} {first}".strip()


def _key(*parts: str) -> str:
    return hmac.new(_secret(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=1)
def _secret() -> bytes:
    return hashlib.sha256(
        b"shirehall.casework.applicant" + casework_settings().applicant_key.encode()
    ).digest()
