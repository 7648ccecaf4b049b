"""Two years of invented cases, counted as they came, against a plain recount of the record."""

from collections import Counter
from datetime import UTC, datetime
from math import floor, log

import pytest
from django.core.management import call_command
from django.db.models import Sum

from shirehall.capabilities.measures.models import MeasureCount
from shirehall.casework.api import RESIDENT, channels
from shirehall.casework.models import Case, CaseJudgement, Draft, Event, EventInbox, Evidence, Submission
from shirehall.project.demonstration.api import fill_once

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CASES = 60


def counted(measure: str, span: str) -> Counter[tuple[str, str]]:
    """Service and key -> count."""
    rows = MeasureCount.objects.filter(span=span, measure=measure).values_list("service", "key")
    return Counter({row[:2]: row[2] for row in rows.annotate(total=Sum("count")) if row[2]})


def first_finished() -> Counter[tuple[str, str]]:
    """Service and outcome of each case when it was first settled or closed, read event by event."""
    found: Counter[tuple[str, str]] = Counter()
    for case in Case.objects.all():
        outcome, finished = "", False
        for event in case.events.select_related("payload").order_by("sequence"):
            outcome = event.payload.content.get("outcome", outcome) if event.kind == "decided" else outcome
            state = "closed" if event.kind == "closed" else event.payload.content.get("state", "")
            finishing = event.kind in ("decided", "closed", "task_closed") and state in ("settled", "closed")
            if finishing and not finished:
                finished = True
                found[case.service, outcome] += 1
    return found


def answered() -> Counter[tuple[str, str]]:
    """Each answer of each application as it was sent: given by the resident alone, or through somebody of ours."""
    helped = {each.name for each in channels if each.with_help}
    found: Counter[tuple[str, str]] = Counter()
    for row in Submission.objects.filter(purpose="apply").select_related("case"):
        for fact, answer in row.answers.items():
            alone = answer.get("by", "") in ("", RESIDENT) and answer.get("channel") not in helped
            found[row.case.service, f"{fact}:{'alone' if alone else 'helped'}"] += 1
    return found


def by_channel(measure: str, span: str) -> Counter[tuple[str, str, str]]:
    """Service, channel and key -> count."""
    rows = MeasureCount.objects.filter(span=span, measure=measure).values_list("service", "channel", "key")
    return Counter({row[:3]: row[3] for row in rows.annotate(total=Sum("count")) if row[3]})


def begun_by_channel(*, sent: bool) -> Counter[tuple[str, str, str]]:
    """Drafts by the channel of their first event."""
    drafts = Draft.objects.exclude(sent_case=None) if sent else Draft.objects.all()
    return Counter((draft.service, first_channel(draft), "") for draft in drafts)


def first_channel(draft: Draft) -> str:
    return Event.objects.filter(draft=draft).earliest("pk").channel


def times_by_channel() -> Counter[tuple[str, str, str]]:
    """The place of each time from the beginning of a draft to its sending."""
    found: Counter[tuple[str, str, str]] = Counter()
    for draft in Draft.objects.exclude(sent_case=None).select_related("sent_case"):
        assert draft.sent_case is not None
        took = (draft.sent_case.submitted_at - draft.started_at).total_seconds()
        place = f"{floor(log(max(1.0, took)) / log(1.1)):04d}"
        found[draft.service, first_channel(draft), place] += 1
    return found


@pytest.mark.django_db
def test_the_counts_agree_with_the_record() -> None:
    call_command("prepare", verbosity=0)
    call_command("publish", by="test", verbosity=0)
    made = fill_once(at=AT, say=lambda _line: None, cases=CASES)
    assert made == Case.objects.count() > CASES
    assert not EventInbox.objects.exists()
    cases = Case.objects.all()
    open_cases = cases.exclude(state__in=Case.FINISHED)
    pages = set(
        Event.objects.filter(draft__isnull=False).exclude(page="").values_list("draft", "service", "page")
    )
    done = set(Event.objects.filter(kind="page_done").values_list("draft", "service", "page"))
    owed = Evidence.objects.filter(case__in=open_cases, state__in=Evidence.OWED)
    recounted = {
        "submitted": Counter((case.service, "") for case in cases),
        "handling": Counter(
            (case.service, "automatic" if case.automatic else case.left_because) for case in cases
        ),
        "outcome": first_finished(),
        "judged": Counter((row.case.service, "") for row in CaseJudgement.objects.select_related("case")),
        "withdrawn": Counter((row.case.service, "") for row in _submissions("withdraw")),
        "review_asked": Counter((row.case.service, "") for row in _submissions("review")),
        "draft_started": Counter((draft.service, "") for draft in Draft.objects.all()),
        "draft_sent": Counter((draft.service, "") for draft in Draft.objects.exclude(sent_case=None)),
        "page_reached": Counter((service, page) for _draft, service, page in pages),
        "page_done": Counter((service, page) for _draft, service, page in done),
        "answered": answered(),
    }
    for measure, expected in recounted.items():
        for span in ("day", "week", "month"):
            assert counted(measure, span) == expected, (measure, span)
    assert counted("evidence_owed", "now") == Counter((row.case.service, row.name) for row in owed)
    paused = Counter((case.service, "paused" if case.paused_at else "running") for case in open_cases)
    assert counted("open", "now") == paused
    for span in ("day", "week", "month"):
        assert by_channel("draft_started", span) == begun_by_channel(sent=False), span
        assert by_channel("draft_sent", span) == begun_by_channel(sent=True), span
        assert by_channel("time_to_send", span) == times_by_channel(), span
        assert by_channel("submitted", span) == Counter((case.service, case.channel, "") for case in cases), (
            span
        )
    assert len(set(Case.objects.values_list("channel", flat=True))) >= 4
    times = counted("time_to_decision", "day").total()
    assert times == counted("time_to_decision", "month").total() == recounted["outcome"].total()


def _submissions(purpose: str) -> list[Submission]:
    return list(Submission.objects.filter(purpose=purpose).select_related("case"))
