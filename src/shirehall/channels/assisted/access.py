"""Whom an officer may help. Every view of this app comes through here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404

from shirehall.casework.api import (
    UnknownService,
    case_by_reference,
    current_version,
    draft_by_reference,
    is_for_residents,
    published_services,
    record_draft,
    record_view,
    version_of,
)
from shirehall.casework.models import Case, Draft
from shirehall.channels.assisted.channel import CHANNELS, PHONE
from shirehall.kernel.api import Service, Version
from shirehall.partnership.api import Officer, queue, scope

HELP = "help_resident"
_LOOKS_COUNT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Helper:
    """An officer who helps."""

    officer: Officer

    @property
    def by(self) -> str:
        """The officer's code, as the record keeps it."""
        return self.officer.email

    def may_begin(self, service: Service) -> bool:
        """Whether the officer may help with the service for at least one council."""
        reach = scope(self.officer, HELP)
        return any(reach.covers(team=service.owner, authority=code) for code in service.offered_by)

    def may_help(self, service: Service, authority: str, *, also: str = "") -> bool:
        """Whether the officer may help somebody of that council (empty: not known yet). `also` is a further team."""
        if not authority:
            return self.may_begin(service)
        reach = scope(self.officer, HELP)
        return any(reach.covers(team=team, authority=authority) for team in (service.owner, also) if team)


def helps_with(service: Service) -> bool:
    """Whether officers help with a service."""
    return any(channel in service.channels for channel in CHANNELS)


def services_for(helper: Helper) -> list[Service]:
    """The services that the officer may help with, by title."""
    found = [current_version(row.service).service for row in published_services()]
    return sorted(
        (each for each in found if helps_with(each) and helper.may_begin(each)), key=lambda each: each.title
    )


def service_to_begin(helper: Helper, name: str) -> Version:
    """The current version of a service that the officer may help with. Raises Http404 for any other."""
    try:
        version = current_version(name)
    except UnknownService as error:
        raise Http404(name) from error
    if not helps_with(version.service) or not helper.may_begin(version.service):
        raise Http404(name)
    return version


def channel_for(service: Service, how: str) -> str:
    """By which channel help counts: a call by phone, all else as assisted, as far as the service has it."""
    wanted = PHONE if how == "phone" else CHANNELS[0]
    return (
        wanted if wanted in service.channels else next(each for each in CHANNELS if each in service.channels)
    )


def open_draft(helper: Helper, reference: str, at: datetime) -> tuple[Draft, Version]:
    """A draft by its reference, begun on whatever channel. Http404 where there is none that the officer may help with:
    the two look the same."""
    draft = draft_by_reference(reference)
    if draft is None or (draft.expires_at <= at and draft.sent_case_id is None):
        raise Http404
    version = version_of(draft)
    if not helps_with(version.service) or not helper.may_begin(version.service):
        raise Http404
    return draft, version


def open_case(helper: Helper, reference: str) -> tuple[Case, Version]:
    """A case by its reference. Http404 where there is none that the officer may help with."""
    case = case_by_reference(reference)
    if case is None or case.disposed_at is not None:
        raise Http404
    version = version_of(case)
    if not is_for_residents(version.service):
        raise Http404
    known = queue(case.queue) if case.queue else None
    if not helper.may_help(version.service, case.authority, also=known.team if known else ""):
        raise Http404
    return case, version


def note_look(helper: Helper, seen: Draft | Case, at: datetime) -> None:
    """Put into the record that the officer looked, once an hour."""
    since = at - _LOOKS_COUNT_FOR
    if seen.events.filter(kind="viewed", by=helper.by, at__gt=since).exists():
        return
    if isinstance(seen, Case):
        record_view(case=seen, by=helper.by, at=at)
    else:
        record_draft(draft=seen, kind="viewed", by=helper.by, at=at)
