"""Pages of the worklist, by key in both directions: no page costs more than the first."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from django.db.models import Q

from shirehall.casework.api import CursorProblem
from shirehall.casework.models import Task
from shirehall.casework.worklists import SOON_DAYS
from shirehall.partnership.api import Officer

PAGE = 30


@dataclass(frozen=True, slots=True)
class Wish:
    """Which tasks are wanted. `within` is what the officer reaches; `who` is whose they are."""

    within: Q = field(default_factory=Q)
    who: Literal["", "mine", "nobody"] = ""
    due: Literal["", "overdue", "soon"] = ""
    service: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of open tasks, the earliest due first. `before` and `after` are cursors of its neighbours, or empty."""

    rows: list[Task]
    before: str
    after: str


def wanted(wish: Wish, *, officer: Officer, on: date) -> Q:
    """The condition for open tasks."""
    found = wish.within & Q(closed_at=None)
    if wish.who:
        found &= Q(assigned_to=officer if wish.who == "mine" else None)
    if wish.due == "overdue":
        found &= Q(due_on__lt=on)
    elif wish.due == "soon":
        found &= Q(due_on__gte=on, due_on__lte=on + timedelta(days=SOON_DAYS))
    if wish.service:
        found &= Q(case__service=wish.service)
    return found & Q(kind=wish.kind) if wish.kind else found


def task_page(
    wish: Wish, *, officer: Officer, on: date, after: str = "", before: str = "", limit: int = PAGE
) -> TaskPage:
    """One page. Raises CursorProblem for a cursor that no page gave."""
    tasks = Task.objects.select_related("case", "assigned_to").filter(wanted(wish, officer=officer, on=on))
    if before:
        day, number = read_cursor(before)
        tasks = tasks.filter(Q(due_on__lt=day) | Q(due_on=day, id__lt=number), due_on__lte=day)
        rows = list(tasks.order_by("-due_on", "-id")[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit][::-1]
        return TaskPage(rows, _cursor(rows[0]) if more else "", _cursor(rows[-1]) if rows else "")
    if after:
        day, number = read_cursor(after)
        tasks = tasks.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=number), due_on__gte=day)
    rows = list(tasks.order_by("due_on", "id")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return TaskPage(rows, _cursor(rows[0]) if after and rows else "", _cursor(rows[-1]) if more else "")


def read_cursor(cursor: str) -> tuple[date, int]:
    """The due date and id of a row. Raises CursorProblem."""
    day, _tilde, number = cursor.partition("~")
    try:
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise ValueError(number)
        return date.fromisoformat(day), int(number)
    except ValueError as error:
        raise CursorProblem(f"not a cursor: {cursor!r}") from error


def _cursor(task: Task) -> str:
    return f"{task.due_on.isoformat()}~{task.pk}"
