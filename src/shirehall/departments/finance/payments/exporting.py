"""Tables to take away: CSV whose cells no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import HttpResponse

from shirehall.capabilities.measures.api import harmless

Cell = str | int | Decimal


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A file to save, in UTF-8. `name` is ours."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell if isinstance(cell, Decimal) else harmless(cell) for cell in row])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def in_pounds(pence: int) -> Decimal:
    """12345 as 123.45, a number in a spreadsheet."""
    return Decimal(pence).scaleb(-2)
