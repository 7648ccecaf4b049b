"""The worker: leases steps that are due, gives each to its handler, and records what came of it.

Between lease and result no transaction is open. A worker killed at any instant loses nothing: its lease ends, and the
step is tried again as its handler's delivery allows.
"""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from shirehall.casework.chores import do_chores
from shirehall.casework.models import Evidence, Step
from shirehall.casework.recording import record_result
from shirehall.casework.settings import casework_settings
from shirehall.casework.steps import StepHandler, StepResult, step_handlers

LOG = logging.getLogger(__name__)
_AFTER_TROUBLE_SECONDS = 2.0
_CHORES_EVERY_SECONDS = 1.0
_DUE = """
    SELECT s.id FROM shirehall_casework_step s LEFT JOIN shirehall_casework_step w ON w.id = s.waits_for_id
    WHERE s.state = 'waiting' AND s.due_at <= %s AND (w.id IS NULL OR w.state = 'done')
    ORDER BY s.due_at, s.id LIMIT %s
"""
_LEASE = """
    UPDATE shirehall_casework_step SET state = 'leased', leased_until = %s, lease = %s, attempts = attempts + 1
    WHERE id {within}
"""
_EXPIRED = "SELECT 1 FROM shirehall_casework_step WHERE state = 'leased' AND leased_until <= %s LIMIT 1"
_RELEASE = """
    UPDATE shirehall_casework_step SET state = 'waiting', leased_until = NULL, lease = ''
    WHERE state = 'leased' AND leased_until <= %s
"""


def work(*, stop: Callable[[], bool], poll_seconds: float = 0.3) -> None:
    """Work until `stop` says so: steps first, and chores about once a second. This is an edge: it reads the clock."""
    chores_at = 0.0
    while not stop():
        try:
            done = work_due(at=timezone.now(), limit=casework_settings().batch)
            if time.monotonic() >= chores_at:
                chores_at = time.monotonic() + _CHORES_EVERY_SECONDS
                done += do_chores(at=timezone.now())
        except DatabaseError:
            LOG.exception("The worker cannot reach the database. It tries again.")
            connection.close()
            time.sleep(_AFTER_TROUBLE_SECONDS)
            continue
        if not done:
            time.sleep(poll_seconds)


def work_due(*, at: datetime, limit: int = 100) -> int:
    """Do the steps that are due, at most `limit`; gives how many were tried."""
    tried = 0
    while tried < limit:
        steps = lease(at=at, limit=min(casework_settings().batch, limit - tried))
        if not steps:
            break
        for step in steps:
            perform(step, at=at)
        tried += len(steps)
    return tried


def lease(*, at: datetime, limit: int) -> list[Step]:
    """Take steps that are due, for a while; no other worker has them meanwhile."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRED, [moment])
        if cursor.fetchone():
            cursor.execute(_RELEASE, [moment])
        cursor.execute(_DUE, [moment, 1])
        if cursor.fetchone() is None:
            return []
        token = secrets.token_hex(16)
        until = connection.ops.adapt_datetimefield_value(
            at + timedelta(seconds=casework_settings().lease_seconds)
        )
        skip = " FOR UPDATE OF s SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
        # PostgreSQL may run a sub-select of IN again for every row, each time locking others: an array is made once.
        within = "= ANY(ARRAY({}))" if connection.vendor == "postgresql" else "IN ({})"
        cursor.execute(_LEASE.format(within=within.format(_DUE + skip)), [until, token, moment, limit])
    steps = Step.objects.select_related("case", "draft").filter(lease=token, state=Step.State.LEASED)
    return list(steps.order_by("due_at", "id"))


def perform(step: Step, *, at: datetime) -> None:
    """Give a leased step to its handler and record what came of it; nothing where the lease went to somebody else while
    the steps before it took their time."""
    handler = step_handlers.get(step.kind)
    if step.evidence and not _still_owed(step):
        ours = Step.objects.filter(pk=step.pk, lease=step.lease, state=Step.State.LEASED)
        ours.update(state=Step.State.CANCELLED, leased_until=None, lease="")
        return
    result: StepResult | None
    if handler is None:
        result = StepResult("give_up", error=f"nothing is set up for steps of kind {step.kind}")
    elif step.attempts > casework_settings().step_attempts:
        # It ended its worker each time, before a result could be recorded.
        result = StepResult("give_up", error=f"begun {step.attempts - 1} times and never finished")
    elif (result := _deliver(handler, step, at)) is None:
        return
    record_result(step=step, result=result, at=at)


def _still_owed(step: Step) -> bool:
    return Evidence.objects.filter(case=step.case_id, name=step.evidence, state__in=Evidence.OWED).exists()


def _deliver(handler: StepHandler, step: Step, at: datetime) -> StepResult | None:
    once = handler.delivery == "at_most_once"
    if once and step.started_at is not None:
        return StepResult("give_up", error="stopped in the middle, so nobody knows whether it was delivered")
    held = Step.objects.filter(pk=step.pk, lease=step.lease, state=Step.State.LEASED)
    if not (held.update(started_at=at) if once else held.exists()):
        return None
    try:
        if handler.delivery == "look_first" and step.attempts > 1 and (found := handler.look(step, at=at)):
            return found
        return handler.perform(step, at=at)
    except Exception as error:
        # A handler is another app's code: whatever goes wrong in it is a failed attempt, never the worker's end.
        LOG.exception("Step %s of kind %s failed", step.pk, step.kind)
        if transaction.get_connection().in_atomic_block and connection.needs_rollback:
            raise
        return StepResult("give_up" if once else "try_again", error=f"{type(error).__name__}: {error}"[:500])
