"""Reminders that truly went and evidence that truly came, counted in any order, against a plain recount of the record."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db.models import Sum

from shirehall.capabilities.measures.api import drain
from shirehall.capabilities.measures.models import MeasureCount
from shirehall.capabilities.messages.test_reminders import LADDER, bring, reminder
from shirehall.casework.api import local_date, publish, work_due
from shirehall.casework.conftest import MORNING, TEXTS, apply
from shirehall.casework.models import Case, EventInbox, Evidence

pytestmark = pytest.mark.django_db
NAMES = ("proof_of_address", "proof_of_rent")
DAYS, CASES, SOON = 16, 14, timedelta(days=7)


def live(chance: Random) -> None:
    """Two weeks of a few people, some of whom never answer, counted now and then by whoever comes."""
    cases = [
        apply(f"k{number}", {"people": 5}, at=MORNING + timedelta(hours=number)) for number in range(CASES)
    ]
    brought = {(case.pk, name): chance.randint(0, 22) for case in cases for name in NAMES}
    for day in range(DAYS):
        at = MORNING + timedelta(days=day, hours=chance.choice([0, 1, 6]))
        for case in cases:
            if coming := [name for name in NAMES if brought[case.pk, name] == day and at > case.submitted_at]:
                bring(case, *coming, at=at)
        work_due(at=at)
        drain(at=at, limit=chance.randint(1, 9))
    while drain(at=MORNING, limit=chance.randint(1, 30)):
        pass


def recounted() -> dict[str, Counter[tuple[str, Any]]]:
    """Measure -> (key, day), told from the events of each case alone."""
    found: dict[str, Counter[tuple[str, Any]]] = {
        name: Counter() for name in ("reminder_sent", "reminder_answered", "stage_came")
    }
    for case in Case.objects.all():
        events = [(each.kind, each.at, each.payload.content) for each in case.events.order_by("sequence")]
        for name in NAMES:
            went = [
                (at, payload["reminders"][name])
                for kind, at, payload in events
                if kind == "message_sent" and name in payload.get("reminders", {})
            ]
            came = [
                at
                for kind, at, payload in events
                if kind == "evidence_received" and payload["evidence"] == name
            ]
            for at, rung in went:
                found["reminder_sent"][f"{name}:{rung}", local_date(at)] += 1
                if came and at <= came[0] <= at + SOON:
                    found["reminder_answered"][f"{name}:{rung}", local_date(at)] += 1
            for at in came:
                last = max([rung for sent_at, rung in went if sent_at <= at], default=0)
                found["stage_came"][f"{name}:{last}", local_date(at)] += 1
    return found


def standing() -> Counter[tuple[str, Any]]:
    """What is owed, by its last reminder and the day since when, told from evidence and events alone."""
    found: Counter[tuple[str, Any]] = Counter()
    for row in Evidence.objects.filter(state__in=Evidence.OWED).select_related("case"):
        rung, since = 0, row.wanted_at
        for event in row.case.events.filter(kind="message_sent").order_by("sequence"):
            if row.name in event.payload.content.get("reminders", {}):
                rung, since = event.payload.content["reminders"][row.name], event.at
        found[f"{row.name}:{rung}", local_date(since)] += 1
    return found


def test_what_followed_reminders_agrees_with_the_record() -> None:
    texts = {name: text for name, text in TEXTS.items() if "reminder" not in name}
    publish(
        texts={**texts, "service.yaml": LADDER, "messages/a.md": reminder("", "Send it.")},
        by="test",
        at=MORNING,
    )
    live(Random(1897))
    assert not EventInbox.objects.exists()
    expected = recounted()
    assert expected["reminder_sent"].total() > CASES
    assert expected["reminder_answered"].total() > 2
    assert {key.partition(":")[2] for key, _day in expected["stage_came"]} >= {"0", "1"}
    rows = MeasureCount.objects.filter(measure="stage_open", span="now").exclude(count=0)
    assert {(row.key, row.starts_on): row.count for row in rows} == standing() != {}
    for measure, counts in expected.items():
        days = MeasureCount.objects.filter(measure=measure, span="day").values_list("key", "starts_on")
        counted = Counter({(key, day): total for key, day, total in days.annotate(total=Sum("count"))})
        assert counted == counts, measure
        for span in ("week", "month"):
            total = MeasureCount.objects.filter(measure=measure, span=span).aggregate(total=Sum("count"))
            assert total["total"] == counts.total()
