"""What a request asks for, and who asks: the public, or an officer within a scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from shirehall.capabilities.measures.counts import Asked
from shirehall.capabilities.measures.periods import period_called, periods
from shirehall.casework.api import published_services
from shirehall.casework.models import ServiceVersion
from shirehall.partnership.api import Authority, Officer, authorities, may


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads. No officer: the public, who see everything with small numbers hidden."""

    officer: Officer | None = None

    @property
    def public(self) -> bool:
        """Whether small numbers are hidden."""
        return self.officer is None

    def councils(self, owner: str, action: str = "see_measures") -> tuple[Authority, ...]:
        """The councils whose part of a team's service may be seen."""
        return tuple(
            each for each in authorities() if self.officer is None or self._may(action, owner, each.code)
        )

    def _may(self, action: str, owner: str, authority: str) -> bool:
        return may(self.officer, action, team=owner, authority=authority)

    def services(self) -> tuple[ServiceVersion, ...]:
        """The services of which anything may be seen."""
        return tuple(row for row in published_services() if self.councils(row.owner))


def service_called(audience: Audience, name: str) -> ServiceVersion:
    """The service's current version. Http404 where there is none, or none for this audience: the two look the same."""
    row = next((each for each in audience.services() if each.service == name), None)
    if row is None:
        raise Http404
    return row


def asked_for(request: HttpRequest, audience: Audience, row: ServiceVersion, on: date) -> Asked:
    """Service, period and authorities. Http404 for a period or council that is not there, or not for this audience."""
    period = period_called(request.GET.get("period", ""), on)
    chosen = request.GET.get("authority", "")
    reached = tuple(each.code for each in audience.councils(row.owner))
    if period is None or (chosen and chosen not in reached):
        raise Http404
    everything = len(reached) == len(authorities())
    wanted = (chosen,) if chosen else None if everything else reached
    return Asked(row.service, period, wanted, audience.public, on)


def kept_query(asked: Asked) -> Mapping[str, str]:
    """What an address carries on to the next one."""
    kept = {"period": asked.period.code}
    if asked.authorities is not None and len(asked.authorities) == 1:
        kept["authority"] = asked.authorities[0]
    return kept


def filter_fields(audience: Audience, asked: Asked, owner: str) -> list[dict[str, Any]]:
    """The form that chooses period and council."""
    councils = [(each.code, each.name) for each in audience.councils(owner)]
    kept = kept_query(asked)
    return [
        {
            "name": "period", "label": _("Period"), "kind": "select", "value": asked.period.code,
            "options": [(each.code, each.label) for each in periods(asked.on)],
        },
        {
            "name": "authority", "label": _("Council"), "kind": "select", "value": kept.get("authority", ""),
            "options": [("", _("All councils")), *councils] if len(councils) > 1 else councils,
        },
    ]  # fmt: skip
