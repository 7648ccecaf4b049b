"""Cases of invented people for the tests of how they are reached."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from shirehall.capabilities.people.api import NewRepresentative
from shirehall.casework.api import publish, submit
from shirehall.casework.conftest import HOME, MORNING, PERSON, TEXTS, answers_of, case_of
from shirehall.casework.models import Case

OFFICER = "ada@example.org"
TOLD_BY = (
    '      - {fact: told_by, ask: "How do we tell you?", type: choice, options: {email: Email, sms: Text, letter: Letter}, '
    "kept_for: contact, optional: yes}\n"
)
HOME_ADDRESS = (
    '      - {fact: home, ask: "Where do you live?", type: short_text, kept_for: contact, optional: yes}\n'
)
SERVICE = (
    TEXTS["service.yaml"]
    .replace("telephone: telephone}", "telephone: telephone, address: home, national_insurance_number: number, preferred_channel: told_by}")
    .replace(
        "  - page: home\n",
        "  - page: where\n    title: Where\n    questions:\n" + HOME_ADDRESS + TOLD_BY
        + '      - {fact: number, ask: "What is your number?", type: national_insurance_number, kept_for: identity, optional: yes}\n'
        + "  - page: home\n",
    )
)  # fmt: skip


@pytest.fixture
def bins(db: None) -> None:
    """The tiny service, which also asks for an address and a National Insurance number."""
    publish(texts={**TEXTS, "service.yaml": SERVICE}, by=OFFICER, at=MORNING)


def apply(key: str, given: Mapping[str, Any] | None = None, *, at: datetime = MORNING) -> Case:
    """An application of Ada Invented, with some answers of her own (None takes one away)."""
    answers = {
        name: value for name, value in {**PERSON, **HOME, **(given or {})}.items() if value is not None
    }
    receipt = submit(
        service="bins", answers=answers_of(answers), channel="web", by="resident", at=at, authority="north_dorset",
        idempotency_key=key,
    )  # fmt: skip
    return case_of(receipt)


def somebody(**changed: Any) -> NewRepresentative:
    """Sam, who acts for Ada."""
    given: dict[str, Any] = {
        "name": "Sam Invented", "relation": "son", "authority": "power_of_attorney", "seen_on": MORNING.date(),
        "from_on": MORNING.date(), "copies": "both", "may": ("be_told",), "email": "sam@example.org",
    }  # fmt: skip
    return NewRepresentative(**{**given, **changed})
