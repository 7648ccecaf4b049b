"""Steps that failed for good, for those who may have them tried again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shirehall.casework.api import CursorProblem, SubmissionError, local_date, retry_step, step_handlers
from shirehall.casework.models import Step, Task
from shirehall.desk.access import may_on, need_somewhere, reached_piles, teams_of
from shirehall.desk.forms import Done
from shirehall.desk.page import draw, queue_links, remember_done
from shirehall.desk.task_pages import Wish, task_page
from shirehall.desk.words import authority_name
from shirehall.partnership.api import officer_of, officer_required


@officer_required
@require_safe
def failed(request: HttpRequest) -> HttpResponse:
    """The failed steps of the officer's teams, by the tasks that stand for them."""
    officer, reach = need_somewhere(request, "retry_step")
    wish = Wish(reached_piles(reach), kind=Task.Kind.FAILED_STEP)
    on = local_date(timezone.now())
    try:
        page = task_page(
            wish,
            officer=officer,
            on=on,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except CursorProblem as problem:
        raise Http404 from problem
    steps = Step.objects.filter(case__in=[task.case_id for task in page.rows], state=Step.State.FAILED)
    by_case: dict[int, list[Step]] = {}
    for step in steps.order_by("id"):
        by_case.setdefault(step.case_id or 0, []).append(step)
    rows = [_row(task, step) for task in page.rows for step in by_case.get(task.case_id, ())]
    home = reverse("desk_failed")
    context = {
        "rows": rows, "queues": queue_links(officer, None),
        "earlier_url": f"{home}?before={page.before}" if page.before else "",
        "later_url": f"{home}?after={page.after}" if page.after else "",
    }  # fmt: skip
    return draw(request, "failed.html", context, at_home="desk_failed")


def _row(task: Task, step: Step) -> dict[str, Any]:
    handler = step_handlers.get(step.kind)
    return {
        "id": step.pk, "title": handler.label if handler else step.kind.replace("_", " ").capitalize(),
        "what": str(step.payload.get("message") or "").replace("_", " "), "error": step.last_error,
        "attempts": step.attempts, "at": step.due_at, "reference": task.case.reference,
        "name": task.case.applicant_name, "authority": authority_name(task.case.authority),
        "href": reverse("desk_case", args=[task.case.reference]),
    }  # fmt: skip


@officer_required
@require_POST
def again(request: HttpRequest, step_id: int) -> HttpResponse:
    """Try one step again."""
    officer = officer_of(request)
    step = Step.objects.select_related("case").filter(pk=step_id).first()
    if step is None or step.case is None:
        raise Http404
    teams = teams_of([step.case])[step.case.pk]
    if not may_on(officer, "see_case", step.case.authority, teams):
        raise Http404
    if not may_on(officer, "retry_step", step.case.authority, teams):
        raise PermissionDenied
    try:
        retry_step(step=step, by=officer.email, at=timezone.now())
        remember_done(request, Done(_("It is tried again.")))
    except SubmissionError as problem:
        remember_done(request, Done(str(problem)))
    if request.POST.get("from") == "case":
        return redirect("desk_case", step.case.reference)
    return redirect("desk_failed")
