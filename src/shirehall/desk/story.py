"""The story of a case for one page: who, what was asked, what was decided and why, what is owed, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shirehall.capabilities.documents.api import Document
from shirehall.capabilities.documents.api import for_case as documents_for_case
from shirehall.capabilities.messages.api import for_case as messages_for_case
from shirehall.casework.api import (
    applicant_facts,
    decisions,
    evidence,
    failed_steps,
    kernel_decision,
    lines_of,
    open_tasks,
    panels,
    step_handlers,
    timeline,
    verify,
    waiting_steps,
)
from shirehall.casework.models import Case, Decision, Evidence, Step, Task
from shirehall.desk.access import OpenCase
from shirehall.desk.answers_given import Answered, answered
from shirehall.desk.happenings import lines
from shirehall.desk.judging import judgements_made
from shirehall.desk.people import People
from shirehall.desk.words import (
    Word,
    authority_name,
    by_channel,
    case_word,
    due_words,
    evidence_word,
    outcome_state,
    queue_title,
    step_word,
    task_word,
)
from shirehall.kernel.api import WhyNot, label, languages, show
from shirehall.kernel.values import from_stored

_ROLES = (
    "name",
    "date_of_birth",
    "national_insurance_number",
    "telephone",
    "email",
    "address",
    "preferred_channel",
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What stands on a case, read once and used by the page and its forms."""

    tasks: list[Task]
    evidence: list[Evidence]
    decisions: list[Decision]
    documents: list[Document]
    people: People


def gather(desk: OpenCase) -> Gathered:
    """Read what the page and its forms need."""
    return Gathered(
        tasks=open_tasks(desk.case), evidence=evidence(desk.case), decisions=decisions(desk.case),
        documents=documents_for_case(desk.case), people=People(desk.case.applicant_name),
    )  # fmt: skip


def story(request: HttpRequest, desk: OpenCase, found: Gathered, *, why: bool) -> dict[str, Any]:
    """Everything the middle of the page shows. `why` works out why other rows did not decide."""
    case, people = desk.case, found.people
    entries = timeline(case, for_resident=False)
    people.look_up([each.by for each in entries] + [str(each.payload.get("to") or "") for each in entries])
    made = answered(desk, people)
    people.look_up(answer.by for given in made.given.values() for answer in given)
    current = found.decisions[0] if found.decisions else None
    return {
        "case": case, "service_title": desk.version.service.title, "state_word": case_word(case), "head": _head(desk),
        "who": _who(desk, made), "waits": [_task(desk, each) for each in found.tasks],
        "decision": _decision(desk, current) if current else None,
        "why_not": why_not_of(current) if why and current else None, "why_url": _why_url(case),
        "judged": _judged(desk, people),
        "evidence": [_evidence(desk, row, found.documents, people) for row in found.evidence],
        "other_documents": _other_documents(desk, found), "pages": made.pages(), "usual_source": made.usual,
        "worked_out": _worked_out(desk, current), "earlier": [_decision(desk, row) for row in found.decisions[1:]],
        "messages": messages_for_case(case), "message_states": _message_states(),
        "events": lines(desk.version, entries, people), "event_count": len(entries), "broken": verify(case),
        "failed": [_step(each) for each in failed_steps(case)],
        "steps": [_step(each) for each in waiting_steps(case)], "panels": _panels(request, case),
        "before": lines_of(case),
    }  # fmt: skip


def _head(desk: OpenCase) -> list[str]:
    case = desk.case
    held = case.assigned_to.name if case.assigned_to else _("nobody")
    language = languages(desk.version).get(case.language, "") if case.language else ""
    return [
        desk.version.service.title, authority_name(case.authority),
        by_channel(case.channel),
        *([_("in %(language)s") % {"language": language}] if language else []),
        _("assigned to %(name)s") % {"name": held},
    ]  # fmt: skip


def _who(desk: OpenCase, made: Answered) -> list[dict[str, str]]:
    facts = applicant_facts(desk.version)
    roles = [role for role in _ROLES if facts.get(role) in made.answers]
    return [
        {"label": _role_words(role), "text": made.text(facts[role], made.answers[facts[role]])}
        for role in roles
    ]


def _role_words(role: str) -> str:
    return {
        "name": _("Name"), "date_of_birth": _("Date of birth"), "telephone": _("Telephone"), "email": _("Email"),
        "national_insurance_number": _("National Insurance number"), "address": _("Address"),
        "preferred_channel": _("Wants to be told by"),
    }[role]  # fmt: skip


def _task(desk: OpenCase, task: Task) -> dict[str, Any]:
    return {
        "word": task_word(task.kind), "title": task.title, "queue": queue_title(task.queue),
        "due": due_words(task.due_on, desk.on), "late": task.due_on < desk.on,
    }  # fmt: skip


def _decision(desk: OpenCase, row: Decision) -> dict[str, Any]:
    body: Mapping[str, Any] = row.body
    shown = [
        (name, body["results"][name])
        for name, fact in desk.version.service.facts.items()
        if fact.shown and row.outcome == "approve" and name in body["results"]
    ]
    amounts = [
        (label(desk.version, name), show(desk.version, name, value))
        for name, value in (*shown, *body["amounts"].items())
    ]
    return {
        "row": row, "outcome": outcome_state(row.outcome), "amounts": amounts, "reasons": body["reasons"],
        "next_steps": body["next_steps"], "risk_band": body["risk_band"], "version": row.service_version.number,
        "rates": row.rates_version.number,
        "missing": [label(desk.version, name) for name in body["missing"]["facts"]],
    }  # fmt: skip


