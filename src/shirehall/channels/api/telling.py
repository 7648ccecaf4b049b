"""Cases, receipts and drafts as JSON: what the partner that sent them may know, and nothing of who works on them."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from shirehall.casework.api import (
    case_answers,
    current_decision,
    evidence,
    kernel_decision,
    timeline,
    version_of,
)
from shirehall.casework.models import Case, Draft, Evidence, Submission
from shirehall.kernel.api import Decision, Version, label, show
from shirehall.kernel.values import to_stored

Said = dict[str, Any]


def case_said(case: Case) -> Said:
    """Where a case stands: what was decided and why, what is owed, what happens next, what happened. Five queries."""
    version = version_of(case)
    row = current_decision(case)
    decided = kernel_decision(row, explain=False) if row else None
    rows = [each for each in evidence(case) if each.state != Evidence.State.CANCELLED]
    return {
        **_head(case),
        "state": str(case.state),
        "submitted_at": moment(case.submitted_at),
        "decide_by_on": None if case.finished else case.decide_by_on.isoformat(),
        "decision": decision_said(version, decided) if decided else None,
        "evidence": [_evidence_said(version, each) for each in rows],
        "next_steps": _steps(case, decided, rows),
        "timeline": [
            {"at": moment(each.at), "kind": each.kind, "label": each.label}
            for each in timeline(case, for_resident=True)
        ],
    }  # fmt: skip


def receipt_of(case: Case, submission: Submission) -> Said:
    """What was sent and what was decided on it: the same for good, whatever happens to the case later."""
    row = getattr(submission, "decision", None)
    decided = kernel_decision(row, explain=False) if row else None
    version = version_of(case)
    return {
        **_head(case),
        "purpose": submission.purpose,
        "sent_at": moment(submission.at),
        "decision": decision_said(version, decided) if decided else None,
        "next_steps": [{"kind": each.kind, "text": each.text} for each in decided.next_steps] if decided else [],
        "evidence_wanted": list(decided.missing_evidence) if decided else [],
    }  # fmt: skip


def decision_said(version: Version, decision: Decision) -> Said:
    """An outcome with its amounts and reasons. Money is in pence, and said in words beside it."""
    kinds = {each.name: each.kind for each in version.service.amounts}
    return {
        "outcome": decision.outcome,
        "on": decision.on.isoformat(),
        "amounts": [
            {
                "name": name, "label": label(version, name), "unit": "pence" if kinds[name] == "money" else kinds[name],
                "value": to_stored(decision.results[name]), "text": show(version, name, decision.results[name]),
            }
            for name in kinds
            if name in decision.results
        ],
        "reasons": [{"text": each.text, "source": each.source} for each in decision.reasons],
    }  # fmt: skip


def draft_said(draft: Draft) -> Said:
    """A draft: who it is for, and which facts are answered. Answers are not told: others may have been given since."""
    sent = draft.sent_case_id is not None
    return {
        "reference": draft.reference, "service": draft.service, "authority": draft.authority or None,
        "answered": sorted(draft.answers), "saved_at": moment(draft.saved_at), "expires_at": moment(draft.expires_at),
        "sent": sent, "links": {"self": reverse("api_draft", args=[draft.reference])},
    }  # fmt: skip


def facts_answered(case: Case) -> list[str]:
    """The names of the facts that stand on a case."""
    return sorted(case_answers(case))


def moment(at: datetime) -> str:
    """A moment with its offset."""
    return at.isoformat(timespec="seconds")


def _head(case: Case) -> Said:
    return {
        "reference": case.reference, "service": case.service, "authority": case.authority,
        "links": {"self": reverse("api_case", args=[case.reference])},
    }  # fmt: skip


def _evidence_said(version: Version, row: Evidence) -> Said:
    asked = next((each for each in version.service.evidence if each.name == row.name), None)
    due: date | None = row.due_on if row.owed else None
    refused = row.state in (Evidence.State.REFUSED, Evidence.State.WANTED)
    return {
        "name": row.name, "title": asked.title if asked else row.name, "state": str(row.state), "owed": row.owed,
        "due_on": due.isoformat() if due else None, "accept": dict(asked.accept) if asked else {},
        "reason": row.reason if refused else "",
    }  # fmt: skip


def _steps(case: Case, decision: Decision | None, rows: list[Evidence]) -> list[Said]:
    """What happens next; a case that is finished otherwise than decided has no steps of its old decision left, and what
    has come is not asked for again."""
    if decision is None or (case.finished and case.state != Case.State.SETTLED):
        return []
    owed = {row.name for row in rows if row.owed}
    return [
        {"kind": each.kind, "text": each.text}
        for each in decision.next_steps
        if each.kind != "send_evidence" or each.name in owed
    ]
