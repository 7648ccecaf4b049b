"""Where a case stands after a pass: its state, its clock, how long it is kept, and whether a hand was on it."""

from datetime import date, datetime, timedelta

from shirehall.casework.clocks import add_working_days, local_date, working_days_between
from shirehall.casework.models import Case, Task
from shirehall.casework.passes import Pass
from shirehall.kernel.api import Decision, Service

State = Case.State
_HOLDING = (Task.Kind.DECIDE, Task.Kind.EVIDENCE, Task.Kind.REVIEW, Task.Kind.CALL_BACK, Task.Kind.CONTACT)


def state_after(outcome: str, *, owed: bool, tasks: list[Task]) -> Case.State:
    """The state that follows from the outcome, what the resident owes, and the tasks that stand open."""
    if any(task.kind in _HOLDING for task in tasks):
        return State.WITH_OFFICER
    if outcome == "approve" and owed:
        return State.AWAITING_EVIDENCE
    if outcome in ("approve", "refuse"):
        return State.SETTLED
    return State.WITH_OFFICER


def settle(work: Pass) -> None:
    """Set state, clock, automatic and retention from what the pass came to."""
    case, outcome = work.case, work.decision.outcome
    if work.request.purpose == "withdraw":
        move(case, State.WITHDRAWN, work.at, work.resolved.version.service)
        return
    if work.request.purpose == "close":
        move(case, State.CLOSED, work.at, work.resolved.version.service)
        return
    case.outcome, case.queue = outcome, work.decision.queue
    owed = any(row.owed for row in work.evidence.values())
    move(case, state_after(outcome, owed=owed, tasks=work.tasks), work.at, work.resolved.version.service)
    _leave(work)


def move(case: Case, state: Case.State, at: datetime, service: Service) -> None:
    """Put a case into a state, with its clock: paused while evidence is owed, stopped when it is finished, and
    begun again when a finished case is taken up."""
    on = local_date(at)
    if case.paused_at is not None and state != State.AWAITING_EVIDENCE:
        case.decide_by_on = add_working_days(
            case.decide_by_on, working_days_between(local_date(case.paused_at), on)
        )
        case.paused_at = None
    if state == State.AWAITING_EVIDENCE and case.paused_at is None:
        case.paused_at = at
    if state in Case.FINISHED:
        if case.state != state or case.closed_at is None:
            case.closed_at = at
        case.retain_until_on = retain_until(service, case, state)
    else:
        case.closed_at = case.retain_until_on = None
    case.state = state
    if state == State.SETTLED:
        case.decided_at = at if case.decided_at is None else case.decided_at


def retain_until(service: Service, case: Case, state: Case.State) -> date | None:
    """The last day that a finished case is kept; None where the definition sets no time at all. What ends without a
    time of its own (closed while facts were missing) is kept for the longest of the others, and not for ever."""
    rule = service.retention.get("withdrawn" if state == State.WITHDRAWN else case.outcome)
    longest = max((rule for rule in service.retention.values() if rule[1] == "closed"), default=None)
    kept = rule or longest
    if kept is None or case.closed_at is None:
        return None
    return local_date(case.closed_at) + timedelta(days=kept[0])


def decide_by(service: Service, at: datetime) -> date:
    """When a decision is due on what came in at this moment."""
    return add_working_days(local_date(at), service.decide_within_days)


def _leave(work: Pass) -> None:
    match work.request.purpose:
        case "review":
            work.leave_automatic("review_asked")
        case "correction":
            work.leave_automatic("changed_by_officer")
        case "judgement":
            work.leave_automatic("judged")
    match work.decision.outcome:
        case "refer":
            work.leave_automatic(_referred(work.decision, work.resolved.version.service))
        case "received" | "incomplete":
            work.leave_automatic(work.decision.outcome)
    if work.case.state in (State.AWAITING_EVIDENCE, State.WITH_OFFICER):
        work.leave_automatic("evidence_owed")


def _referred(decision: Decision, service: Service) -> str:
    tables = {table.name for table in service.tables if table.kind == "outcome"}
    rows = [row for won in decision.won if won.table in tables for row in won.rows]
    if rows:
        return f"referred:{rows[0]}"
    return "declined" if decision.declined else "referred"
