"""The timeline of a case: its events, in words. Residents see theirs, officers see all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shirehall.casework.models import Case

LABELS: dict[str, str | Promise] = {
    "submitted": _("Answers sent"),
    "decided": _("Decision made"),
    "evidence_wanted": _("Evidence asked for"),
    "evidence_received": _("Evidence received"),
    "evidence_accepted": _("Evidence accepted"),
    "evidence_refused": _("Evidence not accepted"),
    "evidence_cancelled": _("Evidence no longer needed"),
    "evidence_unanswered": _("Evidence did not arrive in time"),
    "judged": _("Decided by an officer"),
    "review_asked": _("A person was asked to look again"),
    "withdrawn": _("Withdrawn"),
    "closed": _("Closed"),
    "renewal_asked": _("Asked whether anything has changed"),
    "renewed": _("Nothing had changed"),
    "renewal_unanswered": _("No answer whether anything has changed"),
    "task_opened": _("Passed to a team"),
    "task_closed": _("Dealt with by a team"),
    "assigned": _("Assigned"),
    "note_added": _("Note"),
    "viewed": _("Opened by an officer"),
    "message_sent": _("Message sent"),
    "reminder_left_out": _("Reminder left out"),
    "person_ways": _("How to reach the person was changed"),
    "person_representative_added": _("Somebody acts for the person"),
    "person_representative_ended": _("Somebody’s acting for the person was ended"),
    "person_linked": _("The person was found among those we know"),
    "person_parted": _("The person was found to be somebody else"),
    "text_received": _("Text message received"),
    "call_asked": _("Asked to be called back"),
    "step_done": _("Done by the system"),
    "step_failed": _("Something could not be sent"),
    "step_retried": _("Sending tried again"),
    "disposed": _("Details deleted at the end of the time we keep them"),
}
_FOR_RESIDENTS = frozenset(
    {
        "submitted", "decided", "evidence_wanted", "evidence_received", "evidence_accepted", "evidence_refused",
        "evidence_cancelled", "evidence_unanswered", "judged", "review_asked", "withdrawn", "closed", "task_opened",
        "renewal_asked", "renewed", "renewal_unanswered", "message_sent", "text_received", "call_asked", "disposed",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. `label` says what in words; `payload` is empty once it was disposed of."""

    at: datetime
    kind: str
    by: str
    label: str
    payload: Mapping[str, Any]
    sequence: int


def timeline(case: Case, *, for_resident: bool) -> list[TimelineEntry]:
    """What happened on a case, oldest first. A resident sees neither names of officers nor notes nor viewings."""
    events = case.events.select_related("payload").order_by("sequence")
    if for_resident:
        events = events.filter(kind__in=_FOR_RESIDENTS)
    return [
        TimelineEntry(
            at=event.at, kind=event.kind, by=_by(event.by, for_resident), label=label_of(event.kind),
            payload=event.payload.content if hasattr(event, "payload") else {}, sequence=event.sequence or 0,
        )
        for event in events
    ]  # fmt: skip


def label_of(kind: str) -> str:
    """The words for a kind of event; for one that another app brought, its name in words."""
    return str(LABELS.get(kind, kind.replace("_", " ").capitalize()))


def _by(by: str, for_resident: bool) -> str:
    return by if not for_resident or by in ("resident", "shirehall") else "officer"
