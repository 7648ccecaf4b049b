"""Tasks on a pass: which a person has to do now, and the counters of the queues."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from shirehall.casework.clocks import add_working_days
from shirehall.casework.models import Case, Evidence, Task
from shirehall.casework.passes import Pass
from shirehall.kernel.api import Version

Kind = Task.Kind
_BY_DECISION = (Kind.DECIDE, Kind.CALL_BACK, Kind.CONTACT, Kind.EVIDENCE)
"""Kinds that a pass opens and closes; a review closes with a judgement, a failed step with its being tried again."""
_CLOSED_BY = {Kind.REVIEW: ("judgement",), Kind.RENEWAL: ("renewal", "change")}
EVIDENCE_WITHIN_DAYS = 5
_COUNT = """
    INSERT INTO shirehall_casework_queuecount AS c (queue, authority, open) VALUES (%s, %s, %s)
    ON CONFLICT (queue, authority) DO UPDATE SET open = c.open + excluded.open
"""


class Wanted(NamedTuple):
    """A task that ought to stand open."""

    queue: str
    title: str
    due_on: date


def follow_tasks(work: Pass) -> None:
    """Open what is wanted and not open, close what is open and no longer wanted."""
    wanted = _wanted(work)
    for task in list(work.tasks):
        kind = Kind(task.kind)
        if kind in wanted and task.queue == wanted[kind].queue:
            wanted.pop(kind)
        elif kind in _BY_DECISION or work.request.purpose in _CLOSED_BY.get(kind, ()):
            _close(work, task)
    if work.request.purpose == "review" and not any(task.kind == Kind.REVIEW for task in work.tasks):
        queue = queue_for(work.resolved.version, "review_queue")
        wanted[Kind.REVIEW] = Wanted(queue, _review_title(work), work.case.decide_by_on)
    for kind, each in wanted.items():
        task = Task(
            case=work.case, queue=each.queue, authority=work.case.authority, kind=kind, title=each.title[:300],
            opened_at=work.at, due_on=each.due_on, assigned_to_id=work.case.assigned_to_id,
        )  # fmt: skip
        work.tasks.append(task)
        work.tasks_opened.append(task)
        work.say("task_opened", task=kind.value, queue=each.queue)


def close_every_task(work: Pass) -> None:
    """The case is withdrawn or closed: nothing is left for a person to do."""
    for task in list(work.tasks):
        _close(work, task)


def _close(work: Pass, task: Task) -> None:
    task.closed_at, task.closed_by, task.outcome = work.at, work.request.by, work.request.purpose
    work.tasks.remove(task)
    work.tasks_closed.append(task)
    work.say("task_closed", task=str(task.kind), queue=task.queue, outcome=work.request.purpose)


def _wanted(work: Pass) -> dict[Kind, Wanted]:
    version, decision, due = work.resolved.version, work.decision, work.case.decide_by_on
    wanted: dict[Kind, Wanted] = {}
    title = decision.reasons[0].text if decision.reasons else version.service.title
    match decision.outcome:
        case "refer":
            wanted[Kind.DECIDE] = Wanted(decision.queue or queue_for(version), title, due)
        case "received":
            kind = Kind.CALL_BACK if "call_back" in version.service.serves else Kind.DECIDE
            wanted[kind] = Wanted(decision.queue or queue_for(version), title, due)
        case "incomplete":
            missing = ", ".join(decision.missing_facts)
            title = _("Still to be asked: %(facts)s") % {"facts": missing}
            wanted[Kind.CONTACT] = Wanted(queue_for(version), title, due)
    if waiting := evidence_for_officer(work.evidence):
        title = _("Look at the evidence: %(evidence)s") % {"evidence": evidence_titles(version, waiting)}
        within = min(due, add_working_days(work.on, EVIDENCE_WITHIN_DAYS))
        wanted[Kind.EVIDENCE] = Wanted(queue_for(version, "evidence_queue"), title, within)
    return wanted


def evidence_for_officer(rows: dict[str, Evidence]) -> list[str]:
    """Evidence that an officer has to look at: it came in, or it did not within its time."""
    return sorted(
        name
        for name, row in rows.items()
        if row.state == Evidence.State.RECEIVED or (row.owed and row.unanswered_at)
    )


def evidence_titles(version: Version, names: list[str]) -> str:
    """Evidence in the definition's words."""
    titles = {each.name: each.title for each in version.service.evidence}
    return ", ".join(titles.get(name, name) for name in names)


def queue_for(version: Version, setting: str = "") -> str:
    """The queue that a service names for something, else its own, else its owner's."""
    named = version.service.settings.get(setting) if setting else ""
    return str(named or version.service.queue or version.service.owner)


def _review_title(work: Pass) -> str:
    return _("Look again: %(note)s") % {"note": work.request.note or work.resolved.version.service.title}


def count_queues(opened: list[Task], closed: list[Task]) -> None:
    """Move the counters of the queues, in the order of their names so that two transactions never wait crosswise."""
    moves: Counter[tuple[str, str]] = Counter()
    for task in opened:
        moves[task.queue, task.authority] += 1
    for task in closed:
        moves[task.queue, task.authority] -= 1
    changed = sorted((queue, authority, by) for (queue, authority), by in moves.items() if by)
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_COUNT, changed)


def open_task(case: Case, *, kind: Kind, queue: str, title: str, at: datetime, due_on: date) -> Task:
    """One more task, outside a pass; the caller holds the case's lock and writes the event."""
    task = Task.objects.create(
        case=case, queue=queue, authority=case.authority, kind=kind, title=title[:300], opened_at=at, due_on=due_on,
        assigned_to_id=case.assigned_to_id,
    )  # fmt: skip
    count_queues([task], [])
    return task
