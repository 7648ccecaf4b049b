"""The picture of a page, and the file as it came."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shirehall.capabilities.documents.api import content_of
from shirehall.casework.api import record
from shirehall.departments.finance.desk.access import open_invoice
from shirehall.departments.finance.desk.pages import picture_of_page
from shirehall.departments.finance.reading.api import NoPictureError
from shirehall.partnership.api import officer_required

_NOTHING_RUNS = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


@officer_required
@require_safe
def page_picture(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A page of the invoice as a PNG."""
    invoice = open_invoice(request, reference).invoice
    if not invoice.first_page <= number <= invoice.last_page:
        raise Http404
    try:
        png = picture_of_page(invoice.file, number)
    except NoPictureError as error:
        raise Http404 from error
    return HttpResponse(png, content_type="image/png", headers=_guarded())


@officer_required
@require_POST
def original(request: HttpRequest, reference: str) -> HttpResponse:
    """The file as it came, to save and never to show: for who works on it, and written down."""
    opened = open_invoice(request, reference)
    opened.need(opened.works)
    document = opened.invoice.file.document
    if document is None or not document.stored_as:
        raise Http404
    record(case=opened.invoice.case, kind="invoice_file_taken", by=opened.by, at=opened.at)
    answer = HttpResponse(content_of(document), content_type="application/octet-stream", headers=_guarded())
    ending = "".join(each for each in document.name.rpartition(".")[2] if each.isascii() and each.isalnum())[
        :8
    ]
    name = _("invoice") + f"-{reference}.{ending or 'bin'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _guarded() -> dict[str, str]:
    return {
        "Cache-Control": "no-store, private",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": _NOTHING_RUNS,
    }
