"""States, outcomes and kinds in words, each with its shape in the design system."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from shirehall.casework.models import Case, Evidence, Step, Task
from shirehall.casework.worklists import SOON_DAYS
from shirehall.design import formats
from shirehall.partnership.api import authority, queue


class Word(NamedTuple):
    """A state: what it is called, and the shape it is drawn with."""

    word: str
    kind: str


def case_word(case: Case) -> Word:
    """The state of a case."""
    match case.state:
        case Case.State.AWAITING_EVIDENCE:
            return Word(_("Waiting for evidence"), "waiting")
        case Case.State.WITH_OFFICER:
            return Word(_("With an officer"), "working")
        case Case.State.SETTLED:
            return Word(_("Settled"), "done")
        case Case.State.CLOSED:
            return Word(_("Closed"), "done")
        case Case.State.WITHDRAWN:
            return Word(_("Withdrawn"), "neutral")
    return Word(_("Open"), "new")


def outcome_word(outcome: str) -> str:
    """An outcome as officers say it."""
    return {
        "approve": _("approved"), "refuse": _("refused"), "refer": _("an officer decides"),
        "received": _("received"), "incomplete": _("something is missing"),
    }.get(outcome, outcome)  # fmt: skip


def outcome_state(outcome: str) -> Word:
    """An outcome with its shape."""
    kinds = {
        "approve": "good",
        "refuse": "bad",
        "refer": "working",
        "received": "new",
        "incomplete": "waiting",
    }
    return Word(outcome_word(outcome).capitalize(), kinds.get(outcome, "neutral"))


def evidence_word(row: Evidence) -> Word:
    """The state of evidence."""
    if row.owed and row.unanswered_at:
        return Word(_("Did not come in time"), "late")
    return {
        Evidence.State.WANTED: Word(_("Asked for"), "waiting"),
        Evidence.State.RECEIVED: Word(_("To be checked"), "new"),
        Evidence.State.ACCEPTED: Word(_("Accepted"), "good"),
        Evidence.State.REFUSED: Word(_("Not accepted, asked again"), "bad"),
        Evidence.State.CANCELLED: Word(_("No longer needed"), "neutral"),
    }[Evidence.State(row.state)]


def task_word(kind: str) -> Word:
    """What a task waits for."""
    words: dict[str, Word] = {
        Task.Kind.DECIDE: Word(_("Decide"), "working"),
        Task.Kind.EVIDENCE: Word(_("Check evidence"), "new"),
        Task.Kind.REVIEW: Word(_("Look again"), "working"),
        Task.Kind.CALL_BACK: Word(_("Call back"), "new"),
        Task.Kind.FAILED_STEP: Word(_("Not sent"), "bad"),
        Task.Kind.REPLY: Word(_("Answer the person"), "waiting"),
        Task.Kind.RENEWAL: Word(_("Ask about the renewal"), "waiting"),
        Task.Kind.CONTACT: Word(_("Ask the person"), "waiting"),
    }
    return words.get(kind, Word(kind.replace("_", " ").capitalize(), "neutral"))


def step_word(step: Step) -> Word:
    """The state of a step."""
    return {
        Step.State.WAITING: Word(_("Waits"), "waiting"),
        Step.State.LEASED: Word(_("Being done"), "working"),
        Step.State.DONE: Word(_("Done"), "done"),
        Step.State.FAILED: Word(_("Failed"), "bad"),
        Step.State.CANCELLED: Word(_("Cancelled"), "neutral"),
    }[Step.State(step.state)]


def due_words(due_on: date, on: date) -> str:
    """When something is due: overdue by how much, today, tomorrow, or the day."""
    days = (due_on - on).days
    if days < -1:
        return _("Overdue by %(days)d days") % {"days": -days}
    if days == -1:
        return _("Overdue since yesterday")
    if days == 0:
        return _("Due today")
    if days == 1:
        return _("Due tomorrow")
    return _("Due %(day)s") % {"day": formats.short_day(due_on)}


def is_soon(due_on: date, on: date) -> bool:
    """Due within three days and not overdue."""
    return on <= due_on <= on + timedelta(days=SOON_DAYS)


def authority_name(code: str) -> str:
    """A council's short name."""
    known = authority(code)
    return known.short_name if known else code


def queue_title(code: str) -> str:
    """A queue's title."""
    known = queue(code)
    return known.title if known else code.replace("_", " ").capitalize()


def by_channel(code: str) -> str:
    """By which way in something came, as officers say it."""
    return {
        "web": _("on the website"), "assisted": _("at a desk"), "phone": _("on the phone"), "paper": _("on paper"),
        "keypad": _("by the automated telephone"), "sms": _("by text message"), "api": _("through another system"),
        "desk": _("at the officers' desk"),
    }.get(code) or _("by %(channel)s") % {"channel": code.replace("_", " ")}  # fmt: skip
