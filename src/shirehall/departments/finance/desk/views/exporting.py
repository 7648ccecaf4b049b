"""The queue as a table to take away. No cell is a formula to a spreadsheet."""

import csv
import io
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.capabilities.measures.api import harmless
from shirehall.casework.api import local_date
from shirehall.departments.finance.desk.listing import found_by, narrowed, number_of_rows, wish_of
from shirehall.departments.finance.desk.words import (
    STATE_WORDS,
    age_of,
    council_of,
    names_of,
    supplier_of,
    who_is_asked,
)
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.partnership.api import officer_of, officer_required

MOST_ROWS = 20_000


@officer_required
@require_safe
def as_csv_file(request: HttpRequest) -> HttpResponse:
    """What the filters show, whole."""
    officer, at = officer_of(request), timezone.now()
    on, wish = local_date(at), wish_of(request.GET)
    rows = list(narrowed(found_by(officer, wish, at, on), wish).order_by("received_at", "id")[:MOST_ROWS])
    questions = {each.pk: next(iter(each.open_questions), None) for each in rows}  # type: ignore[attr-defined]
    people = names_of(
        code for each in questions.values() if each for code in (each.person, each.second_person)
    )
    numbers = number_of_rows()
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Reference"), _("Council"), _("Supplier"), _("Invoice number"), _("Invoice date"), _("Received"),
            _("Currency"), _("Net"), _("VAT"), _("To pay"), _("Order"), _("State"), _("Check"), _("Reason"),
            _("Who is asked"), _("Age"),
        ]
    )  # fmt: skip
    for each in rows:
        question = questions[each.pk]
        cells = [
            each.case.reference, council_of(each.authority), supplier_of(each), each.number, _day(each.invoice_date),
            _day(local_date(each.received_at)), each.currency, _pounds(each.net), _pounds(each.vat),
            _pounds(each.gross), each.po_number, str(STATE_WORDS[Invoice.State(each.state)][0]),
            str(numbers.get(each.failed_check, "")), question.because if question else "",
            who_is_asked(question, people), age_of(each, on).words,
        ]  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="invoices.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _pounds(pence: int | None) -> str:
    return "" if pence is None else f"{pence / 100:.2f}"
