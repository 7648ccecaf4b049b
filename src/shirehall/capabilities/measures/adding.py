"""Adding to the counts in few statements. Rows go in one order, so that two who add never wait crosswise."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection

_TOGETHER = 200
_ADD = """
    INSERT INTO shirehall_measures_measurecount
        (span, service, authority, channel, starts_on, measure, "key", "count")
    VALUES {rows}
    ON CONFLICT (service, span, starts_on, measure, "key", authority, channel)
    DO UPDATE SET "count" = shirehall_measures_measurecount."count" + excluded."count"
"""
_REACH = """
    INSERT INTO shirehall_measures_draftpage (draft_id, page, done) VALUES {rows}
    ON CONFLICT (draft_id, page, done) DO NOTHING RETURNING draft_id, page, done
"""
_TIDY = """
    DELETE FROM shirehall_measures_measurecount WHERE id IN (
        SELECT id FROM shirehall_measures_measurecount WHERE span = 'now' AND "count" = 0 {skip}
    )
"""


class Place(NamedTuple):
    """Where a count stands."""

    span: str
    service: str
    authority: str
    channel: str
    starts_on: date
    measure: str
    key: str


class Reached(NamedTuple):
    """A draft reached a page, or went on from it."""

    draft_id: int
    page: str
    done: bool


def add_counts(adds: Counter[Place]) -> None:
    """Add to the counts, which need not be there yet."""
    day = connection.ops.adapt_datefield_value
    rows = [
        (*place[:4], day(place.starts_on), place.measure, place.key, count)
        for place, count in sorted(adds.items())
        if count
    ]
    with connection.cursor() as cursor:
        for first in range(0, len(rows), _TOGETHER):
            some = rows[first : first + _TOGETHER]
            places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(some))
            cursor.execute(_ADD.format(rows=places), [value for row in some for value in row])


def add_pages(pages: Iterable[Reached]) -> list[Reached]:
    """Remember pages reached; gives those that were not remembered yet."""
    rows, fresh = sorted(set(pages)), []
    with connection.cursor() as cursor:
        for first in range(0, len(rows), _TOGETHER):
            some = rows[first : first + _TOGETHER]
            places = ", ".join(["(%s, %s, %s)"] * len(some))
            cursor.execute(_REACH.format(rows=places), [value for row in some for value in row])
            fresh += [Reached(draft_id, page, bool(done)) for draft_id, page, done in cursor.fetchall()]
    return fresh


def drop_empty() -> None:
    """Drop the counts of now that have come down to nothing."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with connection.cursor() as cursor:
        cursor.execute(_TIDY.format(skip=skip))
