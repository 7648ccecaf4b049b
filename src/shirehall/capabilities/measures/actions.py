"""Draining the inbox: events are counted and leave it in one transaction, so that each counts exactly once.

A worker that is killed in between has done nothing. Two at once take different events; what an event counts for
follows from the events before it, which never change.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from shirehall.capabilities.measures.adding import Place, Reached, add_counts, add_pages, drop_empty
from shirehall.capabilities.measures.ladders import STAGE_OPEN, Ladder
from shirehall.capabilities.measures.models import CaseCount
from shirehall.capabilities.measures.rules import COUNTED_KINDS, TOGETHER, Story, place_of, spans_of
from shirehall.casework.api import local_date
from shirehall.casework.models import Case, Draft, Event, EventInbox, Evidence

BATCH = 500


def drain(*, at: datetime, limit: int = BATCH) -> int:
    """Count what is in the inbox, at most `limit` events; gives how many left it. `at` is not counted: every event
    has a time of its own."""
    if not EventInbox.objects.exists():
        return 0
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        waiting = EventInbox.objects.select_for_update(skip_locked=skip).order_by("event_id")
        taken = list(waiting.values_list("event_id", flat=True)[:limit])
        if taken:
            _count(taken)
            EventInbox.objects.filter(pk__in=taken).delete()
    if taken:
        drop_empty()
    return len(taken)


def drain_all(*, at: datetime) -> int:
    """Count everything that is in the inbox; gives how many events that were."""
    total = 0
    while done := drain(at=at):
        total += done
    return total


def _count(taken: Collection[int]) -> None:
    events = list(Event.objects.filter(pk__in=taken).order_by("pk"))
    adds: Counter[Place] = Counter()
    cases = {event.case_id for event in events if event.case_id is not None}
    _count_drafts([event for event in events if event.draft_id is not None], adds)
    if cases:
        _count_cases(cases, frozenset(taken), adds)
        _count_now(sorted(cases), adds)
    add_counts(adds)


def _add(
    adds: Counter[Place], where: tuple[str, str, str], measure: str, key: str, on: date, count: int
) -> None:
    for span, starts_on in spans_of(on):
        adds[Place(span, *where, starts_on, measure, key)] += count


def _count_cases(cases: Collection[int], taken: Collection[int], adds: Counter[Place]) -> None:
    """Tell the story of each case from its beginning; what the events taken add is kept."""
    about = {case.pk: case for case in _cases(cases)}
    begun = _begun(cases)
    stories = {pk: Story(submitted_at=case.submitted_at) for pk, case in about.items()}
    told = Event.objects.filter(case__in=cases, kind__in=COUNTED_KINDS).order_by("case_id", "sequence")
    columns = told.values_list("pk", "case_id", "kind", "at", "payload__content")
    for event_id, case_id, kind, at, payload in columns:
        case, story = about[case_id], stories[case_id]
        first = not story.came_in
        found = story.tell(kind, at, payload or {})
        if event_id not in taken:
            continue
        for counted, count in found.items():
            together = counted.measure in TOGETHER
            where = (case.service, "", "") if together else (case.service, case.authority, case.channel)
            _add(adds, where, counted.measure, counted.key, counted.on, count)
        if first and story.came_in and case_id in begun:
            started_at, channel = begun[case_id]
            where, day = (case.service, "", channel), local_date(started_at)
            _add(adds, where, "draft_sent", "", day, 1)
            _add(adds, where, "time_to_send", place_of(case.submitted_at - started_at), day, 1)


def _cases(cases: Collection[int]) -> Iterable[Case]:
    columns = (
        "service", "authority", "channel", "submitted_at", "state", "decide_by_on", "paused_at", "disposed_at",
    )  # fmt: skip
    return Case.objects.filter(pk__in=cases).only(*columns)


def _begun(cases: Collection[int]) -> dict[int, tuple[datetime, str]]:
    """When and on which channel the draft of each case was begun."""
    started = Event.objects.filter(draft__sent_case__in=cases, kind="started")
    rows = started.values_list("draft__sent_case_id", "draft__started_at", "channel")
    return {case_id: (started_at, channel) for case_id, started_at, channel in rows}


def _count_drafts(events: Collection[Event], adds: Counter[Place]) -> None:
    """Drafts begun, and the pages they reached; all without authority, which a draft learns on its way."""
    if not events:
        return
    drafts = Draft.objects.in_bulk({event.draft_id for event in events})
    reached: dict[Reached, str] = {}
    for event in events:
        draft = drafts[event.draft_id]
        if event.kind == "started":
            where = (event.service, "", event.channel)
            _add(adds, where, "draft_started", "", local_date(draft.started_at), 1)
        if event.page and event.kind in ("page_seen", "page_done"):
            reached.setdefault(Reached(draft.pk, event.page, False), event.channel)
            if event.kind == "page_done":
                reached.setdefault(Reached(draft.pk, event.page, True), event.channel)
    for each in add_pages(reached):
        draft = drafts[each.draft_id]
        measure = "page_done" if each.done else "page_reached"
        _add(adds, (draft.service, "", reached[each]), measure, each.page, local_date(draft.started_at), 1)


def _count_now(cases: list[int], adds: Counter[Place]) -> None:
    """What the cases add to the counts of now, less what they added before. Their rows are locked first, so that
    whoever comes last reads the case last."""
    CaseCount.objects.bulk_create([CaseCount(case_id=case_id) for case_id in cases], ignore_conflicts=True)
    rows = list(CaseCount.objects.select_for_update().filter(pk__in=cases).order_by("pk"))
    about = {case.pk: case for case in _cases(cases)}
    owed = _owed(cases)
    ladders = _ladders([case_id for case_id in cases if owed[case_id]])
    changed = []
    for row in rows:
        case = about[row.case_id]
        standing = _standing(case, owed[row.case_id], ladders[row.case_id])
        if standing != row.adds:
            _move(adds, case, row.adds, -1)
            _move(adds, case, standing, 1)
            row.adds = standing
            changed.append(row)
    CaseCount.objects.bulk_update(changed, ["adds"], batch_size=200)


def _move(adds: Counter[Place], case: Case, standing: list[list[Any]], sign: int) -> None:
    where = (case.service, case.authority, case.channel)
    for measure, key, on, count in standing:
        adds[Place("now", *where, date.fromisoformat(on), measure, key)] += sign * count


def _owed(cases: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """For each case the evidence owed, with the day it was asked for."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Evidence.objects.filter(case__in=cases, state__in=Evidence.OWED).order_by("case_id", "name")
    for case_id, name, wanted_at in rows.values_list("case_id", "name", "wanted_at"):
        found[case_id].append((name, local_date(wanted_at).isoformat()))
    return found


def _ladders(cases: Collection[int]) -> dict[int, Ladder]:
    """The ladder of each case that owes evidence, told from its beginning."""
    found: dict[int, Ladder] = defaultdict(Ladder)
    told = Event.objects.filter(case__in=cases, kind__in=COUNTED_KINDS).order_by("case_id", "sequence")
    for case_id, kind, at, payload in told.values_list("case_id", "kind", "at", "payload__content"):
        for _added in found[case_id].tell(kind, at, payload or {}):
            pass
    return found


def _standing(case: Case, owed: list[tuple[str, str]], ladder: Ladder) -> list[list[Any]]:
    if case.finished:
        return []
    running = case.paused_at is None and case.state != Case.State.AWAITING_EVIDENCE
    due = ["open", "running" if running else "paused", case.decide_by_on.isoformat(), 1]
    stages = [[STAGE_OPEN, key, since_on.isoformat(), 1] for key, since_on in ladder.standing()]
    return [due, *(["evidence_owed", name, on, 1] for name, on in owed), *stages]
