"""Sending what an officer did down the line, and noticing that somebody else was there meanwhile."""

from typing import Any

from django.utils.translation import gettext as _

from shirehall.casework.api import MACHINE, Receipt, StaleCase, submit
from shirehall.casework.models import Case, Event, Submission
from shirehall.desk.access import OpenCase
from shirehall.desk.forms import Posted
from shirehall.kernel.api import Answers

CHANNEL = "desk"
_CHANGES_NOTHING = (
    "viewed",
    "document_opened",
    "assigned",
    "step_done",
    "step_failed",
    "step_retried",
    "message_sent",
)


def events_since(case: Case, seen: int | None) -> list[Event]:
    """What happened after the officer looked that they ought to know before they decide. Nobody is stopped because
    somebody else looked too, or because a message went out."""
    if seen is None or seen >= case.last_sequence:
        return []
    events = (
        case.events.select_related("payload").filter(sequence__gt=seen).exclude(kind__in=_CHANGES_NOTHING)
    )
    return [
        each for each in events.order_by("sequence") if each.by != MACHINE or each.kind.startswith("evidence")
    ]


def refuse_stale(desk: OpenCase, posted: Posted) -> None:
    """Raises StaleCase where the case has changed since the officer saw it."""
    if events_since(desk.case, posted.seen):
        raise StaleCase(
            _("Somebody else has changed this case since you opened it. Look at it again, then decide.")
        )


def was_sent(desk: OpenCase, posted: Posted) -> bool:
    """Whether this showing of the form was sent before: a second click, or the page sent again."""
    return Submission.objects.filter(case=desk.case, idempotency_key=posted.key).exists()


def pass_down(
    desk: OpenCase,
    posted: Posted,
    *,
    purpose: str,
    answers: Answers | None = None,
    guarded: bool = True,
    **more: Any,
) -> Receipt:
    """One more pass on the case. The same form sent twice is one pass. Raises what `submit` raises."""
    case = desk.case
    guarded = guarded and not was_sent(desk, posted)
    if guarded:
        refuse_stale(desk, posted)
    return submit(
        service=case.service, answers=answers or {}, channel=CHANNEL, by=desk.by, at=desk.at,
        authority=case.authority, idempotency_key=posted.key, case=case, purpose=purpose,
        seen_sequence=case.last_sequence if guarded else None, **more,
    )  # fmt: skip
