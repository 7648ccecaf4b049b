"""What an officer does about a case without deciding it: note, task, end."""

from functools import partial

from django.utils.translation import gettext as _

from shirehall.casework.api import add_note, close_task, renewal_wanted
from shirehall.casework.models import Case, Evidence, Task
from shirehall.desk.access import OpenCase
from shirehall.desk.forms import DeskForm, Done, Posted, choice_asking, reason_asking
from shirehall.desk.passing import pass_down, refuse_stale


def note_form() -> DeskForm:
    """Any officer who works on the case may leave a note; nobody is stopped by what happened meanwhile."""
    return DeskForm(
        id="note", title=_("Add a note"), button=_("Add the note"), perform=_add_note, guarded=False,
        askings=(reason_asking(_("Note"), _("Only officers see it here. The person may ask for a copy.")),),
    )  # fmt: skip


def _add_note(desk: OpenCase, posted: Posted) -> Done:
    add_note(case=desk.case, text=posted.text("reason"), by=desk.by, at=desk.at)
    return Done(_("The note is on the case."))


def task_forms(desk: OpenCase, tasks: list[Task], evidence: list[Evidence]) -> list[DeskForm]:
    """Tasks that are closed by hand: a call back, a review, a contact. Others close by what is decided."""
    received = any(row.state == Evidence.State.RECEIVED for row in evidence)
    return [_task_form(desk.case, task) for task in tasks if _by_hand(desk.case, task, received)]


def _by_hand(case: Case, task: Task, received: bool) -> bool:
    match task.kind:
        case Task.Kind.FAILED_STEP | Task.Kind.RENEWAL:
            return False
        case Task.Kind.DECIDE:
            return case.outcome == "received"
        case Task.Kind.EVIDENCE:
            return not received
    return True


def _task_form(case: Case, task: Task) -> DeskForm:
    match task.kind:
        case Task.Kind.CALL_BACK:
            title, ask, button = _("The call back"), _("What did you agree?"), _("Done")
            outcomes = {"reached": _("We spoke"), "not_reached": _("Nobody answered, after several tries")}
        case Task.Kind.REVIEW:
            title, ask, button = _("Close the review"), _("What did you find?"), _("The decision stands")
            outcomes = {}
        case _:
            title, ask, button = _("Close the task"), _("What did you do?"), _("Close the task")
            outcomes = {}
    asked = (
        [choice_asking("outcome", _("Did you speak?"), _("whether you spoke"), outcomes)] if outcomes else []
    )
    return DeskForm(
        id=f"task-{task.kind}", title=title, button=button, perform=partial(_close, task=task), recommended=True,
        hint=task.title if task.kind in (Task.Kind.REVIEW, Task.Kind.REPLY) else "",
        askings=(*asked, reason_asking(ask)),
    )  # fmt: skip


def _close(desk: OpenCase, posted: Posted, *, task: Task) -> Done:
    refuse_stale(desk, posted)
    default = "decision_stands" if task.kind == Task.Kind.REVIEW else "done"
    close_task(
        task=task,
        outcome=posted.text("outcome") or default,
        by=desk.by,
        at=desk.at,
        note=posted.text("reason"),
    )
    return Done(_("The task is closed."))


def renewal_form(desk: OpenCase) -> DeskForm:
    """What the person said about a renewal, in whatever way they said it. A change is told on the facts themselves."""
    answers = {
        "renewal": _("Nothing has changed"),
        "close": _("They do not want it any more"),
    }
    return DeskForm(
        id="renewal", title=_("Renewal"), button=_("Record it"), perform=_renew,
        recommended=renewal_wanted(desk.case),
        hint=_("If something has changed, change the answer, and say from which day."),
        askings=(
            choice_asking("purpose", _("What did they say?"), _("what they said"), answers),
            reason_asking(_("How did they tell you?")),
        ),
    )  # fmt: skip


def _renew(desk: OpenCase, posted: Posted) -> Done:
    purpose = posted.text("purpose")
    pass_down(desk, posted, purpose=purpose, note=posted.text("reason"))
    return Done(_("It is renewed.") if purpose == "renewal" else _("The case is closed."))


def end_form(desk: OpenCase) -> DeskForm:
    """The person does not want it any more, or nothing more can be done."""
    ends = {
        "withdraw": _("The person does not want it any more"),
        "close": _("Close it without a decision"),
    }
    return DeskForm(
        id="end", title=_("Withdraw or close"), button=_("End the case"), perform=_end, kind="warning",
        askings=(
            choice_asking("purpose", _("Why does it end?"), _("why it ends"), ends),
            reason_asking(_("What was said?")),
        ),
    )  # fmt: skip


def _end(desk: OpenCase, posted: Posted) -> Done:
    purpose = posted.text("purpose")
    pass_down(desk, posted, purpose=purpose, note=posted.text("reason"))
    return Done(_("The case is withdrawn.") if purpose == "withdraw" else _("The case is closed."))
