"""Which wording a reminder has: a message may be written for one rung of the ladder of reminders."""

from shirehall.kernel.definition import EvidenceAsked, MessageTemplate, Service

LAST = "last"
RUNGS = ("first", "second", "third", LAST)


def reminder_for(service: Service, asked: EvidenceAsked, number: int) -> MessageTemplate | None:
    """The message of a rung, counted from 1: the one written for the last rung where it is the last, else the one of
    its number, else the one that names no rung."""
    written = {each.rung: each for each in reversed(service.messages) if each.on == "reminder"}
    rungs = [LAST] if number >= len(asked.remind) else []
    if number < len(RUNGS):
        rungs.append(RUNGS[number - 1])
    return next((written[rung] for rung in (*rungs, "") if rung in written), None)
