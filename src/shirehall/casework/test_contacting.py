"""Something came in that a person has to read."""

from datetime import timedelta

import pytest

from shirehall.casework.api import ask_reply, close_task, open_tasks, timeline, verify
from shirehall.casework.conftest import MORNING, publish_bins, send
from shirehall.casework.models import Case, Step, Task
from shirehall.casework.recording import record_result
from shirehall.casework.steps import StepResult
from shirehall.casework.worker import lease

LATER = MORNING + timedelta(hours=3)


@pytest.mark.django_db
def test_one_task_stands_for_all_that_came_in_and_the_case_stays_as_it_is() -> None:
    publish_bins()
    case = Case.objects.get(pk=send().case_id)
    before = (case.state, case.outcome, case.automatic)
    first = ask_reply(
        case=case, kind="text_received", title="Read the text", by="resident", at=LATER, channel="sms",
        payload={"text": "I sent it"},
    )  # fmt: skip
    again = ask_reply(
        case=case, kind="call_asked", title="Call back", by="resident", at=LATER, channel="sms", payload={}
    )
    assert again.pk == first.pk
    (task,) = [each for each in open_tasks(case) if each.kind == Task.Kind.REPLY]
    assert task.title == "Call back"
    case.refresh_from_db()
    assert (case.state, case.outcome, case.automatic) == before
    said = [entry.kind for entry in timeline(case, for_resident=True)]
    assert {"text_received", "call_asked"} <= set(said)
    assert verify(case) == ()
    close_task(task=task, outcome="answered", by="ada@example.org", at=LATER)
    case.refresh_from_db()
    assert (case.state, case.outcome) == before[:2]


@pytest.mark.django_db
def test_a_step_that_waits_for_its_hour_has_used_no_attempt() -> None:
    publish_bins()
    case = Case.objects.get(pk=send().case_id)
    step = next(each for each in lease(at=LATER, limit=10) if each.case_id == case.pk)
    record_result(step=step, result=StepResult("wait", not_before=LATER + timedelta(hours=9)), at=LATER)
    step.refresh_from_db()
    assert (step.state, step.attempts) == (Step.State.WAITING, 0)
    assert step.due_at == LATER + timedelta(hours=9)
    assert not lease(at=LATER + timedelta(hours=8), limit=10)
