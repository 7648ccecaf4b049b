"""The chore that tells the next in line where nobody has answered."""

from datetime import datetime

from shirehall.casework.api import Chore
from shirehall.departments.finance.invoices.models import InvoiceException
from shirehall.departments.finance.invoices.telling.asking import tell_next

_AT_ONCE = 50


def tell_who_is_next(at: datetime) -> int:
    """Go up where it is time. Gives how many were told."""
    due = InvoiceException.objects.filter(ended_at=None, next_at__lte=at).order_by("next_at", "pk")
    return sum(tell_next(question, at=at) for question in due[:_AT_ONCE])


CHORE = Chore(
    name="invoice_ladder", label="Tell the next in line about invoices that wait", work=tell_who_is_next
)
