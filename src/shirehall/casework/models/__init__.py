"""The records of casework. Written by actions alone, read by queries; integrity stands in the database."""

from shirehall.casework.models.cases import Case, CaseFact, CaseJudgement, Decision, Evidence, Submission
from shirehall.casework.models.drafts import Draft
from shirehall.casework.models.events import Event, EventInbox, EventPayload
from shirehall.casework.models.versions import RatesVersion, ServiceVersion
from shirehall.casework.models.work import QueueCount, Step, Task

__all__ = [
    "Case",
    "CaseFact",
    "CaseJudgement",
    "Decision",
    "Draft",
    "Event",
    "EventInbox",
    "EventPayload",
    "Evidence",
    "QueueCount",
    "RatesVersion",
    "ServiceVersion",
    "Step",
    "Submission",
    "Task",
]
