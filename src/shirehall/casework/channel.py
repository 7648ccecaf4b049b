"""Channels: the registry of ways in. Other apps fill it from their own `channel.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shirehall.casework.models import Draft
from shirehall.casework.registry import Registry
from shirehall.kernel.api import CHANNELS, Service


def _nothing_missing() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody begins by a channel, for the start page of a service: a sentence, and perhaps an address."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class WayBack:
    """How a resident goes on with a draft alone: a path that works once within some hours, and the code it asks for,
    which is told to them and not sent with the link."""

    url: str
    code: str
    hours: int


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in. `start` gives the address where an application for a service begins there, and `case` the address of
    a case by its reference; None where the channel has no such page. `way` tells residents how to begin by it.
    `rehearsal` is the dotted path of its Rehearse (see rehearsal.py), which is only loaded where channels are held
    against each other. `resume` makes a way for the resident to go on there with a draft: it is given the draft, the
    contact that the link goes to, and the time. `with_help` says that somebody of ours takes down what is answered, so
    that it is not counted as answered without help. `for_residents` is false for a way in of which no resident
    knows."""

    name: str
    label: str
    start: Callable[[str], str] | None = None
    case: Callable[[str], str] | None = None
    way: Callable[[Service], Way | None] | None = None
    rehearsal: str = ""
    resume: Callable[[Draft, str, datetime], WayBack] | None = None
    with_help: bool = False
    for_residents: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)
    check_config: Callable[[], tuple[str, ...]] = _nothing_missing


channels: Registry[Channel] = Registry("channel")


def register_channel(channel: Channel) -> None:
    """Add a channel."""
    channels.add(channel.name, channel)


def known_channels(installed: Iterable[str]) -> tuple[str, ...]:
    """The channels that a definition may name: those that ship, then others that are installed."""
    return tuple(dict.fromkeys((*CHANNELS, *installed)))


def is_for_residents(service: Service) -> bool:
    """Whether residents apply for a service by any channel. What comes in otherwise (a supplier's invoice) is nobody's
    application: it stands on no list of services, and no resident's page opens it."""
    found = [channels.get(name) for name in service.channels]
    return any(each is None or each.for_residents for each in found)


def ways_to_begin(service: Service, *, but: str) -> list[Way]:
    """How else a service can be begun than by the channel `but`, in the order in which its definition lists them."""
    others = (channels.get(name) for name in service.channels if name != but)
    found = (other.way(service) for other in others if other and other.way)
    return [way for way in found if way]
