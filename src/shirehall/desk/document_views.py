"""Opening a document: only by one who may, and never unnoticed."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from shirehall.capabilities.documents.api import document, may_open, response
from shirehall.casework.api import record
from shirehall.desk.case_views import VIEW_COUNTS_FOR
from shirehall.partnership.api import officer_of, officer_required


@officer_required  # type: ignore[arg-type]  # a file's response is one of its own kind
@require_safe
def open_document(request: HttpRequest, document_id: str) -> HttpResponseBase:
    """The file. Not found where there is none, or none that the officer may open: the two look the same."""
    officer, at = officer_of(request), timezone.now()
    found = document(document_id)
    if found is None or not may_open(found, officer=officer):
        raise Http404
    case = found.case or (found.draft.sent_case if found.draft else None)
    if case is not None:
        opened = case.events.filter(kind="document_opened", by=officer.email, at__gt=at - VIEW_COUNTS_FOR)
        if not opened.filter(payload__content__document=found.pk).exists():
            record(case=case, kind="document_opened", by=officer.email, at=at, payload={"document": found.pk})
    return response(found, attachment="save" in request.GET)
