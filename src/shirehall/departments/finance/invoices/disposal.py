"""What is kept of an invoice goes with its case; a file that was no invoice goes when its time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_noop

from shirehall.capabilities.documents.api import dispose
from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException, InvoiceFile, InvoiceLine
from shirehall.departments.finance.invoices.settings import FinanceSettings

_EMPTY = {
    "supplier_name": "", "supplier_vat": "", "number": "", "number_key": "", "po_number": "", "bank": [], "read": {},
    "corrected": {}, "rejected_because": "", "check_finding": "", "checked_by": "",
}  # fmt: skip

_NOBODY = {"because": "", "note": "", "person": "", "second_person": "", "told": ""}


def _no_documents(ids: Sequence[str]) -> None:
    """Files of invoices are named by no answer."""


def dispose_of_case(case: Case) -> None:
    """Forget what stood on the invoice. Amounts and days stay, so that the figures of past years hold; the file goes
    with the last invoice in it."""
    for invoice in Invoice.objects.filter(case=case).select_related("file"):
        InvoiceLine.objects.filter(invoice=invoice).update(description="", coded_by="")
        InvoiceException.objects.filter(invoice=invoice).update(
            because="", note="", person="", second_person="", told=""
        )
        Invoice.objects.filter(pk=invoice.pk).update(**_EMPTY)
        others = Invoice.objects.filter(file=invoice.file, case__disposed_at=None).exclude(pk=invoice.pk)
        if not others.exists():
            _forget(invoice.file)


def dispose_of_rest(at: datetime) -> int:
    """Let go of files that were read, hold no invoice that stands on a case of its own, and are old."""
    before = at - timedelta(days=FinanceSettings.current().keep_other_days)
    alive = Invoice.objects.filter(file=OuterRef("pk"))
    found = InvoiceFile.objects.filter(~Exists(alive), received_at__lt=before, document__disposed_at=None)
    gone = 0
    for file in found.exclude(document=None)[:1000]:
        _forget(file)
        gone += 1
    return gone


def _forget(file: InvoiceFile) -> None:
    if file.document_id:
        dispose([file.document_id], at=timezone.now())
    InvoiceFile.objects.filter(pk=file.pk).update(name="", source="", problems=[])


register_disposer(
    Disposer(
        "invoices", gettext_noop("Suppliers' invoices"), _no_documents, dispose_of_case=dispose_of_case,
        dispose_of_rest=dispose_of_rest,
    )
)  # fmt: skip
