"""Evidence on a pass: what came in, what the rules want now, and what is no longer wanted."""

from datetime import timedelta

from django.utils.translation import gettext as _

from shirehall.casework.changes import has_changed
from shirehall.casework.models import Evidence
from shirehall.casework.passes import Pass, Request
from shirehall.casework.problems import SubmissionError
from shirehall.kernel.api import Version

State = Evidence.State
_OFFICERS_ONLY = (State.ACCEPTED, State.REFUSED, State.WANTED)


def states(rows: dict[str, Evidence]) -> dict[str, str]:
    """Name -> state as the kernel reads it; what was cancelled is not mentioned, a refusal is wanted again."""
    return {name: row.state for name, row in rows.items() if row.state != State.CANCELLED}


def take_evidence(request: Request, version: Version, rows: dict[str, Evidence]) -> set[str]:
    """Apply what came in to the rows (by name, in place); gives the names that changed. Raises SubmissionError."""
    known = {each.name for each in version.service.evidence}
    for name, given in request.evidence.items():
        if name not in known:
            raise SubmissionError(_("This service does not ask for “%(name)s”.") % {"name": name})
        if request.by_resident and given.state in _OFFICERS_ONLY:
            raise SubmissionError(_("Only an officer can decide on evidence."))
        if given.state in (State.REFUSED, State.WANTED) and not given.reason:
            raise SubmissionError(_("Give a reason, so that the person knows what to send."))
        _take(request, name, rows)
    return set(request.evidence)


def _take(request: Request, name: str, rows: dict[str, Evidence]) -> None:
    given, row = request.evidence[name], rows.get(name)
    if row is None or row.state == State.CANCELLED:
        row = Evidence(
            pk=row.pk if row else None, case=request.case, name=name, wanted_at=request.at, asked_by=request.by,
            documents=row.documents if row else [],
        )  # fmt: skip
        rows[name] = row
    if given.state == State.RECEIVED and row.state == State.ACCEPTED:
        raise SubmissionError(_("We have accepted this already. You do not need to send it again."))
    row.state = State(given.state)
    row.documents = [*row.documents, *(each for each in given.documents if each not in row.documents)]
    row.unanswered_at = None
    match row.state:
        case State.RECEIVED:
            if not given.documents:
                raise SubmissionError(_("Choose a file to send."))
            row.received_at = request.at
        case State.WANTED:
            row.asked_by, row.reason = request.by, given.reason
        case _:
            row.decided_by, row.decided_at, row.reason = request.by, request.at, given.reason


def doubt_evidence(work: Pass) -> set[str]:
    """Evidence accepted of what a change now states otherwise proves nothing of it: it is wanted again, and the
    award waits for it. Gives the names. What an officer corrects, the officer has seen proof of."""
    if work.request.purpose != "change":
        return set()
    version, doubted = work.resolved.version, set()
    for asked in version.service.evidence:
        row = work.evidence.get(asked.name)
        if row is None or row.state != State.ACCEPTED:
            continue
        if any(has_changed(version, fact, work.answers_before, work.answers) for fact in asked.proves):
            row.state, row.wanted_at, row.reason = State.WANTED, work.at, ""
            row.received_at = row.decided_at = None
            row.decided_by = ""
            doubted.add(asked.name)
    return doubted


def follow_evidence(work: Pass) -> None:
    """After deciding: want what the rules want, cancel what they no longer want, and say so. A refusal waits for
    nothing."""
    refuses = work.decision.outcome == "refuse"
    wanted = set() if refuses else set(work.decision.evidence_wanted)
    for name in sorted(wanted):
        row = work.evidence.get(name)
        if row is None or row.state == State.CANCELLED:
            # What was sent before stays with it, so that no file is lost from sight.
            pk, documents = (row.pk, row.documents) if row else (None, [])
            work.evidence[name] = Evidence(
                pk=pk, case=work.case, name=name, state=State.WANTED, wanted_at=work.at, documents=documents
            )
            work.evidence_changed.add(name)
    for name, row in work.evidence.items():
        moot = row.state in (State.WANTED, State.REFUSED, State.RECEIVED) and name not in wanted
        if moot and (refuses or not row.asked_by):
            row.state = State.CANCELLED
            work.evidence_changed.add(name)
    for name in sorted(work.evidence_changed):
        _tell(work, name)


def _tell(work: Pass, name: str) -> None:
    row = work.evidence[name]
    if row.owed:
        days = next(
            each.close_unanswered_after
            for each in work.resolved.version.service.evidence
            if each.name == name
        )
        row.due_on = work.on + timedelta(days=days) if days else None
    work.cancel_evidence.add(name)
    kind = f"evidence_{row.state}"
    due = row.due_on.isoformat() if row.owed and row.due_on else ""
    work.say(kind, evidence=name, documents=list(row.documents), reason=row.reason, due_on=due)
    work.happenings[kind] = (*work.happenings.get(kind, ()), name)
