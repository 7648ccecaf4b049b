"""What is kept of a payment goes with the last of its invoices: whom, to which account. Amounts and days stay, so that
the figures and the run's sums hold; the run log stays whole."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_noop

from shirehall.capabilities.documents.api import dispose
from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case
from shirehall.departments.finance.payments.models import LeftOut, Payment, RunFile

_EMPTY = {
    "name": "", "sort_code": "", "account_number": "", "reference": "", "ended_because": "", "ended_by": "",
}  # fmt: skip


def _no_documents(ids: Sequence[str]) -> None:
    """Files of runs are named by no answer."""


def dispose_of_case(case: Case) -> None:
    """Forget whom the payments went to that paid this invoice, unless they paid another that is still kept; and the
    files of a run in which nobody is named any more."""
    LeftOut.objects.filter(invoice__case=case).update(because="", by="")
    for payment in Payment.objects.filter(items__invoice__case=case).distinct():
        kept = payment.items.filter(invoice__case__disposed_at=None).exclude(invoice__case=case)
        if kept.exists():
            continue
        Payment.objects.filter(pk=payment.pk).update(**_EMPTY)
        if not Payment.objects.filter(run=payment.run_id).exclude(name="").exists():
            files = RunFile.objects.filter(run=payment.run_id).exclude(document=None)
            dispose(list(files.values_list("document", flat=True)), at=timezone.now())


register_disposer(
    Disposer("finance_payments", gettext_noop("Payments"), _no_documents, dispose_of_case=dispose_of_case)
)
