"""What the pages of measures show, for the public and for officers alike."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from shirehall.capabilities.measures.asking import (
    Audience,
    asked_for,
    filter_fields,
    kept_query,
    service_called,
)
from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.exporting import as_csv, as_json
from shirehall.capabilities.measures.figures.drawing import can_show_share, said, share_of
from shirehall.capabilities.measures.periods import Period, period_called
from shirehall.capabilities.measures.queries import Summary, counts_of, summaries
from shirehall.capabilities.measures.registry import Drawn, Measure, Row, measures
from shirehall.casework.api import local_date
from shirehall.casework.models import ServiceVersion

Address = Callable[..., str]
"""The address of a page of measures by its name (`service`, `data`, `cases`) and parts."""


def today() -> date:
    """The day it is for the councils: the edge at which the clock is read."""
    return local_date(timezone.now())


def list_context(request: HttpRequest, audience: Audience, address: Address) -> dict[str, Any]:
    """Every service at a glance."""
    on = today()
    period = period_called("", on)
    assert period is not None
    rows = audience.services()
    found = _summaries(audience, rows, period, on)
    shown = [_glance(found[row.service], row, audience, address) for row in rows]
    return {"rows": shown, "columns": _glance_columns(), "period": period}


def _glance_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Service")}, {"label": _("Applications"), "kind": "number"},
        {"label": _("Decided automatically"), "kind": "percent"}, {"label": _("Overdue now"), "kind": "number"},
        {"label": _("Evidence owed now"), "kind": "number"},
    ]  # fmt: skip


def _summaries(
    audience: Audience, rows: tuple[ServiceVersion, ...], period: Period, on: date
) -> dict[str, Summary]:
    """Read together for all services whose councils are the same."""
    groups: dict[tuple[str, ...] | None, list[str]] = {}
    for row in rows:
        codes = None if audience.public else tuple(each.code for each in audience.councils(row.owner))
        groups.setdefault(codes, []).append(row.service)
    found: dict[str, Summary] = {}
    for codes, services in groups.items():
        found |= summaries(services=services, period=period, authorities=codes, on=on)
    return found


def _glance(summary: Summary, row: ServiceVersion, audience: Audience, address: Address) -> list[object]:
    public, came, alone = audience.public, summary.came_in, summary.automatic
    share = share_of(alone, came) if can_show_share(alone, came, public=public) else "–"
    numbers = [said(each, public=public) for each in (came, summary.overdue, summary.owed)]
    return [{"text": row.title, "href": address("service", row.service)}, numbers[0], share, *numbers[1:]]


def service_context(request: HttpRequest, audience: Audience, name: str, address: Address) -> dict[str, Any]:
    """One service: its headlines and every figure."""
    row = service_called(audience, name)
    asked = asked_for(request, audience, row, today())
    counts = counts_of(asked)
    kept = kept_query(asked)
    figures = [_figure(measure, counts, kept, address) for measure in measures]
    return {
        "title": row.title, "service": row.service, "asked": asked, "period": asked.period, "figures": figures,
        "numbers": _headlines(counts), "filters": filter_fields(audience, asked, row.owner),
    }  # fmt: skip


def _headlines(counts: Counts) -> list[dict[str, str]]:
    came, alone = counts.total("submitted"), counts.by_key["handling"]["automatic"]
    share = share_of(alone, came) if can_show_share(alone, came, public=counts.public) else "–"
    return [
        {"label": _("Applications"), "text": said(came, public=counts.public)},
        {"label": _("Decided automatically"), "text": share},
        {"label": _("Overdue now"), "text": said(counts.overdue.total(), public=counts.public)},
        {
            "label": _("Evidence owed now"),
            "text": said(counts.now["evidence_owed"].total(), public=counts.public),
        },
    ]


def _figure(measure: Measure, counts: Counts, kept: Mapping[str, str], address: Address) -> dict[str, Any]:
    drawn = measure.draw(counts)
    service, tail = counts.asked.service, f"?{urlencode(kept)}"
    return {
        "measure": measure, "drawn": drawn, "columns": [asdict(column) for column in drawn.columns],
        "rows": [_cells(row, counts, kept, address) for row in drawn.rows],
        "csv_url": address("data", service, measure.code, "csv") + tail,
        "json_url": address("data", service, measure.code, "json") + tail,
    }  # fmt: skip


def _cells(row: Row, counts: Counts, kept: Mapping[str, str], address: Address) -> list[object]:
    if counts.public or not row.drill:
        return list(row.cells)
    query = urlencode({**kept, **row.drill})
    return [
        {"text": row.cells[0], "href": f"{address('cases', counts.asked.service)}?{query}"},
        *row.cells[1:],
    ]


def data(request: HttpRequest, audience: Audience, name: str, code: str, form: str) -> HttpResponse:
    """One figure as CSV or JSON."""
    row = service_called(audience, name)
    asked = asked_for(request, audience, row, today())
    measure = measures.get(code)
    if measure is None:
        raise Http404
    drawn: Drawn = measure.draw(counts_of(asked))
    if form == "json":
        return JsonResponse(
            as_json(measure, drawn, asked, row.title), json_dumps_params={"ensure_ascii": False}
        )
    attached = f'attachment; filename="{row.service}-{measure.code}.csv"'
    return HttpResponse(
        as_csv(drawn), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": attached}
    )
