"""Draining is exact: once for each event, whoever does it, in whatever order, and whenever it is killed."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum

from shirehall.capabilities.measures import actions
from shirehall.capabilities.measures.actions import drain, drain_all
from shirehall.capabilities.measures.models import CaseCount, DraftPage, MeasureCount
from shirehall.casework.api import EvidenceGiven, do_chores, record_draft, save_draft
from shirehall.casework.conftest import MORNING, answers_of, case_of, send
from shirehall.casework.models import Case, Event, EventInbox
from shirehall.kernel.api import Judgement

Everybody = Callable[[Callable[[int], Any]], list[Any]]
LATER = MORNING + timedelta(days=2)


def standing() -> dict[tuple[Any, ...], int]:
    """Every count that is not nothing."""
    rows = MeasureCount.objects.values_list(
        "span", "service", "authority", "channel", "starts_on", "measure", "key", "count"
    )
    return {row[:-1]: row[-1] for row in rows if row[-1]}


def total(measure: str, key: str | None = None, span: str = "day") -> int:
    """The sum of a measure."""
    rows = MeasureCount.objects.filter(span=span, measure=measure)
    rows = rows if key is None else rows.filter(key=key)
    return rows.aggregate(sum=Sum("count"))["sum"] or 0


def live() -> None:
    """Some cases with everything that happens to cases."""
    send()
    owing = case_of(send({"people": 5}))
    send(
        case=owing,
        purpose="evidence",
        at=LATER,
        evidence={"proof_of_address": EvidenceGiven("received", ("d1",))},
    )
    accepted = {"proof_of_address": EvidenceGiven("accepted")}
    send(case=owing, purpose="evidence", by="ada@example.org", at=LATER, evidence=accepted)
    send({"people": 6})
    large = case_of(send({"people": 12}))
    said = Judgement("allowed", True, "Seen.", "ada@example.org", LATER)
    send(case=large, purpose="judgement", by="ada@example.org", at=LATER, judgement=said)
    send(case=large, purpose="review", at=LATER, note="Look again.")
    send(case=case_of(send({"people": 12})), purpose="withdraw", at=LATER)
    draft = None
    for page in ("you", "home"):
        draft = save_draft(
            draft=draft,
            service="bins",
            answers=answers_of({}),
            channel="web",
            by="resident",
            at=MORNING,
            page=page,
        )
        for _again in range(3):
            record_draft(draft=draft, kind="page_seen", by="resident", at=MORNING, page="home", channel="web")
    send(draft=draft)


def forget() -> None:
    """As if nothing had been counted."""
    for model in (MeasureCount, CaseCount, DraftPage):
        model.objects.all().delete()
    EventInbox.objects.all().delete()
    EventInbox.objects.bulk_create(
        [EventInbox(event_id=pk) for pk in Event.objects.values_list("pk", flat=True)]
    )


@pytest.mark.usefixtures("bins")
def test_everything_that_happened_is_counted() -> None:
    live()
    assert do_chores(at=LATER) == Event.objects.count()
    assert not EventInbox.objects.exists()
    assert drain(at=LATER) == 0
    cases = Case.objects.all()
    assert total("submitted") == cases.count() == 6
    assert total("handling", "automatic") == cases.filter(automatic=True).count() == 2
    by_reason = Counter(cases.exclude(left_because="").values_list("left_because", flat=True))
    for reason, count in by_reason.items():
        assert total("handling", reason) == count
    assert (total("judged"), total("withdrawn"), total("review_asked")) == (1, 1, 1)
    assert (total("evidence_asked"), total("evidence_came"), total("time_to_evidence")) == (2, 1, 1)
    assert (total("draft_started"), total("draft_sent")) == (1, 1)
    assert {page: (total("page_reached", page), total("page_done", page)) for page in ("you", "home")} == {
        "you": (1, 1),
        "home": (1, 1),
    }
    assert total("evidence_owed", span="now") == 1
    assert total("open", "paused", span="now") == 1
    assert total("open", "running", span="now") == cases.filter(state="with_officer").count()


@pytest.mark.usefixtures("bins")
def test_the_order_of_counting_does_not_matter() -> None:
    live()
    drain_all(at=LATER)
    at_once = standing()
    chance = random.Random(7)
    for _round in range(4):
        forget()
        waiting = list(EventInbox.objects.values_list("pk", flat=True))
        chance.shuffle(waiting)
        while waiting:
            some, waiting = waiting[:5], waiting[5:]
            actions._count(some)
        assert standing() == at_once


@pytest.mark.usefixtures("bins")
def test_a_kill_in_the_middle_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    live()
    count = actions._count

    def killed(taken: Any) -> None:
        count(taken)
        raise KeyboardInterrupt

    before = EventInbox.objects.count()
    monkeypatch.setattr(actions, "_count", killed)
    with pytest.raises(KeyboardInterrupt):
        drain(at=LATER)
    assert EventInbox.objects.count() == before
    assert standing() == {}
    monkeypatch.setattr(actions, "_count", count)
    assert drain_all(at=LATER) == before


def test_many_at_once_count_each_event_once(everybody: Everybody) -> None:
    def work(number: int) -> int:
        drained = 0
        for people in (3, 5, 12, 2):
            case = case_of(send({"people": people}))
            drained += drain(at=MORNING, limit=3)
            if people == 12:
                send(case=case, purpose="withdraw", at=LATER)
            drained += drain(at=LATER, limit=5)
        return drained + drain_all(at=LATER)

    drained = everybody(work)

    def check(number: int) -> bool:
        if number:
            return True
        assert sum(drained) == Event.objects.count()
        found = standing()
        forget()
        drain_all(at=LATER)
        assert standing() == found
        assert total("submitted") == Case.objects.count() == 32
        return True

    assert all(everybody(check))
