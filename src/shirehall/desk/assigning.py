"""Who has a case: take it, give it out, put it back; and all of that undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from shirehall.casework.api import StaleCase, assign, local_date
from shirehall.casework.models import Case
from shirehall.desk.access import OpenCase, Pile, may_on, teams_of
from shirehall.desk.forms import DeskForm, Done, FormProblem, Posted, choice_asking
from shirehall.desk.task_pages import Wish, task_page
from shirehall.partnership.api import Officer, officers_who_may

NOBODY = "nobody"
ME = "me"
_TRIES = 5


def assign_form(desk: OpenCase) -> DeskForm:
    """Take the case or put it back; a team leader gives it to anybody who may work on it."""
    options = {ME: _("Me")}
    if desk.may("assign_case"):
        options |= {str(each.pk): each.name for each in colleagues(desk) if each.pk != desk.officer.pk}
    options[NOBODY] = _("Nobody: back to the queue")
    asking = choice_asking("to", _("Who has the case?"), _("who has the case"), options)
    return DeskForm(
        id="assign", title=_("Assign"), button=_("Assign"), perform=_assign, askings=(asking,), guarded=False
    )


def colleagues(desk: OpenCase) -> list[Officer]:
    """The officers who may work on the case, by name."""
    found: dict[int, Officer] = {}
    for team in desk.teams:
        found |= {
            each.pk: each for each in officers_who_may("work_case", team=team, authority=desk.case.authority)
        }
    return sorted(found.values(), key=lambda each: each.name)


def _assign(desk: OpenCase, posted: Posted) -> Done:
    case, to = desk.case, _chosen(desk, posted.text("to"))
    before = case.assigned_to_id
    if to is None and before != desk.officer.pk and not desk.may("assign_case"):
        raise FormProblem({"to": (_("Only a team leader can take a case from somebody else."), "")})
    assign(case=case, officer=to, by=desk.by, at=desk.at)
    words = _("%(name)s has the case.") % {"name": to.name} if to else _("The case is back in its queue.")
    return Done(words, undo={case.pk: before}, undo_from=to.pk if to else None)


def _chosen(desk: OpenCase, to: str) -> Officer | None:
    if to == NOBODY:
        return None
    if to == ME:
        return desk.officer
    chosen = next((each for each in colleagues(desk) if str(each.pk) == to), None)
    if chosen is None:
        raise FormProblem({"to": (_("Choose somebody who may work on this case."), "")})
    return chosen


def take_next(*, officer: Officer, piles: Sequence[Pile], at: datetime) -> Case | None:
    """Give the officer the case whose task is due first and that nobody has. None where there is none. Two who ask
    at once get two cases."""
    wish = Wish(tuple(piles), who="nobody")
    for task in task_page(wish, officer=officer, on=local_date(at), limit=_TRIES).rows:
        try:
            assign(
                case=task.case,
                officer=officer,
                by=officer.email,
                at=at,
                seen_sequence=task.case.last_sequence,
            )
        except StaleCase:
            continue
        return task.case
    return None


def assign_many(
    *, cases: Iterable[Case], to: Officer | None, officer: Officer, at: datetime
) -> tuple[dict[int, int | None], int]:
    """Assign those cases that the officer may, to somebody who may work on them. Gives who had each before, and how
    many were left out."""
    rows = list({case.pk: case for case in cases}.values())
    teams = teams_of(rows)
    before: dict[int, int | None] = {}
    left_out = 0
    for case in rows:
        if not _may_give(officer, case, to, teams[case.pk]):
            left_out += 1
            continue
        held = case.assigned_to_id
        assign(case=case, officer=to, by=officer.email, at=at)
        before[case.pk] = held
    return before, left_out


def _may_give(officer: Officer, case: Case, to: Officer | None, teams: tuple[str, ...]) -> bool:
    if may_on(officer, "assign_case", case.authority, teams):
        return to is None or may_on(to, "work_case", case.authority, teams)
    to_self = to == officer or (to is None and case.assigned_to_id == officer.pk)
    return to_self and may_on(officer, "work_case", case.authority, teams)


def undo(*, before: Mapping[int, int | None], undo_from: int | None, officer: Officer, at: datetime) -> int:
    """Give cases back to who had them, where nobody has given them on meanwhile. Gives how many."""
    cases = Case.objects.filter(pk__in=before, assigned_to=undo_from).select_related("assigned_to")
    had = {each.pk: each for each in Officer.objects.filter(pk__in=[pk for pk in before.values() if pk])}
    teams = teams_of(list(cases))
    undone = 0
    for case in cases:
        if may_on(officer, "work_case", case.authority, teams[case.pk]):
            assign(case=case, officer=had.get(before[case.pk] or 0), by=officer.email, at=at)
            undone += 1
    return undone
