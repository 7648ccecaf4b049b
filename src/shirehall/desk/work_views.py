"""The worklist: queues on the left, tasks in the middle, what may be done with them on the right."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from shirehall.casework.api import CursorProblem, local_date, published_services
from shirehall.casework.models import Task
from shirehall.desk.access import (
    in_piles,
    need_somewhere,
    reached_authorities,
    reached_piles,
    reached_queues,
)
from shirehall.desk.assigning import ME, NOBODY, assign_many, take_next, undo
from shirehall.desk.forms import Done
from shirehall.desk.page import draw, navigation, queue_links, remember_done
from shirehall.desk.task_pages import PAGE, TaskPage, Wish, task_page
from shirehall.desk.words import authority_name, due_words, is_soon, task_word
from shirehall.partnership.api import Officer, Scope, officer_of, officer_required, officers_who_may, scope

_FILTERS = ("queue", "authority", "who", "due", "service")


@officer_required
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The officer's work, the earliest due first."""
    if elsewhere := _home_elsewhere(officer_of(request)):
        return redirect(elsewhere)
    officer, reach = need_somewhere(request, "see_case")
    chosen = _chosen(request.GET)
    at = timezone.now()
    on = local_date(at)
    try:
        page = task_page(
            _wish(reach, chosen), officer=officer, on=on,
            after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        )  # fmt: skip
    except CursorProblem as problem:
        raise Http404 from problem
    titles = {row.service: row.title for row in published_services()}
    keep = {name: value for name, value in chosen.items() if value and name != "queue"}
    context = {
        "rows": [_row(task, officer, titles, at) for task in page.rows], "filters": _filters(reach, chosen, titles),
        "chosen": chosen, "is_filtered": bool(keep),
        "queues": queue_links(officer, chosen["queue"], keep=urlencode(keep)),
        "earlier_url": _url(chosen, before=page.before), "later_url": _url(chosen, after=page.after),
        "heading": _heading(reach, chosen), "people": _people(officer, reach, chosen, page),
        "may_work": not scope(officer, "work_case").is_empty, "clear_url": _url({"queue": chosen["queue"]}),
        "nobody": NOBODY, "me": ME,
    }  # fmt: skip
    return draw(request, "work.html", context, at_home="desk")


def _home_elsewhere(officer: Officer) -> str:
    """For who has no worklist: the first of the pages that are for them. Empty where there is none, or a worklist."""
    if not scope(officer, "see_case").is_empty:
        return ""
    return next((str(page["href"]) for page in navigation(officer, "")), "")


def _chosen(data: Mapping[str, str]) -> dict[str, str]:
    return {name: data.get(name, "") for name in _FILTERS}


def _wish(reach: Scope, chosen: Mapping[str, str]) -> Wish:
    """What the filters say; a word that is none of a filter's is as if it were not there."""
    return Wish(
        reached_piles(reach, queue_code=chosen["queue"], authority=chosen["authority"]),
        who=chosen["who"] if chosen["who"] in ("mine", "nobody") else "",  # type: ignore[arg-type]
        due=chosen["due"] if chosen["due"] in ("overdue", "soon") else "",  # type: ignore[arg-type]
        service=chosen["service"],
    )


def _row(task: Task, officer: Officer, titles: Mapping[str, str], at: Any) -> dict[str, Any]:
    on, case = local_date(at), task.case
    held = _("you") if task.assigned_to == officer else task.assigned_to.name if task.assigned_to else ""
    return {
        "id": task.pk, "reference": case.reference, "href": reverse("desk_case", args=[case.reference]),
        "name": case.applicant_name or _("No name given"), "service": titles.get(case.service, case.service),
        "authority": authority_name(case.authority), "waits": task.title, "word": task_word(task.kind),
        "due": due_words(task.due_on, on), "late": task.due_on < on, "soon": is_soon(task.due_on, on), "held": held,
    }  # fmt: skip


