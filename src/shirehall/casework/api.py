"""The front door of casework. Writers take `by` and `at` and are one transaction each, with its events; `submit` and
`record` are the only ways in, and the others are built on the same lock and chain. Readers change nothing."""

from shirehall.casework.actions import Receipt, submit
from shirehall.casework.applicant import applicant_facts
from shirehall.casework.applying import Application, ChannelClosedError
from shirehall.casework.channel import (
    Channel,
    Way,
    WayBack,
    channels,
    is_for_residents,
    register_channel,
    ways_to_begin,
)
from shirehall.casework.chores import Chore, do_chores, register_chore
from shirehall.casework.clocks import (
    add_working_days,
    is_working_day,
    local_date,
    reminder_at,
    working_days_between,
)
from shirehall.casework.contacting import ask_reply
from shirehall.casework.desk_links import DeskLink, desk_links, register_desk_link
from shirehall.casework.disposal import Disposer, register_disposer
from shirehall.casework.drafts import record_draft, save_draft
from shirehall.casework.events import ChainProblem, verify
from shirehall.casework.panels import Panel, lines_of, panels, register_panel
from shirehall.casework.passes import RESIDENT, EvidenceGiven
from shirehall.casework.problems import IdempotencyError, StaleCase, SubmissionError
from shirehall.casework.queries import (
    case_answers,
    case_by_reference,
    current_decision,
    decisions,
    draft_answers,
    draft_by_reference,
    draft_by_token,
    evidence,
    explained_decision,
    failed_steps,
    look_for_earlier,
    open_tasks,
    owed_evidence,
    waiting_steps,
)
from shirehall.casework.recording import (
    MACHINE,
    add_note,
    assign,
    cancel_steps,
    close_task,
    lapse_judgements,
    plan_step,
    record,
    record_view,
    retry_step,
)
from shirehall.casework.references import ReferenceProblem, make_reference, read_reference
from shirehall.casework.rehearsal import Rehearsal, RehearsalError, Rehearse
from shirehall.casework.renewals import answer_by, is_renewable, renewal_wanted
from shirehall.casework.replaying import kernel_decision
from shirehall.casework.retention import dispose
from shirehall.casework.steps import StepHandler, StepResult, register_step, step_handlers
from shirehall.casework.summary import AnswerGroup, AnswerRow, answer_groups, gathered
from shirehall.casework.timeline import TimelineEntry, label_of, timeline
from shirehall.casework.versions import (
    UnknownService,
    current_version,
    publish,
    publish_rates,
    published_services,
    version_of,
)
from shirehall.casework.worker import work, work_due
from shirehall.casework.worklists import (
    CasePage,
    CursorProblem,
    QueueNumber,
    TaskPage,
    find_cases,
    queue_counts,
    worklist,
)

__all__ = [
    "MACHINE",
    "RESIDENT",
    "AnswerGroup",
    "AnswerRow",
    "Application",
    "CasePage",
    "ChainProblem",
    "Channel",
    "ChannelClosedError",
    "Chore",
    "CursorProblem",
    "DeskLink",
    "Disposer",
    "EvidenceGiven",
    "IdempotencyError",
    "Panel",
    "QueueNumber",
    "Receipt",
    "ReferenceProblem",
    "Rehearsal",
    "RehearsalError",
    "Rehearse",
    "StaleCase",
    "StepHandler",
    "StepResult",
    "SubmissionError",
    "TaskPage",
    "TimelineEntry",
    "UnknownService",
    "Way",
    "WayBack",
    "add_note",
    "add_working_days",
    "answer_by",
    "answer_groups",
    "applicant_facts",
    "ask_reply",
    "assign",
    "cancel_steps",
    "case_answers",
    "case_by_reference",
    "channels",
    "close_task",
    "current_decision",
    "current_version",
    "decisions",
    "desk_links",
    "dispose",
    "do_chores",
    "draft_answers",
    "draft_by_reference",
    "draft_by_token",
    "evidence",
    "explained_decision",
    "failed_steps",
    "find_cases",
    "gathered",
    "is_for_residents",
    "is_renewable",
    "is_working_day",
    "kernel_decision",
    "label_of",
    "lapse_judgements",
    "lines_of",
    "local_date",
    "look_for_earlier",
    "make_reference",
    "open_tasks",
    "owed_evidence",
    "panels",
    "plan_step",
    "publish",
    "publish_rates",
    "published_services",
    "queue_counts",
    "read_reference",
    "record",
    "record_draft",
    "record_view",
    "register_channel",
    "register_chore",
    "register_desk_link",
    "register_disposer",
    "register_panel",
    "register_step",
    "reminder_at",
    "renewal_wanted",
    "retry_step",
    "save_draft",
    "step_handlers",
    "submit",
    "timeline",
    "verify",
    "version_of",
    "waiting_steps",
    "ways_to_begin",
    "work",
    "work_due",
    "working_days_between",
    "worklist",
]
