"""Service versions and rates versions: publishing them, and having them compiled.

A compiled version is kept by its two hashes for as long as the process lives: what a hash names never changes.
Which rows are current is asked of the database each time, so that every process sees a publication at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction

from shirehall.casework.channel import channels, known_channels
from shirehall.casework.models import Case, Draft, RatesVersion, ServiceVersion
from shirehall.kernel.api import DefinitionError, Version, check, load
from shirehall.partnership.models import Authority, Queue, Team

RATES = "rates.yaml"
Published = TypeVar("Published", ServiceVersion, RatesVersion)
_COMPILED: dict[tuple[str, str], Version] = {}


class UnknownService(LookupError):  # noqa: N818 - it reads as the sentence it raises
    """No published service, or no version of it, by that name."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A compiled version with the rows it stands for."""

    service_version_id: int
    rates_version_id: int
    version: Version


_RESOLVE = """
    SELECT v.id, v.hash, r.id, r.hash
    FROM shirehall_casework_serviceversion v
    JOIN shirehall_casework_ratesversion r ON r.service = v.service AND r.current
    WHERE {which}
"""
_CURRENT = _RESOLVE.format(which="v.service = %s AND v.current")
_BY_HASH = _RESOLVE.format(which="v.service = %s AND v.hash = %s")
_BY_ID = _RESOLVE.format(which="v.id = %s")


def resolve(service: str, version: str | None = None) -> Resolved:
    """The current version of a service, or the one with that hash, with the current rates. UnknownService."""
    if version is None:
        return _resolve(_CURRENT, [service], f"no service {service!r} is published")
    return _resolve(_BY_HASH, [service, version], f"no version {version!r} of {service!r} is published")


def resolve_row(service_version_id: int) -> Resolved:
    """The version that a case or draft stays on, with the current rates."""
    return _resolve(_BY_ID, [service_version_id], f"no service version {service_version_id}")


def _resolve(sql: str, values: list[Any], missing: str) -> Resolved:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if row is None:
        raise UnknownService(missing)
    service_version_id, version_hash, rates_version_id, rates_hash = row
    version = _COMPILED.get((version_hash, rates_hash)) or _compile(service_version_id, rates_version_id)
    return Resolved(service_version_id, rates_version_id, version)


def _compile(service_version_id: int, rates_version_id: int) -> Version:
    row = ServiceVersion.objects.get(pk=service_version_id)
    rates = RatesVersion.objects.get(pk=rates_version_id)
    version = load(row.texts, rates=rates.text or None)
    _COMPILED[row.hash, rates.hash] = version
    return version


def compiled(service_version: ServiceVersion, rates_version: RatesVersion) -> Version:
    """The compiled version of two rows, for running an old decision again."""
    kept = _COMPILED.get((service_version.hash, rates_version.hash))
    return kept or _compile(service_version.pk, rates_version.pk)


def current_version(service: str) -> Version:
    """The version that a new application takes. UnknownService."""
    return resolve(service).version


def version_of(record: Case | Draft) -> Version:
    """The version that a case or draft is on, with the current rates."""
    return resolve_row(record.service_version_id).version


def published_services() -> tuple[ServiceVersion, ...]:
    """The current version of every published service, by name."""
    return tuple(ServiceVersion.objects.filter(current=True).defer("texts").order_by("service"))


def publish(*, texts: Mapping[str, str], by: str, at: datetime, rates: str | None = None) -> ServiceVersion:
    """Publish a service folder: its version and its rates become current. The same text again gives the same row.

    `rates` is a newer rates.yaml in place of the folder's. Raises DefinitionError where the check finds an error.
    """
    version = load(texts, rates=rates)
    if not ServiceVersion.objects.filter(service=version.service.name, hash=version.hash).exists() or (
        not RatesVersion.objects.filter(service=version.service.name, hash=version.rates_hash).exists()
    ):
        _prove(texts if rates is None else {**texts, RATES: rates}, version)
    service = version.service
    about = {"published_at": at, "published_by": by}
    with transaction.atomic():
        row = _make_current(
            ServiceVersion, service.name, version.hash, texts=dict(texts), title=service.title, owner=service.owner,
            **about,
        )  # fmt: skip
        _make_current(RatesVersion, service.name, version.rates_hash, text=version.rates_text, **about)
    return row


def publish_rates(*, service: str, rates: str, by: str, at: datetime) -> RatesVersion:
    """Publish a newer rates.yaml of a published service: it reaches every open case. Raises DefinitionError,
    UnknownService."""
    current = ServiceVersion.objects.filter(service=service, current=True).first()
    if current is None:
        raise UnknownService(f"no service {service!r} is published")
    version = load(current.texts, rates=rates)
    _prove({**current.texts, RATES: rates}, version)
    with transaction.atomic():
        return _make_current(
            RatesVersion, service, version.rates_hash, text=rates, published_at=at, published_by=by
        )  # fmt: skip


def _prove(texts: Mapping[str, str], version: Version) -> None:
    authorities = [*Authority.objects.filter(is_current=True).values_list("code", flat=True)]
    queues = [*Queue.objects.filter(is_current=True).values_list("code", flat=True)]
    teams = [*Team.objects.filter(is_current=True).values_list("code", flat=True)]
    problems = check(
        texts,
        authorities=authorities or list(version.service.offered_by),
        queues=queues or None,
        teams=teams or None,
        channels=known_channels(channels.names()),
    )
    if errors := tuple(problem for problem in problems if problem.level == "error"):
        raise DefinitionError(errors)


def _make_current(model: type[Published], service: str, text_hash: str, **about: Any) -> Published:
    rows = model._default_manager.filter(service=service)
    row = rows.filter(hash=text_hash).first()
    if row is not None and row.current:
        return row
    rows.filter(current=True).update(current=False)
    if row is None:
        highest = rows.aggregate(highest=models.Max("number"))["highest"] or 0
        return model._default_manager.create(service=service, hash=text_hash, number=highest + 1, **about)
    row.current = True
    row.save(update_fields=["current"])
    return row
