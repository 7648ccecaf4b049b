"""The front door of payment runs. Writers take `by` (an officer) and `at`, are one transaction each and raise RunError;
those that change a run take `seen`, the version that was looked at. Readers change nothing."""

from shirehall.departments.finance.payments.approving import approve, send_back
from shirehall.departments.finance.payments.ending import cancel, mark_failed, mark_sent, recall
from shirehall.departments.finance.payments.lateness import (
    Late,
    current_rates,
    interest_on,
    late_payments,
    paid_parts,
)
from shirehall.departments.finance.payments.log import verify_log
from shirehall.departments.finance.payments.problems import RefusedRun, RunError, StaleRun
from shirehall.departments.finance.payments.proposing import (
    Wish,
    leave_out,
    move_day,
    pay_in_part,
    preview,
    propose,
    put_back,
    wish,
)
from shirehall.departments.finance.payments.releasing import release
from shirehall.departments.finance.payments.rules import visible_runs, why_not
from shirehall.departments.finance.payments.settings import PaymentSettings

__all__ = [
    "Late",
    "PaymentSettings",
    "RefusedRun",
    "RunError",
    "StaleRun",
    "Wish",
    "approve",
    "cancel",
    "current_rates",
    "interest_on",
    "late_payments",
    "leave_out",
    "mark_failed",
    "mark_sent",
    "move_day",
    "paid_parts",
    "pay_in_part",
    "preview",
    "propose",
    "put_back",
    "recall",
    "release",
    "send_back",
    "verify_log",
    "visible_runs",
    "why_not",
    "wish",
]
