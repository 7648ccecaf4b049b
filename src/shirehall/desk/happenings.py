"""The timeline as officers read it: every event of a case in a line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shirehall.casework.api import RESIDENT, TimelineEntry, label_of
from shirehall.casework.models import Event
from shirehall.desk.people import People
from shirehall.desk.words import outcome_word, queue_title, task_word
from shirehall.kernel.api import Version, label, show

_SHAPES = {
    "submitted": "new", "decided": "done", "evidence_wanted": "waiting", "evidence_received": "new",
    "evidence_accepted": "good", "evidence_refused": "bad", "evidence_unanswered": "late", "judged": "working",
    "review_asked": "working", "renewal_asked": "waiting", "renewed": "good", "renewal_unanswered": "late",
    "withdrawn": "neutral", "closed": "done", "step_failed": "bad",
}  # fmt: skip
_BY_RULES = ("decided", "task_opened", "task_closed", "evidence_wanted", "evidence_cancelled")
"""What follows from the rules: it was not done by the person whose pass it came with."""
_QUIET = ("viewed", "document_opened")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, as the design system draws it."""

    title: str
    at: datetime
    by: str
    text: str
    kind: str
    href: str = ""


def lines(version: Version, entries: Sequence[TimelineEntry], people: People) -> list[Line]:
    """Newest first. Looking at a case is in the record and not in the story: it stands in the audit."""
    return [line_of(version, each, people) for each in reversed(entries) if each.kind not in _QUIET]


def lines_of(version: Version, events: Sequence[Event], people: People) -> list[Line]:
    """Some events of a case in words, in their order."""
    people.look_up(event.by for event in events)
    entries = [
        TimelineEntry(
            at=event.at, kind=event.kind, by=event.by, label=label_of(event.kind), sequence=event.sequence or 0,
            payload=event.payload.content if hasattr(event, "payload") else {},
        )
        for event in events
    ]  # fmt: skip
    return [line_of(version, each, people) for each in entries]


def line_of(version: Version, entry: TimelineEntry, people: People) -> Line:
    """One event in words."""
    said = _SAID.get(entry.kind, _anything)(version, entry.payload, people)
    by = _("the rules") if entry.by == RESIDENT and entry.kind in _BY_RULES else people.name(entry.by)
    return Line(entry.label, entry.at, by, said, _SHAPES.get(entry.kind, "neutral"))


def _anything(version: Version, payload: Mapping[str, Any], people: People) -> str:
    words = [payload.get(key) for key in ("error", "subject", "text", "note")]
    return next((str(each) for each in words if each), "")


def _submitted(version: Version, payload: Mapping[str, Any], people: People) -> str:
    facts = [label(version, name) for name in payload.get("facts", ())]
    note = str(payload.get("note") or "")
    if payload.get("purpose") == "apply" or not facts:
        return note
    return "\n".join(each for each in (_("Changed: %(facts)s") % {"facts": ", ".join(facts)}, note) if each)


def _decided(version: Version, payload: Mapping[str, Any], people: People) -> str:
    outcome = outcome_word(str(payload.get("outcome", ""))).capitalize()
    amounts = [
        f"{label(version, name)}: {show(version, name, value)}"
        for name, value in (payload.get("amounts") or {}).items()
    ]
    return "; ".join([outcome, *amounts])


def _evidence(version: Version, payload: Mapping[str, Any], people: People) -> str:
    name, reason = payload.get("evidence", ""), str(payload.get("reason") or "")
    title = next((each.title for each in version.service.evidence if each.name == name), str(name))
    return f"{title}: {reason}" if reason else title


def _judged(version: Version, payload: Mapping[str, Any], people: People) -> str:
    return str(payload.get("reason", ""))


def _assigned(version: Version, payload: Mapping[str, Any], people: People) -> str:
    to = str(payload.get("to") or "")
    return _("to %(name)s") % {"name": people.name(to)} if to else _("back to the queue")


def _task(version: Version, payload: Mapping[str, Any], people: People) -> str:
    where = f"{task_word(str(payload.get('task', ''))).word}, {queue_title(str(payload.get('queue', '')))}"
    note = str(payload.get("note") or "")
    return f"{where}\n{note}" if note else where


def _left_out(version: Version, payload: Mapping[str, Any], people: People) -> str:
    titles = {each.name: each.title for each in version.service.evidence}
    what = ", ".join(titles.get(name, name) for name in payload.get("reminders") or ())
    why = {
        "arrived": _("it has come"),
        "said_today": _("it was asked for today already"),
    }.get(str(payload.get("because")), "")
    return f"{what}: {why}" if why else what


_SAID: Mapping[str, Callable[[Version, Mapping[str, Any], People], str]] = {
    "submitted": _submitted,
    "decided": _decided,
    "evidence_wanted": _evidence,
    "evidence_received": _evidence,
    "evidence_accepted": _evidence,
    "evidence_refused": _evidence,
    "evidence_cancelled": _evidence,
    "evidence_unanswered": _evidence,
    "judged": _judged,
    "assigned": _assigned,
    "task_opened": _task,
    "task_closed": _task,
    "reminder_left_out": _left_out,
}
