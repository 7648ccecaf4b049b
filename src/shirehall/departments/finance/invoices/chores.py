"""What the worker does for invoices beside its steps."""

from datetime import datetime

from shirehall.casework.api import Chore, register_chore
from shirehall.departments.finance.invoices.looking_again import look_again
from shirehall.departments.finance.invoices.telling.climbing import CHORE


def _look_again(at: datetime) -> int:
    return look_again(at=at)


register_chore(
    Chore("invoices_again", "Decide again about invoices after a change of the registers", _look_again)
)
register_chore(CHORE)
