"""What the worker does for the registers now and then."""

from datetime import datetime

from shirehall.casework.api import Chore, register_chore
from shirehall.departments.finance.registers.actions.banking import put_in_force
from shirehall.departments.finance.registers.importing.running import forget_tried
from shirehall.departments.finance.registers.ledger_adapter import fetch_from_ledger


def _put_in_force(at: datetime) -> int:
    return put_in_force(at=at)


def _forget_tried(at: datetime) -> int:
    return forget_tried(at=at)


def _fetch(at: datetime) -> int:
    return len(fetch_from_ledger(at=at))


register_chore(Chore(name="bank_changes", label="Bring bank details in force", work=_put_in_force))
register_chore(Chore(name="tables_tried", label="Forget tables that were only tried", work=_forget_tried))
register_chore(Chore(name="ledger", label="Bring in what the ledger gives", work=_fetch))
