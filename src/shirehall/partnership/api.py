"""The front door of the partnership: who the councils are, and what an officer may do."""

from datetime import datetime

from shirehall.partnership.access import has_second_factor, officer_of, officer_required
from shirehall.partnership.actions import Place, add_officer, close_officer, set_places
from shirehall.partnership.actions import load_partnership as _load_partnership
from shirehall.partnership.current import current_partnership
from shirehall.partnership.data import (
    ACTIONS,
    Authority,
    Brand,
    Cost,
    Office,
    Partnership,
    Queue,
    Role,
    Team,
    Ward,
)
from shirehall.partnership.demonstration import is_demonstration, shared_password, shown_officers
from shirehall.partnership.demonstration import make_demonstration_officers as _make_demonstration_officers
from shirehall.partnership.models import Officer
from shirehall.partnership.reading import PartnershipError
from shirehall.partnership.rules import Scope, may, scope

__all__ = [
    "ACTIONS",
    "Authority",
    "Brand",
    "Cost",
    "Office",
    "Officer",
    "Partnership",
    "PartnershipError",
    "Place",
    "Queue",
    "Role",
    "Scope",
    "Team",
    "Ward",
    "add_officer",
    "authorities",
    "authority",
    "authority_of_custodian",
    "brand_for",
    "brands",
    "close_officer",
    "current_partnership",
    "has_second_factor",
    "is_demonstration",
    "load_partnership",
    "make_demonstration_officers",
    "may",
    "officer_of",
    "officer_required",
    "officers_who_may",
    "offices",
    "queue",
    "queues",
    "role",
    "scope",
    "set_places",
    "shared_password",
    "shown_officers",
    "team",
    "teams",
    "ward",
    "ward_of_statistics_code",
    "wards",
]


def authorities() -> tuple[Authority, ...]:
    """The councils, in the order of the data."""
    return tuple(current_partnership().authorities.values())


def authority(code: str) -> Authority | None:
    """One council, or None where there is no such code."""
    return current_partnership().authorities.get(code)


def authority_of_custodian(name: str) -> Authority | None:
    """The council that Ordnance Survey calls by this name, or None for one outside the partnership."""
    wanted = name.strip().upper()
    return next((council for council in authorities() if wanted in council.custodians), None)


def offices(of: str | None = None) -> tuple[Office, ...]:
    """All offices, or those of one authority."""
    data = current_partnership()
    if of is None:
        return tuple(data.offices.values())
    return (
        tuple(data.offices[code] for code in data.authorities[of].offices) if of in data.authorities else ()
    )


def wards(of: str | None = None) -> tuple[Ward, ...]:
    """All wards, or those of one authority."""
    return tuple(ward for ward in current_partnership().wards.values() if of in (None, ward.authority))


def ward(code: str) -> Ward | None:
    """One ward, or None."""
    return current_partnership().wards.get(code)


def ward_of_statistics_code(code: str) -> Ward | None:
    """The ward with this code of the Office for National Statistics, or None."""
    return next((ward for ward in wards() if code and ward.statistics_code == code), None)


def teams() -> tuple[Team, ...]:
    """The teams, in the order of the data."""
    return tuple(current_partnership().teams.values())


def team(code: str) -> Team | None:
    """One team, or None."""
    return current_partnership().teams.get(code)


def queues(of: str | None = None) -> tuple[Queue, ...]:
    """All queues, or those of one team."""
    return tuple(queue for queue in current_partnership().queues.values() if of in (None, queue.team))


def queue(code: str) -> Queue | None:
    """One queue, or None."""
    return current_partnership().queues.get(code)


def role(code: str) -> Role | None:
    """One role, or None."""
    return current_partnership().roles.get(code)


def brands() -> tuple[Brand, ...]:
    """Every brand, the partnership's own among them."""
    return tuple(current_partnership().brands.values())


def brand_for(authority_code: str | None) -> Brand:
    """The brand of a council; the partnership's own for None and for an unknown code."""
    data = current_partnership()
    council = data.authorities.get(authority_code) if authority_code else None
    return data.brands[council.brand if council else data.brand]


def officers_who_may(action: str, *, team: str | None, authority: str | None) -> tuple[Officer, ...]:
    """The active officers who may do this to a thing of this team and authority, by name. Two queries."""
    officers = Officer.objects.filter(is_active=True).prefetch_related("memberships").order_by("name", "pk")
    return tuple(officer for officer in officers if may(officer, action, team=team, authority=authority))


def load_partnership(*, by: str, at: datetime) -> None:
    """Bring the tables in step with the current data. Idempotent."""
    _load_partnership(data=current_partnership(), by=by, at=at)


def make_demonstration_officers(*, by: str, at: datetime) -> tuple[Officer, ...]:
    """Make the invented officers. Raises NotDemonstrationError outside demonstration mode."""
    return _make_demonstration_officers(data=current_partnership(), by=by, at=at)
