"""Writers of the partnership: bring the tables in step with the data, and look after officers' accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from shirehall.partnership.current import current_partnership
from shirehall.partnership.data import Partnership
from shirehall.partnership.log import record_account
from shirehall.partnership.models import Authority, Listed, Membership, Office, Officer, Queue, Team, Ward
from shirehall.partnership.reading import PartnershipError

_Row = TypeVar("_Row", bound=Listed)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an officer works: codes of team and role, and of one authority or None for all."""

    team: str
    role: str
    authority: str | None = None


@transaction.atomic
def load_partnership(*, data: Partnership, by: str, at: datetime) -> None:
    """Bring the tables in step with the data; again changes nothing. What left the data is kept as not current."""
    _sync(
        Authority,
        (
            Authority(code=row.code, name=row.name, short_name=row.short_name, brand=row.brand)
            for row in data.authorities.values()
        ),
        ("name", "short_name", "brand"),
    )
    _sync(
        Office,
        (
            Office(code=row.code, name=row.name, address="\n".join(row.address))
            for row in data.offices.values()
        ),
        ("name", "address"),
    )
    _sync(
        Ward,
        (
            Ward(
                code=row.code,
                authority_id=row.authority,
                name=row.name,
                population=row.population,
                councillors=row.councillors,
            )
            for row in data.wards.values()
        ),
        ("authority", "name", "population", "councillors"),
    )
    _sync(Team, (Team(code=row.code, title=row.title) for row in data.teams.values()), ("title",))
    _sync(
        Queue,
        (
            Queue(code=row.code, team_id=row.team, title=row.title, note=row.note)
            for row in data.queues.values()
        ),
        ("team", "title", "note"),
    )
    councils = Authority.objects.in_bulk(list(data.authorities))
    for team in Team.objects.filter(code__in=data.teams):
        team.authorities.set([councils[code] for code in data.teams[team.code].serves])
    record_account("partnership_loaded", by=by, at=at)


@transaction.atomic
def add_officer(
    *, email: str, name: str, places: Sequence[Place], password: str | None, by: str, at: datetime
) -> Officer:
    """Add an officer with their places. Without a password only the council's own sign-on lets the officer in.

    Raises PartnershipError for a wrong or taken mail address, an unknown team, role or authority, or no place at all.
    """
    address = email.strip().lower()
    _refuse_bad_email(address)
    _refuse_unknown(places)
    officer = Officer(email=address, name=name.strip(), added_at=at)
    officer.set_password(password)
    officer.save()
    EmailAddress.objects.create(user=officer, email=address, verified=True, primary=True)
    _write_places(officer, places)
    record_account("officer_added", by=by, at=at, officer=officer.pk)
    return officer


@transaction.atomic
def set_places(*, officer: Officer, places: Sequence[Place], by: str, at: datetime) -> None:
    """Put the officer in exactly these places. Raises PartnershipError for an unknown team, role or authority."""
    _refuse_unknown(places)
    officer.memberships.all().delete()
    _write_places(officer, places)
    record_account("places_set", by=by, at=at, officer=officer.pk)


def set_password(*, officer: Officer, password: str | None, by: str, at: datetime) -> None:
    """Give the officer a new password; sessions that are open with the old one end. None takes it away."""
    officer.set_password(password)
    officer.save(update_fields=["password"])
    record_account("password_set", by=by, at=at, officer=officer.pk)


def close_officer(*, officer: Officer, by: str, at: datetime) -> None:
    """Close the account: sign-in and open sessions end at once. The row stays, since cases name it."""
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    record_account("officer_closed", by=by, at=at, officer=officer.pk)


def open_officer(*, officer: Officer, by: str, at: datetime) -> None:
    """Open a closed account again."""
    officer.is_active = True
    officer.save(update_fields=["is_active"])
    record_account("officer_opened", by=by, at=at, officer=officer.pk)


def _sync(model: type[_Row], rows: Iterable[_Row], fields: Sequence[str]) -> None:
    wanted = list(rows)
    model._default_manager.bulk_create(
        wanted, update_conflicts=True, unique_fields=["code"], update_fields=[*fields, "is_current"]
    )
    model._default_manager.exclude(code__in=[row.code for row in wanted]).update(is_current=False)


def _refuse_bad_email(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise PartnershipError(f"'{address}' is not a mail address. Write it as name@example.org.") from None
    if Officer.objects.filter(email__iexact=address).exists():
        raise PartnershipError(
            f"An officer with the address {address} is there already. Change that one instead."
        )


def _refuse_unknown(places: Sequence[Place]) -> None:
    data = current_partnership()
    if not places:
        raise PartnershipError("An officer needs at least one place. Name a team and a role.")
    for place in places:
        _refuse_missing(place.team, data.teams, "team")
        _refuse_missing(place.role, data.roles, "role")
        if place.authority is not None:
            _refuse_missing(place.authority, data.authorities, "authority")


def _refuse_missing(code: str, known: Iterable[str], kind: str) -> None:
    names = sorted(known)
    if code not in names:
        raise PartnershipError(f"'{code}' is no {kind} of this partnership. Use one of: {', '.join(names)}.")


def _write_places(officer: Officer, places: Sequence[Place]) -> None:
    Membership.objects.bulk_create(
        Membership(officer=officer, team_id=place.team, role=place.role, authority_id=place.authority)
        for place in dict.fromkeys(places)
    )
