"""A reminder as it is about to go: is it still wanted, what else is due, and was it said today already?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from shirehall.capabilities.messages.choosing import Choice, choose
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.wording import Matter
from shirehall.capabilities.people.api import Ways
from shirehall.casework.clocks import LONDON, local_date
from shirehall.casework.locking import lock_case
from shirehall.casework.models import Evidence, Step
from shirehall.kernel.definition import MessageTemplate

ARRIVED, SAID_TODAY = "arrived", "said_today"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is to be said now. `left_out` says why nothing is: the evidence arrived, or it was said today already."""

    matter: Matter
    choice: Choice
    left_out: str = ""


def reminder_now(
    step: Step, matter: Matter, template: MessageTemplate, choice: Choice, *, ways: Ways, at: datetime
) -> Reminder:
    """A reminder in front of the case as it stands. The caller is in a transaction: under the case's lock no evidence
    comes in, and no other reminder of the case is written. All that is due today by the same way is asked for at once,
    and nothing is asked for twice a day by one way."""
    lock_case(matter.case.pk)
    rows = {row.name: row for row in Evidence.objects.filter(case=matter.case, state__in=Evidence.OWED)}
    if step.evidence not in rows:
        return Reminder(matter, Choice(()), ARRIVED)
    said = _said_today(matter.case.pk, at)
    sends = tuple(
        each for each in choice.sends if step.evidence not in said.get((each.recipient, each.channel), set())
    )
    if not sends:
        return Reminder(matter, Choice(()), SAID_TODAY)
    names = {step.evidence, *_due_together(step, matter, choice, ways=ways, at=at)} & rows.keys()
    asked = tuple(sorted((rows[name] for name in names), key=lambda row: (row.wanted_at, row.pk)))
    return Reminder(replace(matter, evidence=asked), replace(choice, sends=sends))


def rungs_of(step: Step, names: Sequence[str], at: datetime) -> Mapping[str, int]:
    """The rung of each evidence that a reminder asks for: the latest that is due."""
    rungs = {step.evidence: int(step.payload.get("rung", 0))}
    others = Step.objects.filter(case=step.case_id, kind=step.kind, evidence__in=names, not_before__lte=at)
    for other in others.exclude(state=Step.State.CANCELLED).order_by("not_before", "pk"):
        if other.evidence != step.evidence:
            rungs[other.evidence] = int(other.payload.get("rung", 0))
    return rungs


def _said_today(case_id: int, at: datetime) -> Mapping[tuple[str, str], set[str]]:
    """What reminders of today asked for, by recipient and channel."""
    midnight = datetime.combine(local_date(at), time(0), tzinfo=LONDON)
    found: dict[tuple[str, str], set[str]] = {}
    rows = Message.objects.filter(case=case_id, event="reminder", created_at__gte=midnight).exclude(
        state=Message.State.FAILED
    )
    for recipient, channel, evidence in rows.values_list("recipient", "channel", "evidence"):
        found.setdefault((recipient, channel), set()).update(evidence)
    return found


def _due_together(step: Step, matter: Matter, choice: Choice, *, ways: Ways, at: datetime) -> set[str]:
    """Other evidence of the case whose reminder is due by now and would go by the same channels."""
    templates = {each.name: each for each in matter.version.service.messages}
    found = set()
    waiting = (Step.State.WAITING, Step.State.LEASED)
    others = Step.objects.filter(case=step.case_id, kind=step.kind, state__in=waiting, not_before__lte=at)
    for other in others.exclude(evidence="").exclude(pk=step.pk):
        template = templates.get(other.payload.get("message", ""))
        if template is None:
            continue
        asked_for = tuple(other.payload.get("channels", ()))
        theirs = choose(
            matter.case, template, asked_for=asked_for, version=matter.version, answers=matter.answers, ways=ways
        )  # fmt: skip
        if theirs.channels == choice.channels:
            found.add(other.evidence)
    return found
