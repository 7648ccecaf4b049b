"""The registry of those who carry messages. A new one is a module `message_provider.py` in any app."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from shirehall.casework.steps import Delivery


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as a provider gets it. `key` is the same at every attempt, and `message_id` follows from it.
    `pdf` gives a letter's bytes."""

    key: str
    channel: str
    to: str
    subject: str
    text: str
    html: str
    message_id: str
    sender_name: str
    sender: str
    reply_to: str
    created_at: datetime
    pdf: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a provider did: `reference` is its own name for the message."""

    state: Literal["held", "sent", "delivered", "failed"]
    reference: str = ""
    error: str = ""


class DeliveryError(Exception):
    """A provider did not take a message. `temporary`: trying again later may help. The text is for staff, and names
    no person."""

    def __init__(self, text: str, *, temporary: bool) -> None:
        super().__init__(text)
        self.temporary = temporary


class Provider(Protocol):
    """Somebody who carries messages.

    `name` is what SHIREHALL_EMAIL_PROVIDER and its like say; `label` is for people; `options` a JSON Schema of the
    settings it reads; `delivery` what it can do after an uncertain attempt (see casework's steps): `look_first`
    providers are asked by `look` before a message goes out again.
    """

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def channels(self) -> Collection[str]: ...

    @property
    def options(self) -> Mapping[str, Any]: ...

    @property
    def delivery(self) -> Delivery: ...

    def check_config(self) -> tuple[str, ...]:
        """What is wrong with its settings, each with the mend; empty where all is well. Uses no network."""
        ...

    def send(self, message: Outgoing) -> Carried:
        """Send it. Raises DeliveryError."""
        ...

    def look(self, message: Outgoing) -> Carried | None:
        """What it has of this message already; None where it has nothing. Raises DeliveryError."""
        ...


_providers: dict[str, Provider] = {}


def register_provider(provider: Provider) -> None:
    """Add a provider. Raises ValueError for a name that is taken by another."""
    if _providers.setdefault(provider.name, provider) is not provider:
        raise ValueError(f"two providers of messages are called '{provider.name}': give one another name")


def providers() -> tuple[Provider, ...]:
    """Every provider, by name."""
    return tuple(_providers[name] for name in sorted(_providers))


def provider_called(name: str) -> Provider:
    """One provider. Raises DeliveryError where there is none of that name."""
    if name not in _providers:
        raise DeliveryError(f"no provider of messages is called '{name}'", temporary=False)
    return _providers[name]
