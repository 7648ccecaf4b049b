"""Two services that can be had on the telephone, one that cannot, and a caller who rings over HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from shirehall.casework.api import publish
from shirehall.channels.keypad.ringing import Heard, RingingError, Telephone

ROOT = Path(__file__).parents[4]
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WEBHOOK = "/telephone/provider/twilio/"
HOUSEHOLD, CALL_BACK = ROOT / "examples" / "keypad_household", ROOT / "services" / "call_me_back"
NOT_KEYED = ROOT / "examples" / "received_only"


def texts_of(folder: Path) -> dict[str, str]:
    """The texts of a service folder, as they are published."""
    found = sorted(
        each for each in folder.rglob("*") if each.suffix in (".yaml", ".md") and each.name != "README.md"
    )
    return {str(each.relative_to(folder)): each.read_text() for each in found}


@pytest.fixture
def household(db: None) -> Iterator[None]:
    """The examples and the request to be called back are published, and no limit is used up."""
    cache.clear()
    for folder in (HOUSEHOLD, CALL_BACK, NOT_KEYED):
        publish(texts=texts_of(folder), by="editor", at=AT)
    yield
    cache.clear()


@dataclass
class Caller:
    """Somebody with a telephone. `heard` is what was said last."""

    call: str = "CA0001"
    number: str = "+441632960001"
    client: Client = field(default_factory=Client)
    heard: Heard = field(default_factory=lambda: Heard(()))

    @property
    def telephone(self) -> Telephone:
        return Telephone(f"http://testserver{WEBHOOK}", self.call, self.number, self._carry)

    def _carry(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> str:
        answer = self.client.post(url.removeprefix("http://testserver"), dict(form), headers=dict(headers))
        if answer.status_code != 200:
            raise RingingError(f"{answer.status_code} {answer.content.decode()}")
        return answer.content.decode()

    def ring(self, service: str = "keypad_household", council: str = "west_dorset") -> str:
        self.heard = self.telephone.ring(service=service, council=council)
        return self.heard.text

    def press(self, *runs: str) -> str:
        for run in runs:
            assert self.heard.most, f"the call was over before {run!r}: {self.heard.text}"
            self.heard = self.telephone.press(self.heard, run)
        return self.heard.text


WHOLE = ("2", "1", "14052020", "7", "1", "0", "2", "2", "310*50", "1", "2", "01632960007")
"""Every answer of the example, up to the read-back: a house, since 14 May 2020, 7 people, one baby, £310.50 a week."""