def why_not_of(row: Decision) -> Sequence[WhyNot]:
    """Why other rows did not decide, worked out again from what the decision was made of."""
    return kernel_decision(row).why_not


def _why_url(case: Case) -> str:
    return f"{reverse('desk_case', args=[case.reference])}?why=1#why"


def _judged(desk: OpenCase, people: People) -> list[dict[str, Any]]:
    made = judgements_made(desk)
    people.look_up(each.by for each in made)
    questions = {each.name: each.question for each in desk.version.service.judgements}
    return [
        {
            "ask": questions[each.question].asked.ask if each.question in questions else each.question,
            "answer": _said(desk, each.question, each.answer), "reason": each.reason, "by": people.name(each.by),
            "at": each.at, "lapsed": each.lapsed_at is not None,
        }
        for each in reversed(made)
    ]  # fmt: skip


def _said(desk: OpenCase, name: str, stored: Any) -> str:
    fact = desk.version.service.facts.get(name)
    return show(desk.version, name, from_stored(fact.kind, stored, fact.parts)) if fact else str(stored)


def _evidence(desk: OpenCase, row: Evidence, documents: Sequence[Document], people: People) -> dict[str, Any]:
    asked = next((each for each in desk.version.service.evidence if each.name == row.name), None)
    people.look_up([row.decided_by, row.asked_by])
    kept = [each for each in documents if each.pk in row.documents]
    asked_by = _("Asked for by %(name)s.") % {"name": people.name(row.asked_by)} if row.asked_by else ""
    decided = row.state in (Evidence.State.ACCEPTED, Evidence.State.REFUSED)
    decided_by = _("by %(name)s") % {"name": people.name(row.decided_by)} if decided else ""
    return {
        "name": row.name, "title": asked.title if asked else row.name, "word": evidence_word(row),
        "accept": ", ".join(asked.accept.values()) if asked and row.owed else "",
        "proves": ", ".join(label(desk.version, fact) for fact in asked.proves) if asked else "",
        "due": due_words(row.due_on, desk.on) if row.owed and row.due_on else "",
        "late": bool(row.owed and row.due_on and row.due_on < desk.on), "reason": row.reason, "asked_by": asked_by,
        "decided_by": decided_by, "decided_at": row.decided_at if decided else None, "received_at": row.received_at,
        "documents": [_document(desk, each) for each in kept], "gone": len(row.documents) - len(kept),
    }  # fmt: skip


def _document(desk: OpenCase, document: Document) -> dict[str, Any]:
    scan = {
        Document.Scan.CLEAN: Word(_("no virus found"), "good"),
        Document.Scan.NOT_SCANNED: Word(_("not scanned for viruses"), "waiting"),
    }.get(Document.Scan(document.scan), Word(_("had a virus, not kept"), "bad"))
    may = desk.may("open_document")
    return {
        "name": document.name, "size": document.size, "at": document.uploaded_at, "scan": scan,
        "scanned": document.kind == Document.Kind.UPLOAD,
        "href": reverse("desk_document", args=[document.pk]) if may else "",
    }  # fmt: skip


def _other_documents(desk: OpenCase, found: Gathered) -> list[dict[str, Any]]:
    on_evidence = {each for row in found.evidence for each in row.documents}
    return [_document(desk, each) for each in found.documents if each.pk not in on_evidence]


def _worked_out(desk: OpenCase, row: Decision | None) -> list[dict[str, str]]:
    results, amounts = (row.body["results"], row.body["amounts"]) if row else ({}, {})
    facts = desk.version.service.facts
    return [
        {"label": facts[name].label, "text": _said(desk, name, value)}
        for name, value in results.items()
        if name in facts and name not in amounts and facts[name].kind != "outcome"
    ]


def _step(step: Step) -> dict[str, Any]:
    handler = step_handlers.get(step.kind)
    words = handler.label if handler else step.kind.replace("_", " ").capitalize()
    message = str(step.payload.get("message") or "").replace("_", " ")
    return {
        "id": step.pk, "title": f"{words}: {message}" if message else words, "word": step_word(step),
        "due_at": step.due_at, "error": step.last_error, "attempts": step.attempts,
    }  # fmt: skip


def _message_states() -> dict[str, Word]:
    return {
        "queued": Word(_("On its way"), "waiting"), "held": Word(_("Kept in the outbox, not sent"), "neutral"),
        "sent": Word(_("Sent"), "done"), "delivered": Word(_("Delivered"), "good"),
        "failed": Word(_("Not sent"), "bad"),
    }  # fmt: skip


def _panels(request: HttpRequest, case: Case) -> list[tuple[str, str, SafeString]]:
    shown = []
    for panel in sorted(panels, key=lambda each: each.order):
        data = panel.data(case)
        if data is not None:
            drawn = render_to_string(panel.template, {**data, "case": case}, request=request)
            shown.append((panel.name, str(panel.label), drawn))
    return shown
