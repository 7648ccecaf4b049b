"""The reminders of an invented case, each sent at the time at which it would have gone."""

from datetime import datetime, timedelta

from shirehall.casework.api import owed_evidence, plan_step, reminder_at, version_of
from shirehall.casework.models import Case, Step
from shirehall.casework.planning import SEND_MESSAGE
from shirehall.casework.worker import perform
from shirehall.kernel.reminding import reminder_for

LEASE = timedelta(minutes=5)


def remind(case: Case, *, since: datetime, until: datetime) -> int:
    """Send what the ladder of each owed evidence asks for after `since` and before `until`; gives how many steps that
    were. What goes on one day goes together, as it does in truth."""
    service = version_of(case).service
    ladders = {each.name: each for each in service.evidence}
    steps = []
    for row in owed_evidence(case):
        for number, rung in enumerate(ladders[row.name].remind if row.name in ladders else (), 1):
            at = reminder_at(row.wanted_at, rung.after_days)
            template = reminder_for(service, ladders[row.name], number)
            if template is None or not since < at < until:
                continue
            payload = {
                "message": template.name,
                "channels": [rung.channel],
                "evidence": [row.name],
                "rung": number,
            }
            key = f"demonstration-{case.pk}-{row.pk}-{number}-{row.wanted_at:%Y%m%d}"
            if not Step.objects.filter(key=key).exists():
                steps.append(
                    plan_step(
                        kind=SEND_MESSAGE, payload=payload, at=row.wanted_at, case=case, not_before=at, key=key,
                        evidence=row.name,
                    )
                )  # fmt: skip
    for step in sorted(steps, key=lambda each: (each.due_at, each.pk)):
        leased = {"state": Step.State.LEASED, "lease": "demonstration", "leased_until": step.due_at + LEASE}
        Step.objects.filter(pk=step.pk).update(**leased, attempts=1)
        step.refresh_from_db()
        perform(step, at=step.due_at)
    return len(steps)
