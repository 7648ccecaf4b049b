"""The preview of a quarter's spending, for officers: who is named, and publishing it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shirehall.casework.api import local_date
from shirehall.departments.finance.figures.access import may_publish, officer_with_figures
from shirehall.departments.finance.figures.actions import (
    PublishError,
    choose_name,
    fingerprint,
    publish_spending,
)
from shirehall.departments.finance.figures.models import SpendingList
from shirehall.departments.finance.figures.pages import council_options
from shirehall.departments.finance.figures.periods import Period, quarters_back
from shirehall.departments.finance.figures.spending import Spent, as_csv, body_name, spent_in
from shirehall.departments.finance.figures.views import attached, draw
from shirehall.departments.finance.registers.models import Supplier
from shirehall.design.formats import number, pounds
from shirehall.partnership.api import Authority, officer_required

QUARTERS = 8
PAGE = 100


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def spending(request: HttpRequest) -> HttpResponse:
    """The list as it would be published, and a button that publishes it."""
    officer, councils = officer_with_figures(request)
    now = timezone.now()
    council, period = _asked(request, councils)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        if not may_publish(officer, council):
            raise Http404
        try:
            publish_spending(
                authority=council, period=period, seen=request.POST.get("seen", ""), by=officer.email, at=now
            )
            return HttpResponseRedirect(_address("finance_spending", council, period) + "&published=1")
        except PublishError as problem:
            errors = [{"text": str(problem), "href": "#list"}]
    context = _context(request, councils, council, period)
    context |= {"errors": errors, "may_publish": may_publish(officer, council)}
    return draw(request, "spending.html", context, officer)


@officer_required
@require_safe
def spending_file(request: HttpRequest) -> HttpResponse:
    """The preview as CSV."""
    _officer, councils = officer_with_figures(request)
    council, period = _asked(request, councils)
    content = as_csv(spent_in(period, council), body_name(council))
    return attached(content, f"preview-spending-{council}-{period.code}")


@officer_required
@require_POST
def name(request: HttpRequest, supplier: int) -> HttpResponse:
    """Have a supplier's name published or left out."""
    officer, councils = officer_with_figures(request)
    council, period = _asked(request, councils)
    if not may_publish(officer, council):
        raise Http404
    row = get_object_or_404(Supplier, pk=supplier, authority__in=["", council])
    try:
        choose_name(
            supplier=row, shown=request.POST.get("shown") == "yes", because=request.POST.get("because", ""),
            by=officer.email, at=timezone.now(),
        )  # fmt: skip
    except PublishError as problem:
        context = _context(request, councils, council, period)
        context |= {
            "errors": [{"text": str(problem), "href": f"#because-{row.pk}"}], "may_publish": True,
        }  # fmt: skip
        return draw(request, "spending.html", context, officer)
    return HttpResponseRedirect(_address("finance_spending", council, period) + "#list")


def _context(
    request: HttpRequest, councils: Sequence[Authority], council: str, period: Period
) -> dict[str, Any]:
    rows = spent_in(period, council)
    page = _page_number(request)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    address = _address("finance_spending", council, period)
    published = SpendingList.objects.filter(authority=council, first_on=period.first_on).first()
    fields: list[dict[str, Any]] = [
        {
            "name": "council", "label": _("Council"), "kind": "select", "value": council,
            "options": council_options(councils, whole=False),
        },
        {
            "name": "quarter", "label": _("Quarter"), "kind": "select", "value": period.code,
            "options": [(each.code, each.label) for each in _quarters()],
        },
    ]  # fmt: skip
    return {
        "summary": _summary(rows, body_name(council)),
        "filters": fields, "period": period, "council": body_name(council), "published": published,
        "notice": _just_published() if "published" in request.GET else None, "rows": [_row(each) for each in shown],
        "names": _names(shown, council, period), "seen": fingerprint(as_csv(rows, body_name(council))),
        "is_over": period.last_on < local_date(timezone.now()),
        "csv_url": _address("finance_spending_data", council, period), "post_url": address,
        "newer_url": f"{address}&page={page - 1}" if page > 1 else "",
        "older_url": f"{address}&page={page + 1}" if len(rows) > page * PAGE else "",
        "columns": [
            {"label": _("Date"), "kind": "day"}, {"label": _("Supplier")}, {"label": _("Amount"), "kind": "money"},
            {"label": _("Purpose")}, {"label": _("Department")}, {"label": _("Number")},
        ],
    }  # fmt: skip


def _just_published() -> dict[str, str]:
    text = _("Everybody can take it from the page of spending now.")
    return {"kind": "success", "title": _("Published"), "text": text}


def _summary(rows: Sequence[Spent], council: str) -> str:
    words = {
        "count": number(len(rows)), "council": council, "total": pounds(sum(each.amount for each in rows)),
        "unnamed": number(sum(each.left_out for each in rows)),
    }  # fmt: skip
    return _("Payments over £500 by %(council)s: %(count)s, %(total)s. Without a name: %(unnamed)s.") % words


def _row(each: Spent) -> list[object]:
    supplier: object = {"word": each.supplier, "kind": "waiting"} if each.left_out else each.supplier
    return [each.on, supplier, each.amount, each.purpose, each.department, each.transaction]


def _names(rows: Sequence[Spent], council: str, period: Period) -> list[dict[str, Any]]:
    """The suppliers on the page, those left out first."""
    found = {each.supplier_id: each for each in rows}
    return [
        {
            "id": each.supplier_id, "name": each.name, "left_out": each.left_out,
            "url": _address("finance_spending_name", council, period, each.supplier_id),
        }
        for each in sorted(found.values(), key=lambda each: (not each.left_out, each.name))
    ]  # fmt: skip


def _asked(request: HttpRequest, councils: Sequence[Authority]) -> tuple[str, Period]:
    council = request.GET.get("council", councils[0].code)
    quarters = {each.code: each for each in _quarters()}
    # The quarter before this one is what there is to publish.
    period = quarters.get(request.GET.get("quarter", list(quarters)[1]))
    if period is None or council not in {each.code for each in councils}:
        raise Http404
    return council, period


def _quarters() -> Sequence[Period]:
    return quarters_back(local_date(timezone.now()), QUARTERS)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 4 and int(text)):
        raise Http404
    return int(text)


def _address(view: str, council: str, period: Period, *parts: int) -> str:
    return f"{reverse(view, args=parts)}?{urlencode({'council': council, 'quarter': period.code})}"
