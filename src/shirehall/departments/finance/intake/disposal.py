"""What came in is let go when its time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_noop

from shirehall.capabilities.documents.api import dispose
from shirehall.casework.api import Disposer, register_disposer
from shirehall.departments.finance.intake.answering import forget_answered
from shirehall.departments.finance.intake.models import IncomingFile, IncomingMessage, SupplierKeyUse

KEPT = timedelta(days=365)
"""How long a mail that held files for invoices is kept; the files themselves are kept with the invoices."""
KEPT_WITHOUT = timedelta(days=90)
"""How long one is kept that held none."""
_AT_ONCE = 500
_OPEN = (IncomingMessage.State.WAITING, IncomingMessage.State.TROUBLE)


def dispose_of_rest(at: datetime) -> int:
    """Let go of the mails as they came, of senders and subjects. What still needs a person stays. Gives how many."""
    rows = IncomingMessage.objects.filter(forgotten_at=None).exclude(state__in=_OPEN)
    given = Exists(IncomingFile.objects.filter(message=OuterRef("pk"), file__isnull=False))
    old = rows.filter(Q(received_at__lt=at - KEPT) | Q(~given, received_at__lt=at - KEPT_WITHOUT))
    found = dict(old.order_by("pk").values_list("pk", "document_id")[:_AT_ONCE])
    IncomingFile.objects.filter(message__in=found).update(name="", said="")
    IncomingMessage.objects.filter(pk__in=found).update(
        document=None, sender="", subject="", message_id="", forgotten_at=at
    )
    dispose([each for each in found.values() if each], at=at)
    SupplierKeyUse.objects.filter(used_on__lt=at.date() - KEPT).delete()
    forget_answered(at)
    return len(found)


def _no_documents(_ids: Sequence[str]) -> None:
    """What came belongs to no case."""


register_disposer(
    Disposer(
        "invoice_intake",
        gettext_noop("What came in for suppliers' invoices"),
        _no_documents,
        dispose_of_rest=dispose_of_rest,
    )
)
