"""The invented officers of a demonstration, with second factors that everybody may know."""

import base64
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from shirehall.partnership.actions import Place, add_officer, set_password, set_places
from shirehall.partnership.current import current_partnership
from shirehall.partnership.data import Partnership
from shirehall.partnership.models import Officer

_TOTP_SECONDS = 30


class NotDemonstrationError(RuntimeError):
    """Demonstration officers were asked for where this is no demonstration."""


@dataclass(frozen=True, slots=True)
class ShownOfficer:
    """A demonstration officer as the sign-in page and `make run` list them."""

    email: str
    name: str
    team: str
    role: str
    authority: str


def is_demonstration() -> bool:
    """Whether this installation was started in demonstration mode."""
    return getattr(settings, "SHIREHALL_DEMO", False) is True


@transaction.atomic
def make_demonstration_officers(*, data: Partnership, by: str, at: datetime) -> tuple[Officer, ...]:
    """Make the officers of demonstration.yaml, or bring them in step. NotDemonstrationError outside that mode."""
    if not is_demonstration():
        raise NotDemonstrationError(
            "Demonstration officers have public passwords: they are made in demonstration mode alone."
        )
    officers = []
    for row in data.demonstration.officers:
        place = Place(row.team, row.role, row.authority)
        officer = Officer.objects.filter(email=row.email).first()
        if officer is None:
            officer = add_officer(
                email=row.email,
                name=row.name,
                places=[place],
                password=data.demonstration.password,
                by=by,
                at=at,
            )
        else:
            _bring_in_step(officer, place, by=by, at=at)
        secret = encrypt(demonstration_secret(row.email))
        Authenticator.objects.update_or_create(
            user=officer, type=Authenticator.Type.TOTP, defaults={"data": {"secret": secret}}
        )
        officers.append(officer)
    _share_password(officers, data.demonstration.password, by=by, at=at)
    return tuple(officers)


def demonstration_secret(email: str) -> str:
    """The known TOTP secret of a demonstration officer, in base 32."""
    return base64.b32encode(
        hashlib.sha256(f"shirehall demonstration {email}".encode()).digest()[:20]
    ).decode()


def demonstration_code(officer: object) -> str | None:
    """The code that signs this demonstration officer in now. None outside demonstration mode and for anybody else.

    A code counts once, so the next one is given where the present one was used a moment ago.
    """
    if not is_demonstration() or not isinstance(officer, Officer):
        return None
    known = Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).first()
    secret = demonstration_secret(officer.email)
    if known is None or decrypt(known.data["secret"]) != secret:
        return None
    now = int(time.time()) // _TOTP_SECONDS
    codes: list[str] = [totp.format_hotp_value(totp.hotp_value(secret, now + step)) for step in (0, 1, -1)]
    used_key = totp.TOTP(known)._get_used_cache_key
    return next((code for code in codes if cache.get(used_key(code)) is None), codes[0])


def shown_officers() -> Sequence[ShownOfficer]:
    """The demonstration officers to list on the sign-in page. Empty outside demonstration mode."""
    if not is_demonstration():
        return ()
    data = current_partnership()
    return tuple(
        ShownOfficer(
            email=row.email,
            name=row.name,
            team=data.teams[row.team].title,
            role=data.roles[row.role].title,
            authority=data.authorities[row.authority].short_name if row.authority else data.name,
        )
        for row in data.demonstration.officers
    )


def shared_password() -> str | None:
    """The password of the demonstration officers. None outside demonstration mode."""
    return current_partnership().demonstration.password if is_demonstration() else None


def _share_password(officers: Sequence[Officer], password: str, *, by: str, at: datetime) -> None:
    """Give all one hash: the password is public, and proving a hash each costs seconds at every start."""
    for officer in officers[:1]:
        if not officer.check_password(password):
            set_password(officer=officer, password=password, by=by, at=at)
    for officer in officers[1:]:
        if officer.password != officers[0].password:
            officer.password = officers[0].password
            officer.save(update_fields=["password"])


def _bring_in_step(officer: Officer, place: Place, *, by: str, at: datetime) -> None:
    held = [Place(row.team_id, row.role, row.authority_id) for row in officer.memberships.all()]
    if held != [place]:
        set_places(officer=officer, places=[place], by=by, at=at)
