"""Somebody with a telephone: texts come in as a provider brings them, and what comes back is read from the copies."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shirehall.capabilities.messages.api import Message, ReceivedText, size_of
from shirehall.casework.api import publish, work_due
from shirehall.channels.sms.arriving import take

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday
NUMBER = "+447700900123"
SERVICES = Path(__file__).parents[4] / "services"


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents lie in a folder of the test's own, and no provider but the outbox is set up."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    for name in ("EMAIL_PROVIDER", "SMS_PROVIDER", "LETTER_PROVIDER", "QUIET_HOURS"):
        monkeypatch.delenv(f"SHIREHALL_{name}", raising=False)


@dataclass
class Phone:
    """A mobile telephone. `text` sends and gives all that came back for it; time goes on by itself."""

    number: str = NUMBER
    at: datetime = AT
    _count: int = 0
    _seen: set[int] = field(default_factory=set)

    def text(self, words: str, *, after: timedelta = timedelta(minutes=1), id_: str = "") -> str:
        """Send a text, some time after the last."""
        self.at += after
        self._count += 1
        sent = ReceivedText(id_ or f"{self.number}-{self._count}", self.number, words, self.at)
        take(provider="test", received=sent, at=self.at)
        return self.read()

    def read(self) -> str:
        """What came since it was read last: sent by the worker, each no longer than it may be."""
        work_due(at=self.at)
        new = Message.objects.filter(channel="sms", to=self.number).order_by("id")
        fresh = [each for each in new if each.pk not in self._seen and each.state in Message.GONE_OUT]
        self._seen |= {each.pk for each in fresh}
        for each in fresh:
            size = size_of(each.text)
            assert (each.sms_length, each.sms_parts) == (size.length, size.parts)
            if each.template == "conversation":
                assert each.sms_parts <= 2, each.text
        return "\n---\n".join(each.text for each in fresh)


def publish_shipped(*names: str) -> None:
    """Publish services as they ship."""
    for name in names:
        folder = SERVICES / name
        files = [*folder.glob("*.*"), *folder.glob("messages/*.md")]
        texts = {
            str(each.relative_to(folder)): each.read_text()
            for each in files
            if each.suffix in (".yaml", ".md")
        }
        shared = {f"_shared/{each.name}": each.read_text() for each in SERVICES.glob("_shared/*.yaml")}
        publish(
            texts={**texts, **(shared if "shared:" in texts["service.yaml"] else {})},
            by="ada@example.org",
            at=AT,
        )


@pytest.fixture
def phone(db: None) -> Phone:
    """A telephone, while the shipped service for calls back is offered."""
    publish_shipped("call_me_back")
    return Phone()
