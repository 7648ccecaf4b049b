"""Pages of the worklist, by key in both directions: no page costs more than the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db import connection
from django.db.models import Q, QuerySet

from shirehall.casework.api import CursorProblem
from shirehall.casework.models import Task
from shirehall.casework.worklists import SOON_DAYS
from shirehall.desk.access import Pile, in_piles
from shirehall.partnership.api import Officer

PAGE = 30


@dataclass(frozen=True, slots=True)
class Wish:
    """Which tasks are wanted. `piles` are queues and councils that the officer reaches; `who` is whose they are."""

    piles: tuple[Pile, ...]
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


def task_page(
    wish: Wish, *, officer: Officer, on: date, after: str = "", before: str = "", limit: int = PAGE
) -> TaskPage:
    """One page. Raises CursorProblem for a cursor that no page gave."""
    found = _wanted(wish, officer, on)
    if before:
        day, number = read_cursor(before)
        found &= Q(due_on__lt=day) | Q(due_on=day, id__lt=number)
        rows = _first(wish, found & Q(due_on__lte=day), ("-due_on", "-id"), limit + 1)
        more, rows = len(rows) > limit, rows[:limit][::-1]
        return TaskPage(rows, _cursor(rows[0]) if more else "", _cursor(rows[-1]) if rows else "")
    if after:
        day, number = read_cursor(after)
        found &= (Q(due_on__gt=day) | Q(due_on=day, id__gt=number)) & Q(due_on__gte=day)
    rows = _first(wish, found, ("due_on", "id"), limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    return TaskPage(rows, _cursor(rows[0]) if after and rows else "", _cursor(rows[-1]) if more else "")


def _wanted(wish: Wish, officer: Officer, on: date) -> Q:
    found = Q(closed_at=None)
    if wish.who:
        found &= Q(assigned_to=officer if wish.who == "mine" else None)
    if wish.due == "overdue":
        found &= Q(due_on__lt=on)
    elif wish.due == "soon":
        found &= Q(due_on__gte=on, due_on__lte=on + timedelta(days=SOON_DAYS))
    if wish.service:
        found &= Q(case__service=wish.service)
    return found & Q(kind=wish.kind) if wish.kind else found


def _first(wish: Wish, found: Q, order: tuple[str, str], limit: int) -> list[Task]:
    """The first tasks of all piles together."""
    tasks = Task.objects.select_related("case", "assigned_to").order_by(*order)
    if wish.who == "mine":
        # What one officer has is little, and has an index of its own.
        return list(tasks.filter(in_piles(wish.piles), found)[:limit])
    ids = _first_ids(
        [Task.objects.filter(found, queue=code, authority=of) for code, of in wish.piles], order, limit
    )
    return list(tasks.filter(pk__in=ids)[:limit])


def _first_ids(piles: Sequence[QuerySet[Task]], order: tuple[str, str], limit: int) -> list[int]:
    """The first of each pile stand at the front of an index. One statement reads them all, whatever a database
    without statistics would plan for the piles together: that may be to sort every open task."""
    parts: list[str] = []
    values: list[Any] = []
    for tasks in piles:
        sql, given = tasks.order_by(*order).values_list("id")[:limit].query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS pile")  # noqa: S608
        values += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [int(row[0]) for row in cursor.fetchall()]


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
