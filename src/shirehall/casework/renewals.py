"""Renewals: what was approved is asked about again, and an officer looks where nobody answers. Nothing ends by itself.

A case that stands approved and settled carries the day on which the machine does the next thing (`renew_on`): ask, or,
once it has asked (`renewal_asked_at`), tell a person that no answer came. A renewal is a pass like any other: the rules
decide again for its day, on the answers that stand, and what officers judged stays judged.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.casework.chores import Chore, register_chore
from shirehall.casework.clocks import add_working_days, local_date, reminder_at
from shirehall.casework.events import Happened, append
from shirehall.casework.locking import lock_case
from shirehall.casework.models import Case, Step, Task
from shirehall.casework.passes import Pass
from shirehall.casework.planning import SEND_MESSAGE, make_step, message_step
from shirehall.casework.problems import SubmissionError
from shirehall.casework.settling import retain_until
from shirehall.casework.tasks import open_task, queue_for
from shirehall.casework.versions import version_of
from shirehall.kernel.definition import MessageTemplate, Renewal, Service

RENEWAL_DUE = "renewal_due"
MACHINE = "shirehall"
_SHARE = 50
_LOOKED_AT_WITHIN_DAYS = 10
_ANSWERS = ("apply", "change", "renewal")


def follow_renewal(work: Pass) -> None:
    """After a pass has settled: when the case is renewed next, and whether what was asked is answered."""
    case, renewal = work.case, work.resolved.version.service.renewal
    if renewal is None:
        return
    over = case.outcome != "approve" or case.state in (Case.State.CLOSED, Case.State.WITHDRAWN)
    answered = work.request.purpose in _ANSWERS
    if over or answered:
        work.cancel_renewal = case.renewal_asked_at is not None
        case.renew_on, case.renewal_asked_at = None, None
    if over or case.state != Case.State.SETTLED:
        return
    # What stands is kept from its last renewal on, and not from the day on which it was first approved.
    if answered:
        case.closed_at = work.at
        case.retain_until_on = retain_until(work.resolved.version.service, case, Case.State.SETTLED)
    if case.renew_on is None and case.renewal_asked_at is None:
        case.renew_on = work.on + timedelta(days=renewal.every_days)


def check_renewal(case: Case, service: Service, *, by_resident: bool) -> None:
    """Raises SubmissionError where there is nothing to renew, or nobody asked the resident to."""
    if not is_renewable(case, service) or (by_resident and case.renewal_asked_at is None):
        raise SubmissionError(_("There is nothing to renew now. Tell us of a change instead."))


def is_renewable(case: Case, service: Service) -> bool:
    """Whether the case stands as something that is renewed."""
    stands = case.state == Case.State.SETTLED and case.outcome == "approve"
    return service.renewal is not None and stands and case.disposed_at is None


def renewal_wanted(case: Case) -> bool:
    """Whether the person has been asked and has not answered yet."""
    return case.renewal_asked_at is not None and case.state == Case.State.SETTLED


def answer_by(case: Case) -> date | None:
    """The last day to answer a renewal; None where none is asked."""
    renewal = version_of(case).service.renewal
    if renewal is None or case.renewal_asked_at is None:
        return None
    return local_date(case.renewal_asked_at) + timedelta(days=renewal.close_unanswered_after)


def ask_renewals(at: datetime) -> int:
    """Do what is due on a share of the cases: ask, or tell an officer that nobody answered. Gives how many."""
    due = Case.objects.filter(renew_on__lte=local_date(at), state=Case.State.SETTLED, disposed_at=None)
    return sum(_look(pk, at) for pk in due.order_by("renew_on", "id").values_list("pk", flat=True)[:_SHARE])


def _look(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        case = lock_case(pk)
        due = case.renew_on is not None and case.renew_on <= local_date(at)
        if not due or case.state != Case.State.SETTLED:
            return False
        service = version_of(case).service
        if service.renewal is None:
            case.renew_on = None
        elif case.renewal_asked_at is None:
            _ask(case, service, service.renewal, at)
        else:
            _pass_on(case, at)
        case.save()
    return True


def _ask(case: Case, service: Service, renewal: Renewal, at: datetime) -> None:
    case.renewal_asked_at = at
    until = local_date(at) + timedelta(days=renewal.close_unanswered_after)
    case.renew_on = until + timedelta(days=1)
    happened = Happened(kind="renewal_asked", by=MACHINE, at=at, payload={"answer_by_on": until.isoformat()})
    append(case, [happened])
    templates = [each for each in service.messages if each.on == RENEWAL_DUE]
    steps = [message_step(case, each, (), at) for each in templates]
    steps += [step for each in templates for step in _reminders(case, each, renewal, at)]
    Step.objects.bulk_create(steps)


def _reminders(case: Case, template: MessageTemplate, renewal: Renewal, at: datetime) -> list[Step]:
    return [
        make_step(
            kind=SEND_MESSAGE, at=at, case=case, not_before=reminder_at(at, each.after_days),
            payload={"message": template.name, "channels": [each.channel], "evidence": []},
        )
        for each in renewal.remind
    ]  # fmt: skip


def _pass_on(case: Case, at: datetime) -> None:
    case.renew_on = None
    version = version_of(case)
    if not Task.objects.filter(case=case, kind=Task.Kind.RENEWAL, closed_at=None).exists():
        open_task(
            case, kind=Task.Kind.RENEWAL, queue=queue_for(version), at=at, title=_("No answer to the renewal"),
            due_on=add_working_days(local_date(at), _LOOKED_AT_WITHIN_DAYS),
        )  # fmt: skip
    if case.automatic:
        case.automatic, case.left_because = False, "renewal_unanswered"
    append(case, [Happened(kind="renewal_unanswered", by=MACHINE, at=at, payload={})])


def cancel_asking(case: Case, service: Service) -> None:
    """What still waits to ask loses its reason."""
    names = [each.name for each in service.messages if each.on == RENEWAL_DUE]
    waiting = Step.objects.filter(case=case, state=Step.State.WAITING, kind=SEND_MESSAGE)
    waiting.filter(payload__message__in=names).update(state=Step.State.CANCELLED)


register_chore(Chore(name="renewals", label="Ask whether what was approved still holds", work=ask_renewals))
