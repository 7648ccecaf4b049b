"""Reading the counts: a bounded number of queries, whatever happened, and never an event or a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from shirehall.capabilities.measures.counts import Asked, Counts
from shirehall.capabilities.measures.ladders import STAGE_OPEN
from shirehall.capabilities.measures.models import MeasureCount
from shirehall.capabilities.measures.periods import Period
from shirehall.capabilities.measures.rules import AUTOMATIC, TOGETHER
from shirehall.capabilities.measures.words import Words, words_of

OF_DRAFTS = ("draft_started", "draft_sent", "page_reached", "page_done", "time_to_send")
OVER_TIME = ("submitted", "judged", "withdrawn", "review_asked")


@dataclass(slots=True)
class Summary:
    """One service at a glance: in the period, and at this moment."""

    service: str
    came_in: int = 0
    automatic: int = 0
    overdue: int = 0
    owed: int = 0


def counts_of(asked: Asked, words: Words | None = None) -> Counts:
    """The counts of one service in one period. Four queries, and those of the service's words."""
    counts = Counts(asked=asked, words=words_of(asked.service) if words is None else words)
    within = _within(asked).filter(span=asked.period.span, starts_on__gte=asked.period.first_on)
    for measure, key, count in _sums(within.exclude(measure__in=OF_DRAFTS), "measure", "key"):
        counts.by_key[measure][key] = count
    for measure, key, channel, count in _sums(
        within.filter(measure__in=OF_DRAFTS), "measure", "key", "channel"
    ):
        counts.by_key[measure][key] += count
        counts.drafts[measure, channel][key] = count
    placed = within.filter(Q(measure__in=OVER_TIME, key="") | Q(measure="handling", key=AUTOMATIC))
    for measure, starts_on, authority, channel, count in _sums(
        placed, "measure", "starts_on", "authority", "channel"
    ):
        counts.steps[measure][starts_on] += count
        if measure == "submitted":
            counts.came_in[authority, channel] += count
            counts.came_by[starts_on, channel] += count
    _read_now(counts, _within(asked).filter(span=MeasureCount.Span.NOW))
    return counts


def _within(asked: Asked) -> "QuerySet[MeasureCount]":
    """The service's counts for those authorities. Drafts belong to none yet, and are always counted together; so is
    what would be too many rows for each council."""
    rows = MeasureCount.objects.filter(service=asked.service)
    if asked.authorities is None:
        return rows
    return rows.filter(
        Q(authority__in=asked.authorities) | Q(authority="", measure__in=(*OF_DRAFTS, *TOGETHER))
    )


def _sums(rows: "QuerySet[MeasureCount]", *by: str) -> list[tuple[Any, ...]]:
    summed = rows.order_by().values_list(*by).annotate(total=Sum("count"))
    return [row for row in summed if row[-1]]


def _read_now(counts: Counts, rows: "QuerySet[MeasureCount]") -> None:
    for measure, key, authority, starts_on, count in rows.order_by().values_list(
        "measure", "key", "authority", "starts_on", "count"
    ):
        counts.now[measure][key] += count
        if measure == STAGE_OPEN:
            # What is owed now has been owed for so long already.
            counts.by_key["stage_hours"][key] += 24 * count * (counts.asked.on - starts_on).days
        if (measure, key) == ("open", "running") and starts_on < counts.asked.on:
            counts.overdue[authority] += count


def summaries(
    *, services: Collection[str], period: Period, authorities: Collection[str] | None, on: date
) -> dict[str, Summary]:
    """Every service at a glance. Four queries, however many services there are."""
    found = {service: Summary(service) for service in services}
    rows = MeasureCount.objects.all()
    if authorities is not None:
        rows = rows.filter(authority__in=authorities)
    within = rows.filter(span=period.span, starts_on__gte=period.first_on)
    now = rows.filter(span=MeasureCount.Span.NOW)
    parts = {
        "came_in": within.filter(measure="submitted", key=""),
        "automatic": within.filter(measure="handling", key=AUTOMATIC),
        "overdue": now.filter(measure="open", key="running", starts_on__lt=on),
        "owed": now.filter(measure="evidence_owed"),
    }
    for name, part in parts.items():
        for service, count in part.order_by().values_list("service").annotate(total=Sum("count")):
            if service in found:
                setattr(found[service], name, count)
    return found
