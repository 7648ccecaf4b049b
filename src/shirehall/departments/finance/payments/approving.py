"""Approving a run, and sending it back. What is approved is what is released: the fingerprint and the hashes say so."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shirehall.departments.finance.payments.checking import differences
from shirehall.departments.finance.payments.locking import lock_run, move_run
from shirehall.departments.finance.payments.log import note_event
from shirehall.departments.finance.payments.models import PaymentRun
from shirehall.departments.finance.payments.problems import RefusedRun, RunError
from shirehall.departments.finance.payments.rules import (
    APPROVE,
    PROPOSE,
    RELEASE,
    check_state,
    may_act,
    refuse_unless_may,
)
from shirehall.partnership.api import Officer

State = PaymentRun.State


def approve(*, run: PaymentRun, fingerprint: str, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """Approve what the page showed: `fingerprint` is the one on it. Raises RunError, RefusedRun, StaleRun."""
    with transaction.atomic():
        locked = lock_run(run.pk, seen)
        check_state(locked, State.PROPOSED)
        refuse_unless_may(by, APPROVE, locked)
        if fingerprint != locked.fingerprint:
            raise RunError(_("The run is not the one that you looked at. Look at it again, then decide."))
        if reasons := differences(locked, at=at):
            raise RunError(_("The run cannot be approved as it stands."), reasons)
        locked.state, locked.approved_by, locked.approved_at = State.APPROVED, by.email, at
        move_run(locked)
        payload = {
            "count": locked.count, "total": locked.total, "fingerprint": locked.fingerprint,
            "files": {each.format: each.sha256 for each in locked.files.all()},
        }  # fmt: skip
        note_event(locked, "approved", by=by.email, at=at, payload=payload)
        return locked


def send_back(*, run: PaymentRun, because: str, by: Officer, at: datetime, seen: int) -> PaymentRun:
    """Take an approval away, so that the run can be changed. Raises RunError, StaleRun."""
    if not because.strip():
        raise RunError(_("Say why."))
    with transaction.atomic():
        locked = lock_run(run.pk, seen)
        check_state(locked, State.APPROVED)
        if not any(may_act(by, action, locked.authority) for action in (PROPOSE, APPROVE, RELEASE)):
            raise RefusedRun(_("Your role does not let you do this for this council."))
        locked.state, locked.approved_by, locked.approved_at = State.PROPOSED, "", None
        if PaymentRun.objects.filter(authority=locked.authority, state=State.PROPOSED).exists():
            raise RunError(_("Another run of this council is proposed. Deal with that one first."))
        move_run(locked)
        note_event(locked, "sent_back", by=by.email, at=at, payload={"because": because.strip()[:300]})
        return locked
