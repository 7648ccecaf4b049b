"""The look afterwards: a random share of what the machine approved, for a person."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.casework.api import local_date
from shirehall.departments.finance.desk.drawing import draw
from shirehall.departments.finance.desk.words import STATE_WORDS, council_of, money_of, names_of, supplier_of
from shirehall.departments.finance.invoices.api import invoices_of
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.partnership.api import officer_of, officer_required, scope

_SHOWN = 50


@officer_required
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """Those that wait for a look, the oldest first, and the last that were looked at."""
    officer, at = officer_of(request), timezone.now()
    if scope(officer, "see_invoice").is_empty:
        raise PermissionDenied
    found = invoices_of(officer, local_date(at)).filter(check_after=True)
    waiting = list(found.filter(checked_at=None).order_by("approved_at", "id")[:_SHOWN])
    looked_at = list(found.filter(checked_at__isnull=False).order_by("-checked_at", "-id")[:_SHOWN])
    people = names_of(each.checked_by for each in looked_at)
    context = {
        "waiting": [_row(each, people) for each in waiting], "looked_at": [_row(each, people) for each in looked_at],
        "more": len(waiting) == _SHOWN,
    }  # fmt: skip
    return draw(request, "afterwards.html", context)


def _row(invoice: Invoice, people: dict[str, str]) -> dict[str, Any]:
    word, kind = STATE_WORDS[Invoice.State(invoice.state)]
    return {
        "href": reverse("finance_invoice", args=[invoice.case.reference]), "reference": invoice.case.reference,
        "supplier": supplier_of(invoice), "number": invoice.number, "amount": money_of(invoice.gross, invoice.currency),
        "council": council_of(invoice.authority), "approved_at": invoice.approved_at, "word": str(word), "kind": kind,
        "by": people.get(invoice.checked_by, invoice.checked_by), "checked_at": invoice.checked_at,
        "finding": invoice.check_finding or _("Nothing wrong"),
    }  # fmt: skip
