"""Steps that follow from a pass: messages by the service's templates, reminders, and the end of waiting."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shirehall.casework.clocks import end_of_day, reminder_at
from shirehall.casework.models import Case, Draft, Evidence, Step
from shirehall.casework.passes import Pass
from shirehall.kernel.definition import MessageTemplate, Service
from shirehall.kernel.reminding import reminder_for

SEND_MESSAGE = "send_message"
CLOSE_UNANSWERED = "close_unanswered"


def make_step(
    *, kind: str, payload: dict[str, Any], at: datetime, case: Case | None = None, draft: Draft | None = None,
    not_before: datetime | None = None, key: str = "", evidence: str = "", waits_for: Step | None = None,
) -> Step:  # fmt: skip
    """A step, not stored yet. Without `not_before` it is due at once."""
    start = max(not_before, at) if not_before else at
    return Step(
        case=case, draft=draft, kind=kind, key=key or secrets.token_hex(16), payload=payload, planned_at=at,
        not_before=start, due_at=start, evidence=evidence, waits_for=waits_for,
    )  # fmt: skip


def plan_steps(work: Pass) -> None:
    """Add what follows to the pass."""
    for template in work.resolved.version.service.messages:
        if template.on in work.happenings and _fits(template, work):
            work.steps.append(message_step(work.case, template, work.happenings[template.on], work.at))
    for name in (*work.happenings.get("evidence_wanted", ()), *work.happenings.get("evidence_refused", ())):
        work.steps += _waiting(work, work.evidence[name])


def plan_messages(case: Case, service: Service, happening: str, at: datetime) -> list[Step]:
    """The messages that go out for something that happened outside a pass, not stored yet."""
    return [
        message_step(case, template, (), at)
        for template in service.messages
        if template.on == happening and (not template.outcomes or case.outcome in template.outcomes)
    ]


def _fits(template: MessageTemplate, work: Pass) -> bool:
    return not template.outcomes or work.decision.outcome in template.outcomes


def message_step(case: Case, template: MessageTemplate, evidence: Iterable[str], at: datetime) -> Step:
    """The step that sends a message, by the ways that the template has words for and the case has an address for."""
    ways = (
        ("email", template.email and case.email),
        ("sms", template.sms and case.telephone),
        ("letter", template.letter and case.address),
    )
    payload = {
        "message": template.name, "channels": [way for way, possible in ways if possible],
        "decision": case.decision_number, "evidence": list(evidence),
    }  # fmt: skip
    return make_step(kind=SEND_MESSAGE, payload=payload, at=at, case=case)


def _waiting(work: Pass, row: Evidence) -> list[Step]:
    asked = next(each for each in work.resolved.version.service.evidence if each.name == row.name)
    steps = [
        make_step(
            kind=SEND_MESSAGE, at=work.at, case=work.case, evidence=row.name,
            payload={
                "message": template.name, "channels": [each.channel], "evidence": [row.name], "rung": number,
            },
            not_before=reminder_at(work.at, each.after_days),
        )
        for number, each in enumerate(asked.remind, 1)
        if (template := reminder_for(work.resolved.version.service, asked, number))
    ]  # fmt: skip
    if row.due_on:
        steps.append(
            make_step(
                kind=CLOSE_UNANSWERED, payload={"evidence": row.name}, at=work.at, case=work.case, evidence=row.name,
                not_before=end_of_day(row.due_on),
            )
        )  # fmt: skip
    return steps
