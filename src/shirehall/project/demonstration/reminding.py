"""The reminders of an invented case, each sent at the time at which it would have gone."""

from datetime import datetime, timedelta
from typing import Any

from shirehall.casework.api import owed_evidence, plan_step, reminder_at, version_of
from shirehall.casework.clocks import end_of_day
from shirehall.casework.models import Case, Evidence, Step
from shirehall.casework.planning import CLOSE_UNANSWERED, SEND_MESSAGE
from shirehall.casework.worker import perform
from shirehall.kernel.reminding import reminder_for

LEASE = timedelta(minutes=5)


def remind(case: Case, *, since: datetime, until: datetime) -> datetime:
    """Do what the ladder of each owed evidence asks for after `since` and before `until`, to the day on which it goes
    to an officer unanswered; gives when the last of it was, else `since`. What goes on one day goes together."""
    service = version_of(case).service
    ladders = {each.name: each for each in service.evidence}
    steps = []
    for row in owed_evidence(case):
        for number, rung in enumerate(ladders[row.name].remind if row.name in ladders else (), 1):
            template = reminder_for(service, ladders[row.name], number)
            if template is not None:
                payload = {
                    "message": template.name,
                    "channels": [rung.channel],
                    "evidence": [row.name],
                    "rung": number,
                }
                at = reminder_at(row.wanted_at, rung.after_days)
                steps += _planned(case, row, SEND_MESSAGE, payload, at, since=since, until=until)
        if row.due_on:
            ends_at = end_of_day(row.due_on)
            steps += _planned(
                case, row, CLOSE_UNANSWERED, {"evidence": row.name}, ends_at, since=since, until=until
            )
    for step in sorted(steps, key=lambda each: (each.due_at, each.pk)):
        leased = {"state": Step.State.LEASED, "lease": "demonstration", "leased_until": step.due_at + LEASE}
        Step.objects.filter(pk=step.pk).update(**leased, attempts=1)
        step.refresh_from_db()
        perform(step, at=step.due_at)
    case.refresh_from_db()
    return max((step.due_at for step in steps), default=since)


def _planned(
    case: Case,
    row: Evidence,
    kind: str,
    payload: dict[str, Any],
    at: datetime,
    *,
    since: datetime,
    until: datetime,
) -> list[Step]:
    """The step, where it lies in the time and was not planned before."""
    key = f"demonstration-{case.pk}-{row.pk}-{kind}-{payload.get('rung', 0)}-{row.wanted_at:%Y%m%d}"
    if not since < at < until or Step.objects.filter(key=key).exists():
        return []
    return [
        plan_step(
            kind=kind, payload=payload, at=row.wanted_at, case=case, not_before=at, key=key, evidence=row.name
        )
    ]
