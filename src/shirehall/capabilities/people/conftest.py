"""Cases of invented people for the tests of how they are reached."""

from typing import Any

import pytest

from shirehall.capabilities.people.api import NewRepresentative
from shirehall.casework.api import publish
from shirehall.casework.conftest import MORNING, OFFICER, REACHED, TEXTS


@pytest.fixture
def bins(db: None) -> None:
    """The tiny service, which also asks for an address and a National Insurance number."""
    publish(texts={**TEXTS, "service.yaml": REACHED}, by=OFFICER, at=MORNING)


def somebody(**changed: Any) -> NewRepresentative:
    """Sam, who acts for Ada."""
    given: dict[str, Any] = {
        "name": "Sam Invented", "relation": "son", "authority": "power_of_attorney", "seen_on": MORNING.date(),
        "from_on": MORNING.date(), "copies": "both", "may": ("be_told",), "email": "sam@example.org",
    }  # fmt: skip
    return NewRepresentative(**{**given, **changed})