def _filters(reach: Scope, chosen: Mapping[str, str], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    councils = [(each.code, each.short_name) for each in reached_authorities(reach)]
    fields = [
        ("authority", _("Council"), [("", _("All councils")), *councils]),
        ("who", _("Whose"), [("", _("Everybody’s")), ("mine", _("Mine")), ("nobody", _("Nobody’s yet"))]),
        ("due", _("Due"), [("", _("Any time")), ("overdue", _("Overdue")), ("soon", _("In 3 days"))]),
        (
            "service",
            _("Service"),
            [("", _("All services")), *sorted(titles.items(), key=lambda each: each[1])],
        ),
    ]
    return [
        {"name": name, "label": words, "kind": "select", "options": options, "value": chosen[name]}
        for name, words, options in fields
    ]


def _heading(reach: Scope, chosen: Mapping[str, str]) -> str:
    title = next((each.title for each in reached_queues(reach) if each.code == chosen["queue"]), "")
    return title or _("My queues")


def _people(
    officer: Officer, reach: Scope, chosen: Mapping[str, str], page: TaskPage
) -> list[tuple[str, str]]:
    """Whom the tasks may be given to: oneself, and for a team leader everybody in the teams."""
    give = scope(officer, "assign_case")
    if give.is_empty or not page.rows:
        return []
    teams = give.teams or {each.team for each in reached_queues(reach)}
    councils = {row.authority for row in page.rows}
    found = {
        each.pk: each.name
        for team in sorted(teams)
        for council in sorted(councils)
        for each in officers_who_may("work_case", team=team, authority=council)
        if each.pk != officer.pk
    }
    return [(str(pk), name) for pk, name in sorted(found.items(), key=lambda each: each[1])]


def _url(chosen: Mapping[str, str], **cursor: str) -> str:
    if cursor and not any(cursor.values()):
        return ""
    kept = {name: value for name, value in {**chosen, **cursor}.items() if value}
    return f"{reverse('desk')}?{urlencode(kept)}" if kept else reverse("desk")


@officer_required
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the next one: what is due first and nobody has, of the queue in front of the officer."""
    officer, _reach = need_somewhere(request, "see_case")
    may_work = scope(officer, "work_case")
    if may_work.is_empty:
        raise PermissionDenied
    chosen = _chosen(request.POST)
    piles = reached_piles(may_work, queue_code=chosen["queue"], authority=chosen["authority"])
    case = take_next(officer=officer, piles=piles, at=timezone.now())
    if case is None:
        remember_done(request, Done(_("Nothing is waiting that nobody has.")))
        return redirect(_url(chosen))
    remember_done(request, Done(_("You have this case."), undo={case.pk: None}, undo_from=officer.pk))
    return redirect("desk_case", case.reference)


@officer_required
@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Assign the cases of the ticked tasks."""
    officer, reach = need_somewhere(request, "work_case")
    ids = [int(each) for each in request.POST.getlist("task") if each.isascii() and each.isdigit()][:PAGE]
    tasks = Task.objects.select_related("case").filter(
        in_piles(reached_piles(reach)), pk__in=ids, closed_at=None
    )
    to, known = _receiver(officer, request.POST.get("to", ""))
    back = redirect(_url(_chosen(request.POST)))
    if not ids or not known:
        remember_done(request, Done(_("Tick the cases first.") if not ids else _("Choose who gets them.")))
        return back
    before, left_out = assign_many(
        cases=[task.case for task in tasks], to=to, officer=officer, at=timezone.now()
    )
    count = len(before)
    said = ngettext("%(count)d case is assigned.", "%(count)d cases are assigned.", count) % {"count": count}
    if left_out:
        said += " " + _left(left_out)
    remember_done(request, Done(said, undo=before, undo_from=to.pk if to else None))
    return back


def _left(count: int) -> str:
    said = ngettext(
        "%(count)d was left: it is not yours to give, or not for that person.",
        "%(count)d were left: they are not yours to give, or not for that person.",
        count,
    )
    return said % {"count": count}


def _receiver(officer: Officer, to: str) -> tuple[Officer | None, bool]:
    if to in (ME, NOBODY):
        return (officer if to == ME else None), True
    found = (
        Officer.objects.filter(pk=int(to), is_active=True).first() if to.isascii() and to.isdigit() else None
    )
    return found, found is not None


@officer_required
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Undo the last assignment of this officer, where nobody has given the cases on."""
    officer = officer_of(request)
    kept = request.session.pop("desk_undo", None)
    if not kept:
        remember_done(request, Done(_("There is nothing to undo.")))
        return redirect("desk")
    before = {int(case): held for case, held in kept["undo"]}
    undone = undo(before=before, undo_from=kept["from"], officer=officer, at=timezone.now())
    said = ngettext("%(count)d case is as it was.", "%(count)d cases are as they were.", undone) % {
        "count": undone
    }
    remember_done(request, Done(said))
    back = request.POST.get("back", "")
    return redirect(back if _is_ours(back) else "desk")


def _is_ours(back: str) -> bool:
    return back.startswith(reverse("desk")) and "//" not in back and "\\" not in back
