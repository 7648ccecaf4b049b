"""What the page of the payments compliance notice shows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.capabilities.measures.api import Drawn
from shirehall.departments.finance.figures.notice import Notice, as_older_table, as_table, notice_of
from shirehall.departments.finance.figures.pages import council_options, table_of
from shirehall.departments.finance.figures.periods import Period, half_years_back, year_of
from shirehall.departments.finance.figures.queries import paid_invoices, payable_between
from shirehall.departments.finance.figures.spending import body_name
from shirehall.partnership.api import Authority

PERIODS = 4
YEARS = 3


def notice_context(request: HttpRequest, councils: Sequence[Authority], on: date) -> dict[str, Any]:
    """The page: the notice, whether it may be published yet, and the older table."""
    council, period = _asked(request, councils, on)
    notice = _reckoned(council, period, on)
    drawn = as_table(notice, body_name(council))
    tail = f"?{urlencode({'council': council, 'period': period.code})}"
    return {
        "filters": _filters(councils, council, period, on), "drawn": drawn, **table_of(drawn),
        "publish_by": notice.publish_by,
        "is_over": period.last_on < on, "older": _older(council, on), "council": body_name(council),
        "csv_url": reverse("finance_notice_data", args=["csv"]) + tail,
        "json_url": reverse("finance_notice_data", args=["json"]) + tail,
    }  # fmt: skip


def notice_data(
    request: HttpRequest, councils: Sequence[Authority], on: date
) -> tuple[Drawn, str, dict[str, Any]]:
    """The notice as a table, the name of its file, and what it is about."""
    council, period = _asked(request, councils, on)
    notice = _reckoned(council, period, on)
    about = {
        "authority": council, "from": period.first_on.isoformat(), "to": period.last_on.isoformat(),
        "check": _("Check against regulation 38 of the Procurement Regulations 2024 before you publish."),
    }  # fmt: skip
    return as_table(notice, body_name(council)), f"payments-{council}-{period.code}", about


def _reckoned(council: str, period: Period, on: date) -> Notice:
    return notice_of(period, paid_invoices(period, [council]), payable_between(period, [council]), on=on)


def _asked(request: HttpRequest, councils: Sequence[Authority], on: date) -> tuple[str, Period]:
    council = request.GET.get("council", councils[0].code)
    periods = {each.code: each for each in half_years_back(on, PERIODS)}
    period = periods.get(request.GET.get("period", next(iter(periods))))
    if period is None or council not in {each.code for each in councils}:
        raise Http404
    return council, period


def _filters(councils: Sequence[Authority], council: str, period: Period, on: date) -> list[dict[str, Any]]:
    return [
        {
            "name": "council", "label": _("Council"), "kind": "select", "value": council,
            "options": council_options(councils, whole=False),
        },
        {
            "name": "period", "label": _("Reporting period"), "kind": "select", "value": period.code,
            "options": [(each.code, each.label) for each in half_years_back(on, PERIODS)],
        },
    ]  # fmt: skip


def _older(council: str, on: date) -> dict[str, Any]:
    years, first = [], year_of(on)
    for _number in range(YEARS):
        years.append(first)
        first = year_of(first.first_on - timedelta(days=1))
    drawn = as_older_table((each, paid_invoices(each, [council])) for each in years)
    return {"sentence": drawn.sentence, **table_of(drawn)}
