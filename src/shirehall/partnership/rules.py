"""Who may do what. Every screen and action asks here; nothing else compares roles."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, prefetch_related_objects

from shirehall.partnership.current import current_partnership
from shirehall.partnership.data import ACTIONS, Role
from shirehall.partnership.models import Membership, Officer


@dataclass(frozen=True, slots=True)
class Reach:
    """One stretch of an officer's reach. None stands for every team, or for every authority and for none."""

    team: str | None
    authority: str | None

    def covers(self, team: str | None, authority: str | None) -> bool:
        """Whether a thing of this team and authority lies within. None there is a thing that belongs to none."""
        return self.team in (None, team) and self.authority in (None, authority)


@dataclass(frozen=True, slots=True)
class Scope:
    """All that an officer reaches for one action: a thing is within when any one of the reaches covers it.

    The pairs are kept, since benefits for one council and housing for another is not both for both.
    """

    reaches: tuple[Reach, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is within."""
        return not self.reaches

    @property
    def teams(self) -> frozenset[str] | None:
        """The teams that occur, None for every team. For lists to choose from; filter rows with `rows`."""
        teams = [reach.team for reach in self.reaches]
        return None if None in teams else frozenset(team for team in teams if team)

    @property
    def authorities(self) -> frozenset[str] | None:
        """The authorities that occur, None for every one. For lists to choose from; filter rows with `rows`."""
        authorities = [reach.authority for reach in self.reaches]
        return None if None in authorities else frozenset(code for code in authorities if code)

    def covers(self, *, team: str | None, authority: str | None) -> bool:
        """Whether a thing of this team and authority is within."""
        return any(reach.covers(team, authority) for reach in self.reaches)

    def rows(self, *, team: str, authority: str) -> Q:
        """The condition for a queryset, where `team` and `authority` name its fields that hold the codes."""
        if not self.reaches:
            return Q(pk__in=[])
        by_authority: dict[str | None, set[str | None]] = {}
        for reach in self.reaches:
            by_authority.setdefault(reach.authority, set()).add(reach.team)
        return reduce(or_, (_stretch(team, teams, authority, code) for code, teams in by_authority.items()))


def may(officer: object, action: str, *, team: str | None, authority: str | None) -> bool:
    """Whether the officer may do `action` (one of ACTIONS) to a thing of this team and authority, by their codes.

    None says that the thing belongs to no one team, or to no one authority: then only a role that reaches every
    team, or a place that holds for all authorities, will do. Raises ValueError for an unknown action.
    """
    return scope(officer, action).covers(team=team, authority=authority)


def scope(officer: object, action: str) -> Scope:
    """All that the officer reaches for `action`. Empty for anybody who is not an active officer."""
    if action not in ACTIONS:
        raise ValueError(f"'{action}' is not an action. Actions: {', '.join(ACTIONS)}.")
    if not isinstance(officer, Officer) or not officer.is_active:
        return Scope(())
    # Kept on the officer for the request, so that a page of many checks asks the database once.
    prefetch_related_objects([officer], "memberships")
    roles = current_partnership().roles
    reaches = (_reach(place, roles.get(place.role), action) for place in officer.memberships.all())
    # Sorted, so that the same officer always gives the same query.
    found = {reach for reach in reaches if reach}
    return Scope(tuple(sorted(found, key=lambda reach: (reach.team or "", reach.authority or ""))))


def _reach(place: Membership, role: Role | None, action: str) -> Reach | None:
    # A role that left the data grants nothing.
    if role is None or action not in role.may:
        return None
    return Reach(None if role.reach == "every_team" else place.team_id, place.authority_id)


def _stretch(team: str, teams: set[str | None], authority: str, code: str | None) -> Q:
    condition = Q() if code is None else Q(**{authority: code})
    if None not in teams:
        condition &= Q(**{f"{team}__in": sorted(name for name in teams if name)})
    # An empty condition would vanish when it is or-ed with another, and everything is what it means.
    return condition or Q(pk__isnull=False)
