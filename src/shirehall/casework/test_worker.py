"""Steps: done once they are due, tried again, passed to staff, and taken up again after a kill."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

import pytest

from shirehall.casework.conftest import MORNING, case_of, send
from shirehall.casework.events import verify
from shirehall.casework.models import Case, Evidence, ServiceVersion, Step, Task
from shirehall.casework.problems import SubmissionError
from shirehall.casework.recording import cancel_steps, plan_step, record_result, retry_step
from shirehall.casework.steps import Delivery, StepHandler, StepResult, step_handlers
from shirehall.casework.worker import lease, perform, work, work_due

SOON = MORNING + timedelta(minutes=1)
AFTER_LEASE = MORNING + timedelta(minutes=20)


def counted(step: Step) -> StepResult:
    """A provider that is content."""
    return StepResult("done", event="counted")


class Counter(StepHandler):
    """A provider that counts what it was given."""

    kind: ClassVar[str] = "count"
    label: ClassVar[str] = "Count"
    delivery: Delivery = "at_least_once"  # type: ignore[misc]

    def __init__(self) -> None:
        self.given: list[str] = []
        self.does: Callable[[Step], StepResult] = counted

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        self.given.append(step.key)
        return self.does(step)

    def look(self, step: Step, *, at: datetime) -> StepResult | None:
        return StepResult("done", event="counted") if step.key in self.given else None


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """The counting provider, registered for `count` and for messages."""
    counter = Counter()
    standing = {name: step_handlers.get(name) for name in step_handlers.names()}
    monkeypatch.setattr(step_handlers, "_entries", {**standing, "count": counter, "send_message": counter})
    return counter


@pytest.fixture
def case(bins: ServiceVersion) -> Case:
    """A settled case whose message does not concern these tests."""
    found = case_of(send())
    found.steps.all().delete()
    return found


def planned(case: Case, **about: object) -> Step:
    """A step that counts."""
    return plan_step(kind="count", payload={}, at=MORNING, case=case, **about)  # type: ignore[arg-type]


def fail(error: str = "The provider is away") -> Callable[[Step], StepResult]:
    """A provider that says that nothing was delivered."""
    return lambda _step: StepResult("try_again", error=error)


def burst(step: Step) -> StepResult:
    """A provider that breaks."""
    raise ConnectionResetError("gone")


def test_a_due_step_is_done_once_and_recorded(case: Case, provider: Counter) -> None:
    step = planned(case)
    assert work_due(at=SOON) == 1
    assert work_due(at=SOON) == 0
    step.refresh_from_db()
    assert (step.state, provider.given) == ("done", [step.key])
    assert case.events.filter(kind="counted").count() == 1
    assert verify(case) == ()


def test_a_step_waits_for_its_time_and_for_another(case: Case, provider: Counter) -> None:
    first = planned(case, not_before=MORNING + timedelta(hours=1))
    second = planned(case, waits_for=first)
    assert work_due(at=SOON) == 0
    assert work_due(at=MORNING + timedelta(hours=2)) == 2
    assert provider.given == [first.key, second.key]


@pytest.mark.parametrize("does", [fail(), burst])
def test_a_failure_is_tried_again_later_and_at_last_shown_to_staff(
    case: Case, provider: Counter, does: Callable[[Step], StepResult]
) -> None:
    step, at = planned(case), SOON
    provider.does = does
    for attempt in range(8):
        assert work_due(at=at) == 1, attempt
        assert work_due(at=at) == 0
        step.refresh_from_db()
        at = max(at, step.due_at)
    case.refresh_from_db()
    assert (step.state, len(provider.given), len(set(provider.given))) == ("failed", 8, 1)
    assert (Task.objects.get(case=case).kind, case.left_because) == ("failed_step", "failed_step")
    provider.does = counted
    retry_step(step=step, by="olu@example.org", at=at)
    with pytest.raises(SubmissionError):
        retry_step(step=step, by="olu@example.org", at=at)
    assert work_due(at=at) == 1
    assert not Task.objects.filter(case=case, closed_at=None).exists()
    assert verify(case) == ()


def test_what_nobody_handles_goes_to_staff(case: Case, provider: Counter) -> None:
    plan_step(kind="unheard_of", payload={}, at=MORNING, case=case)
    work_due(at=SOON)
    assert "unheard_of" in Task.objects.get(case=case).title


def test_a_step_that_ends_its_worker_each_time_goes_to_staff(case: Case, provider: Counter) -> None:
    plan_step(kind="count", payload={}, at=MORNING, case=case, key="deadly")
    Step.objects.filter(key="deadly").update(attempts=8)
    work_due(at=SOON)
    step = Step.objects.get(key="deadly")
    assert (step.state, provider.given) == ("failed", [])
    assert step.last_error == "begun 8 times and never finished"
    assert Task.objects.filter(case=case, kind="failed_step", closed_at=None).count() == 1


@pytest.mark.parametrize(
    ("delivery", "given", "state"),
    [
        ("at_least_once", 2, "done"),
        ("idempotent_key", 2, "done"),
        ("look_first", 1, "done"),
        ("at_most_once", 1, "failed"),
    ],
)
def test_a_kill_after_delivery(
    case: Case, provider: Counter, monkeypatch: pytest.MonkeyPatch, delivery: Delivery, given: int, state: str
) -> None:
    monkeypatch.setattr(Counter, "delivery", delivery)
    step = planned(case)

    def killed(step: Step) -> StepResult:
        raise KeyboardInterrupt

    provider.does = killed
    with pytest.raises(KeyboardInterrupt):
        work_due(at=SOON)
    provider.does = counted
    assert work_due(at=SOON) == 0
    assert work_due(at=AFTER_LEASE) == 1
    step.refresh_from_db()
    assert (len(provider.given), step.state) == (given, state)


def test_a_kill_before_delivery_loses_nothing(
    case: Case, provider: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Counter, "delivery", "at_most_once")
    step = planned(case)
    assert lease(at=SOON, limit=10) == [step]
    assert work_due(at=AFTER_LEASE) == 1
    assert provider.given == [step.key]


def test_a_worker_that_lost_its_lease_writes_nothing(case: Case, provider: Counter) -> None:
    planned(case)
    [slow] = lease(at=SOON, limit=10)
    assert work_due(at=AFTER_LEASE) == 1
    record_result(step=slow, result=StepResult("done", event="counted"), at=AFTER_LEASE)
    assert case.events.filter(kind="counted").count() == 1


def test_a_reminder_goes_only_while_its_evidence_is_owed(bins: ServiceVersion, provider: Counter) -> None:
    case = case_of(send({"people": 5}))
    assert work_due(at=SOON) == 1
    assert work_due(at=MORNING + timedelta(days=4)) == 1
    Evidence.objects.filter(case=case).update(state="received")
    work_due(at=MORNING + timedelta(days=40))
    assert set(case.steps.values_list("state", flat=True)) == {"done", "cancelled"}
    assert len(provider.given) == 2


def test_unanswered_evidence_goes_to_a_person_and_is_never_a_refusal(
    bins: ServiceVersion, provider: Counter
) -> None:
    case = case_of(send({"people": 5}))
    work_due(at=MORNING + timedelta(days=29))
    case.refresh_from_db()
    task = Task.objects.get(case=case)
    assert (case.outcome, case.state) == ("approve", "with_officer")
    assert (task.kind, task.queue, task.title) == (
        "evidence",
        "benefits_evidence",
        "No answer: Proof of address",
    )
    assert case.events.filter(kind="evidence_unanswered").count() == 1
    assert verify(case) == ()


def test_steps_of_the_past_can_be_cancelled(bins: ServiceVersion, provider: Counter) -> None:
    case_of(send({"people": 5}))
    cancelled = cancel_steps(before=MORNING + timedelta(days=12), at=SOON, by="demo", kinds=["send_message"])
    assert (cancelled, work_due(at=MORNING + timedelta(days=12))) == (3, 0)


def test_the_worker_stops_when_told(case: Case, provider: Counter) -> None:
    step = planned(case)
    answers = iter([False, False, True])
    work(stop=lambda: next(answers), poll_seconds=0.0)
    step.refresh_from_db()
    assert step.state == "done"


def test_a_step_that_was_taken_is_not_performed_for_another(case: Case, provider: Counter) -> None:
    planned(case)
    [taken] = lease(at=SOON, limit=10)
    assert lease(at=SOON, limit=10) == []
    perform(taken, at=SOON)
    assert len(provider.given) == 1


@pytest.mark.parametrize("delivery", ["at_most_once", "at_least_once"])
def test_a_slow_worker_leaves_what_another_has_leased_since(
    case: Case, provider: Counter, delivery: Delivery
) -> None:
    provider.delivery = delivery
    planned(case)
    [slow] = lease(at=SOON, limit=1)
    [quick] = lease(at=AFTER_LEASE, limit=1)
    perform(slow, at=SOON)
    assert provider.given == []
    perform(quick, at=AFTER_LEASE)
    perform(slow, at=SOON)
    assert provider.given == [quick.key]
    assert Step.objects.get().state == "done"
