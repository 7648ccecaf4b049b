"""Confirmed bank details come in force when their hold has run out."""

from datetime import datetime

from shirehall.casework.api import Chore, register_chore
from shirehall.departments.finance.registers.actions.banking import put_in_force


def _put_in_force(at: datetime) -> int:
    return put_in_force(at=at)


register_chore(Chore(name="bank_changes", label="Bring bank details in force", work=_put_in_force))
