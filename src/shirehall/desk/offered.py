"""Which forms stand on the right of a case page now, in the order that never changes."""

from django.utils.translation import gettext as _

from shirehall.casework.api import is_for_residents, is_renewable
from shirehall.casework.models import Case, Evidence, Task
from shirehall.desk.access import OpenCase
from shirehall.desk.assigning import assign_form
from shirehall.desk.forms import DeskForm
from shirehall.desk.handling import end_form, note_form, renewal_form, task_forms
from shirehall.desk.judging import judgement_forms
from shirehall.desk.proving import evidence_forms


def forms_for(desk: OpenCase, *, tasks: list[Task], evidence: list[Evidence]) -> list[DeskForm]:
    """Every form that the officer may use on the case as it stands. Empty for one who may only look."""
    if not desk.may("work_case"):
        return []
    if not is_for_residents(desk.version.service):
        # It is worked on its department's own page, where limits and second persons stand. Here it is read.
        return [*task_forms(desk, tasks, evidence), assign_form(desk), note_form()]
    if desk.case.state in (Case.State.WITHDRAWN, Case.State.CLOSED):
        return [*task_forms(desk, tasks, evidence), assign_form(desk), note_form()]
    waits = any(task.kind in (Task.Kind.DECIDE, Task.Kind.REVIEW) for task in tasks)
    return [
        *([renewal_form(desk)] if is_renewable(desk.case, desk.version.service) else []),
        *judgement_forms(desk, waits_for_decision=waits),
        *evidence_forms(desk, {row.name: row for row in evidence}),
        *task_forms(desk, tasks, evidence),
        assign_form(desk),
        note_form(),
        # What was decided is not withdrawn: a change of it is told instead.
        *([] if desk.case.finished else [end_form(desk)]),
    ]


def changeable(desk: OpenCase) -> list[tuple[str, str]]:
    """Facts that an officer may give with a reason, with their labels: what was asked, then what is worked out."""
    over = desk.case.state in (Case.State.WITHDRAWN, Case.State.CLOSED)
    if over or not desk.may("work_case") or not is_for_residents(desk.version.service):
        return []
    service = desk.version.service
    asked = [
        (page.repeat, page.title)
        if page.repeat
        else (question.fact, question.asked.label or question.asked.ask)
        for page in service.pages
        for question in (page.questions[:1] if page.repeat else page.questions)
        if question.type not in ("file", "declaration")
    ]
    derived = [
        (fact.name, _("%(label)s (worked out)") % {"label": fact.label})
        for fact in service.facts.values()
        if fact.origin in ("worked_out", "looked_up") and fact.kind in DERIVED_TYPES and "." not in fact.name
    ]
    return [*asked, *derived]


DERIVED_TYPES = {
    "money": "money", "percent": "percent", "integer": "integer", "yes_no": "yes_no", "choice": "choice",
    "date": "date", "text": "short_text",
}  # fmt: skip
"""Kind of a fact that nobody asks -> the question type that reads it from an officer."""
