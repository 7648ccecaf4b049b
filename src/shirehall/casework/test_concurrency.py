"""Many at once: one case for one key, an unbroken chain, true counters, each step once."""

from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from shirehall.casework.conftest import (
    AT_ONCE,
    MORNING,
    Everybody,
    case_of,
    many_at_once,
    publish_bins,
    send,
)
from shirehall.casework.events import verify
from shirehall.casework.models import Case, EventInbox, QueueCount, Step, Task
from shirehall.casework.recording import add_note, plan_step
from shirehall.casework.steps import StepHandler, StepResult, step_handlers
from shirehall.casework.worker import work_due


@pytest.fixture
def everybody(transactional_db: None, tmp_path: Path) -> Everybody:
    """Runs a function in many threads at once, each with a connection of its own to one database."""
    publish_bins()
    return many_at_once(tmp_path / "shared.sqlite3")


def test_one_key_is_one_case(everybody: Everybody) -> None:
    receipts = everybody(lambda _number: send(idempotency_key="once"))
    assert len({receipt.case_id for receipt in receipts}) == 1
    assert [receipt.created for receipt in receipts].count(True) == 1
    assert everybody(lambda _number: Case.objects.count()) == [1] * AT_ONCE


def test_many_on_one_case_keep_one_chain(everybody: Everybody) -> None:
    [case, *_rest] = everybody(lambda number: case_of(send({"people": 12}, idempotency_key=str(number))))
    everybody(lambda number: add_note(case=case, text=f"Note {number}", by="olu@example.org", at=MORNING))
    [(problems, last, waiting), *_rest] = everybody(
        lambda _number: (verify(case), Case.objects.get(pk=case.pk).last_sequence, EventInbox.objects.count())
    )
    assert (problems, last, waiting) == ((), 3 + AT_ONCE, AT_ONCE * 4)


def test_counters_stay_true(everybody: Everybody) -> None:
    everybody(lambda _number: send({"people": 12}))
    [(counted, there), *_rest] = everybody(
        lambda _number: (
            QueueCount.objects.get(queue="benefits").open,
            Task.objects.filter(closed_at=None).count(),
        )
    )
    assert counted == there == AT_ONCE


def test_each_step_is_done_once(everybody: Everybody, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    class Collect(StepHandler):
        kind: ClassVar[str] = "collect"
        label: ClassVar[str] = "Collect"
        delivery = "at_most_once"

        def perform(self, step: Step, *, at: Any) -> StepResult:
            given.append(step.key)
            return StepResult("done")

    monkeypatch.setattr(step_handlers, "_entries", {"collect": Collect()})

    def plan(number: int) -> None:
        case = case_of(send())
        case.steps.all().delete()
        for _step in range(5):
            plan_step(kind="collect", payload={}, at=MORNING, case=case)

    everybody(plan)
    tried = everybody(lambda _number: work_due(at=MORNING + timedelta(minutes=1)))
    assert sum(tried) == len(given) == len(set(given)) == AT_ONCE * 5
    assert everybody(lambda _number: {verify(case) for case in Case.objects.all()})[0] == {()}
