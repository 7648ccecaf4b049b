"""Lists of work, in pages by key: no page costs more than the first, and nothing is counted live."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db import connection
from django.db.models import Q, QuerySet

from shirehall.casework.applicant import search_words
from shirehall.casework.models import Case, QueueCount, Task
from shirehall.casework.references import ReferenceProblem, read_reference
from shirehall.partnership.models import Officer

SOON_DAYS = 3
_AFTER_EVERY_LETTER = "\U0010ffff"
_MOST_QUEUES = 200


class CursorProblem(ValueError):  # noqa: N818 - it reads as the sentence it raises
    """The cursor is none that a page gave."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of open tasks with their cases; `next` is the cursor of the page after it, or empty."""

    rows: list[Task]
    next: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of cases; `next` is the cursor of the page after it, or empty."""

    rows: list[Case]
    next: str


@dataclass(frozen=True, slots=True)
class QueueNumber:
    """How many tasks are open in a queue for an authority, and the earliest due date among them."""

    queue: str
    authority: str
    open: int
    oldest_due_on: date | None


def worklist(
    *, queues: Collection[str], authorities: Collection[str], on: date, due: Literal["", "overdue", "soon"] = "",
    kind: str = "", officer: Officer | None = None, after: str = "", limit: int = 50,
) -> TaskPage:  # fmt: skip
    """Open tasks of queues for authorities, the earliest due first. `officer` narrows to that officer's own; `soon` is
    due within three days and not overdue. CursorProblem."""
    tasks = Task.objects.select_related("case", "assigned_to").filter(
        closed_at=None, queue__in=queues, authority__in=authorities
    )
    if due == "overdue":
        tasks = tasks.filter(due_on__lt=on)
    elif due == "soon":
        tasks = tasks.filter(due_on__gte=on, due_on__lte=on + timedelta(days=SOON_DAYS))
    if kind:
        tasks = tasks.filter(kind=kind)
    if officer:
        tasks = tasks.filter(assigned_to=officer)
    if after:
        due_on, last = _read_cursor(after)
        tasks = tasks.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=last), due_on__gte=due_on)
    rows = list(tasks.order_by("due_on", "id")[: limit + 1])
    more = rows[limit - 1] if len(rows) > limit else None
    return TaskPage(rows[:limit], f"{more.due_on.isoformat()}~{more.pk}" if more else "")


def find_cases(
    *, authorities: Collection[str], services: Collection[str] | None = None, search: str = "", state: str = "",
    officer: Officer | None = None, overdue_on: date | None = None, after: str = "", limit: int = 50,
) -> CasePage:  # fmt: skip
    """Cases of authorities, newest first. `search` is a reference, or how a name begins (first or last name);
    `overdue_on` keeps those whose clock ran out before that day and is not paused. CursorProblem."""
    cases = Case.objects.select_related("assigned_to").filter(authority__in=authorities, disposed_at=None)
    if services is not None:
        cases = cases.filter(service__in=services)
    if state:
        cases = cases.filter(state=state)
    if officer:
        cases = cases.filter(assigned_to=officer)
    if overdue_on:
        cases = overdue(cases, overdue_on)
    if search.strip():
        cases = _searched(cases, search)
    if after:
        cases = cases.filter(id__lt=_read_number(after))
    rows = list(cases.order_by("-id")[: limit + 1])
    return CasePage(rows[:limit], str(rows[limit - 1].pk) if len(rows) > limit else "")


def overdue(cases: "QuerySet[Case]", on: date) -> "QuerySet[Case]":
    """Those whose clock ran out before `on`: open, and not paused for evidence that is owed."""
    return cases.filter(
        state__in=[Case.State.OPEN, Case.State.WITH_OFFICER], paused_at=None, decide_by_on__lt=on
    )


def queue_counts(*, queues: Collection[str], authorities: Collection[str]) -> list[QueueNumber]:
    """The open tasks of each queue and authority, from the counters; the earliest due is the first row of an index."""
    rows = QueueCount.objects.filter(queue__in=queues, authority__in=authorities).order_by(
        "queue", "authority"
    )
    return [
        QueueNumber(row.queue, row.authority, row.open, _oldest(row) if row.open > 0 else None)
        for row in rows[:_MOST_QUEUES]
    ]


def _oldest(row: QueueCount) -> date | None:
    tasks = Task.objects.filter(queue=row.queue, authority=row.authority, closed_at=None)
    return tasks.order_by("due_on", "id").values_list("due_on", flat=True).first()


def _searched(cases: "QuerySet[Case]", search: str) -> "QuerySet[Case]":
    try:
        return cases.filter(reference=read_reference(search))
    except ReferenceProblem:
        words = search_words(search)
    return cases.filter(_begins("name_forward", words) | _begins("name_backward", words))


def _begins(column: str, words: str) -> Q:
    # SQLite uses an index for a range and not for LIKE; PostgreSQL has an index for LIKE, whatever its collation.
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": words, f"{column}__lt": words + _AFTER_EVERY_LETTER})
    return Q(**{f"{column}__startswith": words})


def _read_cursor(cursor: str) -> tuple[date, int]:
    day, _tilde, number = cursor.partition("~")
    try:
        return date.fromisoformat(day), _read_number(number)
    except ValueError as error:
        raise CursorProblem(f"not a cursor: {cursor!r}") from error


def _read_number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise CursorProblem(f"not a cursor: {text!r}")
    return int(text)
