"""What the pages of figures show."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.capabilities.measures.api import Drawn
from shirehall.departments.finance.figures.drawing import FIGURES, Behind, Figure
from shirehall.departments.finance.figures.paid import tally
from shirehall.departments.finance.figures.periods import MOST_MONTHS, Period, months_back
from shirehall.departments.finance.figures.queries import (
    Waiting,
    asked_of_roles,
    paid_invoices,
    waiting_now,
)
from shirehall.departments.finance.figures.words import words
from shirehall.design.formats import number, percent
from shirehall.partnership.api import Authority

MONTHS = ("1", "3", "6", str(MOST_MONTHS))


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The councils and the period that a page is asked for."""

    council: str
    councils: tuple[str, ...]
    period: Period

    @property
    def query(self) -> str:
        """The same, for an address."""
        return f"?{urlencode({'council': self.council, 'months': self.period.code})}"


def asked_for(request: HttpRequest, councils: Sequence[Authority], on: date) -> AskedFor:
    """What a request asks for. Http404 for a council that is not the officer's, and for another period."""
    months, council = request.GET.get("months", "3"), request.GET.get("council", "")
    codes = tuple(each.code for each in councils)
    if months not in MONTHS or (council and council not in codes):
        raise Http404
    return AskedFor(council, (council,) if council else codes, months_back(on, int(months)))


def behind(asked: AskedFor, *, roles: bool = True) -> Behind:
    """The rows behind the figures."""
    paid = paid_invoices(asked.period, asked.councils)
    return Behind(paid, asked_of_roles(asked.period, asked.councils) if roles else (), words())


def figures_context(asked: AskedFor, councils: Sequence[Authority]) -> dict[str, Any]:
    """The page of figures."""
    rows = behind(asked)
    return {
        "period": asked.period, "filters": filter_fields(asked, councils), "numbers": _numbers(rows),
        "figures": [_shown(each, each.draw(rows), asked) for each in FIGURES],
        "waiting": _waiting(waiting_now(asked.councils), rows),
        "waiting_columns": [
            {"label": _("Waits with")}, {"label": _("Invoices"), "kind": "number"},
            {"label": _("The oldest came"), "kind": "day"},
        ],
    }  # fmt: skip


def figure_called(code: str) -> Figure:
    """A figure by its code. Http404 for another."""
    found = next((each for each in FIGURES if each.code == code), None)
    if found is None:
        raise Http404
    return found


def council_options(councils: Sequence[Authority], *, whole: bool) -> list[tuple[str, str]]:
    """The councils to choose from."""
    every = [("", _("All councils"))] if whole and len(councils) > 1 else []
    return [*every, *((each.code, each.name) for each in councils)]


def filter_fields(asked: AskedFor, councils: Sequence[Authority]) -> list[dict[str, Any]]:
    """The filters above the figures."""
    months = {"1": _("This month"), "3": _("3 months"), "6": _("6 months"), "12": _("12 months")}
    return [
        {
            "name": "council", "label": _("Council"), "kind": "select", "value": asked.council,
            "options": council_options(councils, whole=True),
        },
        {
            "name": "months", "label": _("Paid in the last"), "kind": "select", "value": asked.period.code,
            "options": [(code, months[code]) for code in MONTHS],
        },
    ]  # fmt: skip


def table_of(drawn: Drawn) -> dict[str, Any]:
    """A figure's table, for the design system."""
    return {
        "columns": [asdict(each) for each in drawn.columns],
        "rows": [list(each.cells) for each in drawn.rows],
    }


def as_json(figure: Figure, drawn: Drawn, asked: AskedFor) -> dict[str, Any]:
    """A figure for a program: what it means, its period, and its rows with their codes."""
    names = [each.name for each in drawn.columns]
    return {
        "figure": figure.code, "label": str(figure.label), "definition": str(figure.definition),
        "from": asked.period.first_on.isoformat(), "to": asked.period.last_on.isoformat(),
        "councils": list(asked.councils), "sentence": drawn.sentence,
        "rows": [{"code": row.code, **dict(zip(names, row.cells, strict=True))} for row in drawn.rows],
    }  # fmt: skip


def _shown(figure: Figure, drawn: Drawn, asked: AskedFor) -> dict[str, Any]:
    return {
        "figure": figure, "drawn": drawn, **table_of(drawn),
        "csv_url": reverse("finance_figure_data", args=[figure.code, "csv"]) + asked.query,
        "json_url": reverse("finance_figure_data", args=[figure.code, "json"]) + asked.query,
    }  # fmt: skip


def _numbers(rows: Behind) -> list[dict[str, str]]:
    whole = tally(rows.paid)

    def share(part: int) -> str:
        found = whole.share(part)
        return "–" if found is None else percent(found)

    return [
        {"label": _("Invoices paid"), "text": number(whole.count)},
        {"label": _("Within 5 working days"), "text": share(whole.within_5)},
        {"label": _("With nobody's hand on it"), "text": share(whole.untouched)},
        {"label": _("Within 30 days"), "text": share(whole.within_30)},
    ]


def _waiting(found: Sequence[Waiting], rows: Behind) -> list[list[object]]:
    return [[rows.words.queue(each.queue), each.count, each.oldest_at] for each in found]
