"""Something that came in about a case and that a person has to read: kept on its record, with a task beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shirehall.casework.clocks import add_working_days, local_date
from shirehall.casework.events import Happened, append
from shirehall.casework.locking import lock_case
from shirehall.casework.models import Case, Task
from shirehall.casework.tasks import open_task, queue_for
from shirehall.casework.versions import version_of

REPLY_WITHIN_DAYS = 2


def ask_reply(
    *, case: Case, kind: str, title: str, by: str, at: datetime, channel: str = "", setting: str = "",
    payload: Mapping[str, Any] | None = None,
) -> Task:  # fmt: skip
    """Record an event of this kind on the case, and have a task open to answer the person, in the queue that the
    service names under `setting` (such as `evidence_queue`), else in its own. Where one stands open it takes the new
    title. Nothing of the case changes else: what came in decides nothing, and only a person closes the task."""
    with transaction.atomic():
        locked = lock_case(case.pk)
        happened = [Happened(kind=kind, by=by, at=at, payload=payload or {}, channel=channel)]
        task = Task.objects.filter(case=locked, kind=Task.Kind.REPLY, closed_at=None).first()
        if task is None:
            due_on = add_working_days(local_date(at), REPLY_WITHIN_DAYS)
            queue = queue_for(version_of(locked), setting)
            task = open_task(locked, kind=Task.Kind.REPLY, queue=queue, title=title, at=at, due_on=due_on)
            said = {"task": Task.Kind.REPLY.value, "queue": queue}
            happened.append(Happened(kind="task_opened", by=by, at=at, payload=said, channel=channel))
        elif task.title != title:
            task.title = title[:300]
            task.save(update_fields=["title"])
        append(locked, happened)
        return task
