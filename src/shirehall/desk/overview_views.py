"""What a team leader wants to know in the morning: what waits where, what is overdue, who has how much."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.casework.api import local_date
from shirehall.casework.models import QueueCount, Task
from shirehall.desk.access import in_piles, need_somewhere, reached_piles, reached_queues
from shirehall.desk.page import draw, queue_links
from shirehall.partnership.api import Officer, Scope, officer_required

LOOKED_AT = 2000
"""The most tasks that are looked at, those due first: a page must not get slower with the pile."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open task, as far as it is counted here."""

    queue: str
    due_on: date
    assigned_to: int | None


@officer_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Queues and people of the officer's teams."""
    officer, reach = need_somewhere(request, "assign_case")
    on = local_date(timezone.now())
    tasks = _waiting(reach)
    open_by_queue: Counter[str] = Counter()
    for row in QueueCount.objects.filter(in_piles(reached_piles(reach))):
        open_by_queue[row.queue] += row.open
    overdue = sum(task.due_on < on for task in tasks)
    context = {
        "queues": queue_links(officer, None), "by_queue": _by_queue(reach, tasks, open_by_queue, on),
        "by_person": _by_person(tasks, on), "overdue": overdue, "total": sum(open_by_queue.values()),
        "nobody": sum(task.assigned_to is None for task in tasks), "home": reverse("desk"),
        "partly": sum(open_by_queue.values()) > len(tasks) >= LOOKED_AT, "looked_at": LOOKED_AT,
    }  # fmt: skip
    return draw(request, "overview.html", context, at_home="desk_overview")


def _waiting(reach: Scope) -> list[Waiting]:
    tasks = Task.objects.filter(in_piles(reached_piles(reach)), closed_at=None).order_by("due_on", "id")
    return [Waiting(*row) for row in tasks.values_list("queue", "due_on", "assigned_to_id")[:LOOKED_AT]]


def _by_queue(reach: Scope, tasks: Sequence[Waiting], counts: Counter[str], on: date) -> list[list[object]]:
    home, rows = reverse("desk"), []
    for queue in reached_queues(reach):
        of = [task for task in tasks if task.queue == queue.code]
        late, nobody = sum(task.due_on < on for task in of), sum(task.assigned_to is None for task in of)
        rows.append(
            [
                {"text": queue.title, "href": f"{home}?queue={queue.code}"}, counts[queue.code],
                _linked(late, f"{home}?queue={queue.code}&due=overdue"),
                _linked(nobody, f"{home}?queue={queue.code}&who=nobody"), of[0].due_on if of else None,
            ]
        )  # fmt: skip
    return rows


def _linked(count: int, href: str) -> object:
    return {"text": count, "href": href} if count else 0


def _by_person(tasks: Sequence[Waiting], on: date) -> list[list[object]]:
    had = Counter(task.assigned_to for task in tasks if task.assigned_to)
    late = Counter(task.assigned_to for task in tasks if task.assigned_to and task.due_on < on)
    names = dict(Officer.objects.filter(pk__in=had).values_list("pk", "name"))
    return [[names.get(pk, _("somebody who has left")), count, late[pk]] for pk, count in had.most_common()]
