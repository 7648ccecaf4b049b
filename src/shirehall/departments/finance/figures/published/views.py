"""The lists of spending that were published, to read about and to take. Nothing here asks who somebody is."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.departments.finance.figures.models import SpendingList
from shirehall.departments.finance.figures.periods import quarter_of
from shirehall.departments.finance.figures.spending import body_name
from shirehall.partnership.api import brand_for

MOST = 120


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every quarter of every council, the latest first; of one that was published again, the latest."""
    rows = SpendingList.objects.defer("content").order_by("-first_on", "authority", "-number")
    latest: dict[tuple[str, date], SpendingList] = {}
    for row in rows[: MOST * 2]:
        latest.setdefault((row.authority, row.first_on), row)
    context = {
        "brand": brand_for(None), "rows": [_row(each) for each in list(latest.values())[:MOST]],
        "columns": [
            {"label": _("Quarter")}, {"label": _("Council")}, {"label": _("Payments"), "kind": "number"},
            {"label": _("Sum"), "kind": "money"}, {"label": _("Published"), "kind": "day"},
        ],
    }  # fmt: skip
    return render(request, "shirehall_finance_figures/published.html", context)


@require_safe
def download(request: HttpRequest, council: str, quarter: str, number: int) -> HttpResponse:
    """A list as it was published, to the byte."""
    try:
        first_on = date.fromisoformat(quarter)
    except ValueError:
        raise Http404 from None
    row = SpendingList.objects.filter(authority=council, first_on=first_on, number=number).first()
    if row is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="spending-{row.authority}-{row.first_on}-{row.number}.csv"',
        "Link": '<https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/>; rel="license"',
    }
    return HttpResponse(row.content, content_type="text/csv; charset=utf-8", headers=headers)


def _row(each: SpendingList) -> list[object]:
    url = reverse("spending_file", args=[each.authority, each.first_on.isoformat(), each.number])
    label = quarter_of(each.first_on).label
    return [
        {"text": _("%(quarter)s (CSV)") % {"quarter": label}, "href": url}, body_name(each.authority), each.count,
        each.total, each.at,
    ]  # fmt: skip
