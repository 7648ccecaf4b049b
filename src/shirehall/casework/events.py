"""Events: added under the case's lock, chained by hashes, with their payloads apart.

A hash covers the case's reference, the place in the chain, kind, by, at, service, authority, channel, the hash before,
and a commitment: a hash of the payload with a salt that lies beside it. Take payload and salt away, and nobody can
guess the payload from the commitment, while the chain still verifies.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shirehall.casework.canonical import canonical, digest
from shirehall.casework.insertion import insert_rows, insert_values
from shirehall.casework.models import Case, Draft, Event, EventInbox, EventPayload


@dataclass(frozen=True, slots=True)
class Happened:
    """Something to be appended. `payload` is JSON without floats; it never holds a secret."""

    kind: str
    by: str
    at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    channel: str = ""


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """What does not hold in a case's chain: the place, and what is wrong there."""

    sequence: int
    message: str


@dataclass(frozen=True, slots=True)
class Link:
    """An event in its place, with its payload and salt, not stored yet."""

    event: Event
    salt: str
    content: dict[str, Any]


def link(case: Case, happened: Sequence[Happened]) -> list[Link]:
    """Put what happened at the end of the case's chain and move the case's head. The caller holds the case's lock
    (or has just made it), then saves the case and calls `store`."""
    links: list[Link] = []
    for each in happened:
        content = dict(each.payload)
        salt = secrets.token_hex(16)
        event = Event(
            sequence=case.last_sequence + 1, kind=each.kind, by=each.by, at=each.at.astimezone(UTC),
            service=case.service, authority=case.authority, channel=each.channel, previous=case.last_hash,
            commitment=commitment(salt, content),
        )  # fmt: skip
        event.hash = hash_event(case.reference, event)
        case.last_sequence, case.last_hash = case.last_sequence + 1, event.hash
        links.append(Link(event=event, salt=salt, content=content))
    return links


def store(case: Case, links: Sequence[Link]) -> None:
    """Write events, payloads and inbox: three statements, however many there are."""
    for each in links:
        each.event.case = case
    insert_rows([each.event for each in links])
    payloads = [(each.event.pk, each.salt, each.content) for each in links]
    insert_values(EventPayload, ("event_id", "salt", "content"), payloads)
    insert_values(EventInbox, ("event_id",), [(each.event.pk,) for each in links])


def append(case: Case, happened: Sequence[Happened]) -> list[Event]:
    """Link, store, and save the case's head. The caller holds the case's lock, within a transaction."""
    links = link(case, happened)
    Case.objects.filter(pk=case.pk).update(last_sequence=case.last_sequence, last_hash=case.last_hash)
    store(case, links)
    return [each.event for each in links]


def append_to_draft(
    draft: Draft, *, kind: str, by: str, at: datetime, page: str = "", channel: str = ""
) -> Event:
    """An event of a draft: not chained and without answers, for the measures alone."""
    event = Event.objects.create(
        draft=draft, kind=kind, by=by, at=at, service=draft.service, authority=draft.authority,
        channel=channel or draft.channel, page=page,
    )  # fmt: skip
    EventInbox.objects.bulk_create([EventInbox(event=event)])
    return event


def commitment(salt: str, content: Mapping[str, Any]) -> str:
    """What the chain keeps of a payload."""
    return digest(salt + canonical(dict(content)))


def hash_event(reference: str, event: Event) -> str:
    """The hash of an event in its place."""
    about = [
        reference, event.sequence, event.kind, event.by, event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.service, event.authority, event.channel, event.commitment, event.previous,
    ]  # fmt: skip
    return digest(canonical(about))


def verify(case: Case) -> tuple[ChainProblem, ...]:
    """What does not hold in the case's chain, from the first place on; empty where all holds."""
    case = Case.objects.get(pk=case.pk)
    problems: list[ChainProblem] = []
    previous, place = "", 0
    for event in case.events.select_related("payload").order_by("sequence"):
        place += 1
        problems += [
            ChainProblem(place, message) for message in _broken(case.reference, event, place, previous)
        ]
        place, previous = event.sequence or place, event.hash
    if (place, previous) != (case.last_sequence, case.last_hash):
        problems.append(ChainProblem(place, "the chain does not end where the case says it does"))
    return tuple(problems)


def _broken(reference: str, event: Event, place: int, previous: str) -> list[str]:
    found: list[str] = []
    if event.sequence != place:
        found.append(f"an event is missing: {event.sequence} stands at place {place}")
    if event.previous != previous:
        found.append("it does not follow the event before it")
    if event.hash != hash_event(reference, event):
        found.append("it was changed after it was written")
    payload = getattr(event, "payload", None)
    if payload is not None and commitment(payload.salt, payload.content) != event.commitment:
        found.append("its payload was changed after it was written")
    return found
