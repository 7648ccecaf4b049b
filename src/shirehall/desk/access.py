"""Which cases an officer may see and work on. Every view of the desk comes through here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from shirehall.casework.api import case_by_reference, local_date, version_of
from shirehall.casework.models import Case, ServiceVersion, Task
from shirehall.kernel.api import Version
from shirehall.partnership.api import (
    Authority,
    Officer,
    Queue,
    Scope,
    authorities,
    may,
    officer_of,
    queue,
    queues,
    scope,
)

Pile = tuple[str, str]
"""What waits in one queue for one council: their codes."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case in front of an officer: the officer may see it, `teams` are those it belongs to, `at` is now."""

    case: Case
    version: Version
    officer: Officer
    at: datetime
    teams: tuple[str, ...]

    @property
    def on(self) -> date:
        """Today, where the council is."""
        return local_date(self.at)

    @property
    def by(self) -> str:
        """The officer's code, as the record keeps it."""
        return self.officer.email

    def may(self, action: str, officer: Officer | None = None) -> bool:
        """Whether the officer (or another one) may do this to the case."""
        return may_on(officer or self.officer, action, self.case.authority, self.teams)

    def need(self, action: str) -> None:
        """Raise PermissionDenied where the officer may not."""
        if not self.may(action):
            raise PermissionDenied


def open_case(request: HttpRequest, typed: str, action: str = "see_case") -> OpenCase:
    """The case by its reference, in any spelling. Http404 where there is none, or none that the officer may see:
    the two look the same."""
    officer = officer_of(request)
    case = case_by_reference(typed)
    if case is None or case.disposed_at is not None:
        raise Http404
    teams = teams_of([case])[case.pk]
    if not may_on(officer, action, case.authority, teams):
        raise Http404
    return OpenCase(case=case, version=version_of(case), officer=officer, at=timezone.now(), teams=teams)


def may_on(officer: Officer, action: str, authority: str, teams: Iterable[str]) -> bool:
    """Whether the officer may do this for any of a case's teams."""
    return any(may(officer, action, team=team, authority=authority) for team in teams)


def teams_of(cases: Sequence[Case]) -> dict[int, tuple[str, ...]]:
    """The teams of each case: the one that owns its service, and those whose queues it waits in. Two queries."""
    versions = {case.service_version_id for case in cases}
    owners = dict(ServiceVersion.objects.filter(pk__in=versions).values_list("pk", "owner"))
    found = {case.pk: {owners[case.service_version_id], *_team(case.queue)} for case in cases}
    waiting = Task.objects.filter(case__in=found, closed_at=None).values_list("case_id", "queue")
    for case_id, code in waiting:
        found[case_id].update(_team(code))
    return {case_id: tuple(sorted(teams)) for case_id, teams in found.items()}


def visible(officer: Officer, cases: Sequence[Case]) -> list[Case]:
    """Those of the cases that the officer may see."""
    teams = teams_of(cases)
    return [case for case in cases if may_on(officer, "see_case", case.authority, teams[case.pk])]


def reached_authorities(reach: Scope) -> tuple[Authority, ...]:
    """The councils that a scope reaches, in their order."""
    codes = reach.authorities
    return tuple(each for each in authorities() if codes is None or each.code in codes)


def reached_queues(reach: Scope) -> tuple[Queue, ...]:
    """The queues of which a scope reaches at least one council's work, in their order."""
    return tuple(each for each in queues() if _authorities_of(reach, each))


def reached_piles(reach: Scope, *, queue_code: str = "", authority: str = "") -> tuple[Pile, ...]:
    """The queues within a scope, each with the councils of which it is reached: not all for every queue."""
    return tuple(
        (each.code, code)
        for each in reached_queues(reach)
        if queue_code in ("", each.code)
        for code in _authorities_of(reach, each)
        if authority in ("", code)
    )


def in_piles(piles: Iterable[Pile]) -> Q:
    """The condition for tasks, or counters, of these queues and councils."""
    by_authorities: dict[tuple[str, ...], list[str]] = {}
    by_queue: dict[str, list[str]] = {}
    for code, authority in piles:
        by_queue.setdefault(code, []).append(authority)
    for code, councils in by_queue.items():
        by_authorities.setdefault(tuple(councils), []).append(code)
    found = Q(pk__in=[])
    for councils_of, names in by_authorities.items():
        found |= Q(queue__in=names, authority__in=councils_of)
    return found


def need_somewhere(request: HttpRequest, action: str) -> tuple[Officer, Scope]:
    """The officer and all that they reach for an action. Http404 where that is nothing: the page is not theirs."""
    officer = officer_of(request)
    reach = scope(officer, action)
    if reach.is_empty:
        raise Http404
    return officer, reach


def _authorities_of(reach: Scope, each: Queue) -> tuple[str, ...]:
    return tuple(code.code for code in authorities() if reach.covers(team=each.team, authority=code.code))


def _team(code: str) -> tuple[str, ...]:
    known = queue(code) if code else None
    return (known.team,) if known else ()
