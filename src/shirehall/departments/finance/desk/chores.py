"""What the worker does for the finance desk: pictures of pages are not kept for ever."""

from datetime import datetime

from shirehall.casework.api import Chore, register_chore
from shirehall.departments.finance.desk.pages import forget_old


def _forget(at: datetime) -> int:
    return forget_old()


register_chore(
    Chore("invoice_pictures", "Delete pictures of invoices' pages that were kept long enough", _forget)
)
