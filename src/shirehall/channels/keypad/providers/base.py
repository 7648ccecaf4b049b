"""What a provider of telephone calls is, and the registry of them.

A provider brings calls and keys over HTTP, signed, and is answered with what to say and how many keys to wait for.
Whoever carries calls writes one module: here, or as `telephony_provider.py` of an app.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from shirehall.casework.registry import Registry

FORGED, NOT_UNDERSTOOD = 403, 400


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came over HTTP. `url` is the whole address as the provider called it, names of `headers` are in small
    letters, `form` has all values of each name and `query` the first."""

    url: str
    headers: Mapping[str, str]
    form: Mapping[str, Sequence[str]]
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rung:
    """What a provider tells of a call: its own name for it, the number it comes from (empty where withheld), and the
    keys that were pressed (None: the call begins; empty: none within the time)."""

    id: str
    caller: str
    keys: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the voice says next, a sentence or a few in each text; `most` keys may be pressed then. One is a single key,
    more a run that the hash key ends; none: the call ends."""

    texts: tuple[str, ...]
    most: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to a provider."""

    body: str
    content_type: str
    status: int = 200


class NotTakenError(Exception):
    """What came is not taken: it is forged (403), or cannot be read (400). The text names no person."""

    def __init__(self, text: str, *, status: int) -> None:
        super().__init__(text)
        self.status = status


class Telephony(Protocol):
    """Who carries calls. `name` stands in the address that the provider calls; `options` are the settings it reads, as
    JSON Schema."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def options(self) -> Mapping[str, Any]: ...

    def ready(self) -> bool:
        """Whether it is set up: one that is not has no address."""
        ...

    def read(self, incoming: Incoming) -> Rung:
        """What it tells, once it is sure who brings it. Raises NotTakenError."""
        ...

    def answer(self, said: Said, *, keys_url: str, wait_seconds: int) -> Answer:
        """What to send back so that this is said, and the keys come to `keys_url`."""
        ...


telephony: Registry[Telephony] = Registry("provider of calls")


def register_telephony(provider: Telephony) -> None:
    """Add a provider. Raises ValueError for a name that is taken."""
    telephony.add(provider.name, provider)


def telephony_called(name: str) -> Telephony | None:
    """The provider of that name, where it is set up."""
    found = telephony.get(name)
    return found if found is not None and found.ready() else None
