"""A case in plain words: its state, what was decided and why, what is owed, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.capabilities.documents import api as documents
from shirehall.casework.api import TimelineEntry, label_of
from shirehall.casework.models import Case, Evidence
from shirehall.kernel.api import Decision, Version, what_is_given
from shirehall.partnership.api import queue, team

State = Case.State
_DONE_BY_RESIDENTS = ("submitted", "evidence_received", "review_asked", "renewed", "withdrawn")


@dataclass(frozen=True, slots=True)
class Said:
    """A state or an outcome: a word for it, its shape in the design system, and a sentence."""

    word: str
    kind: str
    sentence: str


def state_of(case: Case) -> Said:
    """Where a case stands."""
    match case.state:
        case State.AWAITING_EVIDENCE:
            return Said(_("Waiting for you"), "waiting", _("We need something from you before we can go on."))
        case State.WITH_OFFICER:
            return Said(
                _("With our team"),
                "working",
                _("A person in our team has it. You do not need to do anything."),
            )
        case State.SETTLED:
            return Said(_("Decided"), "done", _("We have decided."))
        case State.CLOSED:
            return Said(_("Closed"), "done", _("We have finished with this."))
        case State.WITHDRAWN:
            return Said(_("Withdrawn"), "done", _("You took this back. We do nothing more with it."))
    return Said(_("Received"), "new", _("We have received it."))


def outcome_of(case: Case, outcome: str, *, owed: bool) -> Said:
    """What was decided, as the heading of a decision."""
    match outcome:
        case "approve" if owed:
            return Said(_("You can get this, once we have seen your evidence"), "waiting", "")
        case "approve":
            return Said(_("Your application is approved"), "good", "")
        case "refuse":
            return Said(_("We cannot give you this"), "bad", "")
        case "refer":
            return Said(_("A person will look at your application"), "working", "")
        case "incomplete":
            return Said(
                _("We need to know more"),
                "waiting",
                _("A person will look at what you sent, and contact you."),
            )
    return Said(_("We have received it"), "new", "")


def amounts_of(version: Version, decision: Decision) -> list[dict[str, str]]:
    """What a decision gives, in the words of the definition: what a resident gets, not every sum on the way."""
    given = what_is_given(version, decision)
    return [{"label": label, "text": text[:1].upper() + text[1:]} for label, text in given]


def evidence_of(version: Version, case: Case, rows: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Evidence as the design system's list shows it, what is owed first."""
    defined = {each.name: each for each in version.service.evidence}
    kept = documents.by_id([document for row in rows for document in row.documents])
    shown = []
    for row in sorted(rows, key=lambda each: not each.owed):
        if row.state == Evidence.State.CANCELLED or row.name not in defined:
            continue
        word, kind = _evidence_word(row)
        accepted = _("Any of these: %(list)s.") % {"list": ", ".join(defined[row.name].accept.values())}
        reason = row.reason if row.state in (Evidence.State.REFUSED, Evidence.State.WANTED) else ""
        upload = reverse("web_evidence", args=[case.reference, row.name])
        shown.append(
            {
                "name": row.name, "title": defined[row.name].title, "word": word, "kind": kind,
                "text": "\n".join(filter(None, (reason, accepted if row.owed else ""))),
                "due_on": row.due_on if row.owed else None,
                "documents": [
                    _listed(case, kept[each]) for each in row.documents if each in kept
                ],
                "actions": [{"text": _("Send it"), "href": upload}] if row.owed and not case.finished else [],
                "owed": row.owed, "looked_at": row.state == Evidence.State.RECEIVED,
            }
        )  # fmt: skip
    return shown


def _listed(case: Case, document: documents.Document) -> dict[str, Any]:
    href = reverse("web_document", args=[case.reference, document.pk])
    return {"name": document.name, "href": href, "size": document.size}


def _evidence_word(row: Evidence) -> tuple[str, str]:
    match row.state:
        case Evidence.State.WANTED:
            return _("We need this"), "waiting"
        case Evidence.State.REFUSED:
            return _("Not accepted: send another"), "bad"
        case Evidence.State.RECEIVED:
            return _("We have it, and will look at it"), "working"
    return _("Accepted"), "good"


def timeline_of(version: Version, entries: Sequence[TimelineEntry]) -> list[dict[str, Any]]:
    """What happened, newest first, as the design system's timeline shows it."""
    titles = {each.name: each.title for each in version.service.evidence}
    return [
        {
            "title": label_of(each.kind), "at": each.at, "by": _by(each), "text": _text(each, titles),
            "kind": _kind(each),
        }
        for each in reversed(entries)
    ]  # fmt: skip


def _by(entry: TimelineEntry) -> str:
    """Who did it; what followed by itself from what somebody sent was done by nobody."""
    if entry.by == "resident":
        return _("by you") if entry.kind in _DONE_BY_RESIDENTS else ""
    return _("by our team") if entry.by == "officer" else ""


def _kind(entry: TimelineEntry) -> str:
    return {
        "submitted": "new", "decided": "done", "evidence_wanted": "waiting", "evidence_accepted": "good",
        "evidence_refused": "bad", "evidence_received": "working", "task_opened": "working", "withdrawn": "done",
        "renewal_asked": "waiting", "renewed": "good",
        "closed": "done",
    }.get(entry.kind, "neutral")  # fmt: skip


def _text(entry: TimelineEntry, titles: dict[str, str]) -> str:
    payload = entry.payload
    if evidence := payload.get("evidence"):
        return titles.get(str(evidence), "")
    if entry.kind == "decided":
        words = {
            "approve": _("Approved"), "refuse": _("Not approved"), "refer": _("A person is to look at it"),
            "received": _("Received"), "incomplete": _("We need to know more"),
        }  # fmt: skip
        return words.get(str(payload.get("outcome")), "")
    if entry.kind == "task_opened":
        held = queue(str(payload.get("queue", "")))
        found = team(held.team) if held else None
        return found.title if found else ""
    return ""


def steps_of(case: Case, decision: Decision, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What happens next, in sentences; a case that is finished has no steps of its old decision left.
    `rows` are the evidence as `evidence_of` gives it: what has come is not asked for again."""
    if case.finished and case.state != State.SETTLED:
        return []
    owed = {each["name"] for each in rows if each["owed"]}
    steps = [each.text for each in decision.next_steps if each.kind != "send_evidence" or each.name in owed]
    if any(each["looked_at"] for each in rows):
        steps.insert(0, _("We look at what you sent us, and tell you what we find."))
    return steps


def decide_by_of(case: Case) -> date | None:
    """The day by which we decide, while that is still to come and nobody waits for the resident."""
    waiting = case.state in (State.OPEN, State.WITH_OFFICER)
    return case.decide_by_on if waiting else None
