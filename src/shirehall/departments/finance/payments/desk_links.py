"""The officers' navigation leads to the payment runs: whoever approves, releases or proposes them."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link
from shirehall.departments.finance.payments.set_up import check_config

RUNS = "finance_runs"

register_desk_link(
    DeskLink(
        RUNS, gettext_noop("Payment runs"), partial(reverse, RUNS), needs="propose_run",
        or_needs=("approve_run", "release_run"), order=45, check_config=check_config,
    )
)  # fmt: skip
