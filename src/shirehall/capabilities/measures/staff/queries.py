"""The cases behind a figure, as they stand now. The only place of the measures that reads cases."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet

from shirehall.capabilities.measures.periods import Period
from shirehall.capabilities.measures.rules import AUTOMATIC
from shirehall.casework.models import Case, Evidence
from shirehall.casework.worklists import overdue
from shirehall.design.formats import LONDON

PAGE = 50


@dataclass(frozen=True, slots=True)
class Drill:
    """Which cases: of a measure and its key, perhaps of one channel."""

    measure: str
    key: str = ""
    channel: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Drill | None":
        """From an address; None where the measure has no cases behind it."""
        found = cls(given.get("measure", ""), given.get("key", "")[:120], given.get("channel", "")[:50])
        return found if found.measure in MEASURES else None


def cases_of(
    *, service: str, authorities: Collection[str], drill: Drill, period: Period, on: date, after: int | None
) -> tuple[list[Case], int | None]:
    """A page of cases, the newest first, and the key of the page after it."""
    cases = Case.objects.filter(service=service, authority__in=authorities, disposed_at=None)
    if drill.channel:
        cases = cases.filter(channel=drill.channel)
    since = datetime.combine(period.first_on, time(), LONDON).astimezone(UTC)
    cases = _narrowed(cases, drill, since, on)
    if after is not None:
        cases = cases.filter(pk__lt=after)
    rows = list(cases.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


MEASURES = ("submitted", "handling", "outcome", "overdue", "evidence_owed", "withdrawn")


def _narrowed(cases: "QuerySet[Case]", drill: Drill, since: datetime, on: date) -> "QuerySet[Case]":
    match drill.measure:
        case "handling" if drill.key == AUTOMATIC:
            return cases.filter(automatic=True, submitted_at__gte=since)
        case "handling":
            return cases.filter(left_because=drill.key, submitted_at__gte=since)
        case "outcome":
            finished = (Case.State.SETTLED, Case.State.CLOSED)
            return cases.filter(outcome=drill.key, state__in=finished, closed_at__gte=since)
        case "overdue":
            return overdue(cases, on)
        case "evidence_owed":
            owed = Evidence.objects.filter(case=OuterRef("pk"), name=drill.key, state__in=Evidence.OWED)
            return cases.filter(Exists(owed)).exclude(state__in=Case.FINISHED)
        case "withdrawn":
            return cases.filter(state=Case.State.WITHDRAWN, closed_at__gte=since)
    return cases.filter(submitted_at__gte=since)
