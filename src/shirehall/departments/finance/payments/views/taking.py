"""What is taken away of a run: its files for the bank, each taking in the log, and a table."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shirehall.capabilities.documents.api import content_of
from shirehall.departments.finance.payments.access import open_run
from shirehall.departments.finance.payments.exporting import csv_response, in_pounds
from shirehall.departments.finance.payments.files import CONTENT_TYPES, sha256_of
from shirehall.departments.finance.payments.log import note_event
from shirehall.departments.finance.payments.models import PaymentRun, RunFile
from shirehall.departments.finance.payments.run_page import may_take
from shirehall.departments.finance.payments.wording import KINDS, PAYMENT_STATES
from shirehall.departments.finance.payments.writing import payments_of
from shirehall.partnership.api import officer_required


@never_cache
@officer_required
@require_POST
def take_file(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """A file for the bank, to who releases runs. A POST, for it is written down who took it."""
    payer, run = open_run(request, number)
    with transaction.atomic():
        run = PaymentRun.objects.select_for_update().get(pk=run.pk)
        if not may_take(payer, run):
            raise PermissionDenied
        file = RunFile.objects.select_related("document").filter(run=run, format=name).first()
        if file is None or file.document is None:
            raise Http404
        content = content_of(file.document)
        if sha256_of(content) != file.sha256:
            raise PermissionDenied(_("The file that is kept is not the one that was released."))
        payload = {"format": file.format, "sha256": file.sha256}
        note_event(run, "file_taken", by=payer.officer.email, at=payer.at, payload=payload)
    answer = HttpResponse(content, content_type=CONTENT_TYPES[file.format])
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@never_cache
@officer_required
@require_safe
def as_csv(request: HttpRequest, number: int) -> HttpResponse:
    """The run as a table: one row for each invoice. Bank details stay here."""
    _payer, run = open_run(request, number)
    columns = (
        _("Payment"), _("Supplier"), _("Code"), _("Invoice"), _("Our reference"), _("Kind"), _("Amount"), _("Discount"),
        _("Paid on"), _("State"),
    )  # fmt: skip
    rows = [
        (
            payment.key, payment.supplier.name, payment.supplier.code, item.invoice.number, item.invoice.case.reference,
            str(KINDS[item.kind]), in_pounds(item.amount), in_pounds(item.discount), run.pay_on.isoformat(),
            str(PAYMENT_STATES[payment.state][0]),
        )
        for payment in payments_of(run)
        for item in payment.items.all()
    ]  # fmt: skip
    return csv_response(f"{run.name.lower()}.csv", columns, rows)
