"""The registry of those who bring texts in. Whoever carries texts out and in is one module `message_provider.py`: a
Provider for the one way, a Receiver for the other, under one name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

UNAUTHORISED, NOT_UNDERSTOOD, LONGEST_TEXT = 401, 400, 2000


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came over HTTP. Names of `headers` are in small letters; `query` has the first value of each name."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """A text that came in. `id` is the provider's own name for it, the same however often it is brought; `sender` as
    the provider wrote it; `sent_at` when the provider got it, where it says."""

    id: str
    sender: str
    text: str
    sent_at: datetime | None = None


class NotReceivedError(Exception):
    """What came is not taken: it is forged (401), or cannot be read (400). The text names no person."""

    def __init__(self, text: str, *, status: int) -> None:
        super().__init__(text)
        self.status = status


class Receiver(Protocol):
    """Somebody who brings texts in. `name` stands in the address that the provider calls, `options` are the settings it
    reads as JSON Schema."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def options(self) -> Mapping[str, Any]: ...

    def ready(self) -> bool:
        """Whether it is set up: one that is not has no address."""
        ...

    def read(self, incoming: Incoming) -> ReceivedText:
        """The text, once it is sure who brings it. Raises NotReceivedError."""
        ...


@dataclass(frozen=True, slots=True)
class PlainReceiver:
    """A Receiver of two functions."""

    name: str
    label: str
    ready: Callable[[], bool]
    read: Callable[[Incoming], ReceivedText]
    options: Mapping[str, Any] = field(default_factory=dict)


_receivers: dict[str, Receiver] = {}


def register_receiver(receiver: Receiver) -> None:
    """Add a receiver. Raises ValueError for a name that is taken by another."""
    if _receivers.setdefault(receiver.name, receiver) is not receiver:
        raise ValueError(f"two receivers of texts are called '{receiver.name}': give one another name")


def receivers() -> tuple[Receiver, ...]:
    """Every receiver, by name."""
    return tuple(_receivers[name] for name in sorted(_receivers))


def receiver_called(name: str) -> Receiver | None:
    """The receiver of that name, where it is set up."""
    found = _receivers.get(name)
    return found if found is not None and found.ready() else None
