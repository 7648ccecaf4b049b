"""The pages of figures for officers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.capabilities.measures.api import as_csv
from shirehall.casework.api import desk_links, local_date
from shirehall.departments.finance.figures import pages
from shirehall.departments.finance.figures.access import officer_with_figures
from shirehall.departments.finance.figures.notice_pages import notice_context, notice_data
from shirehall.partnership.api import Officer, officer_required

NAME = "finance_figures"


def draw(
    request: HttpRequest, template: str, context: dict[str, Any], officer: Officer, status: int = 200
) -> HttpResponse:
    """A page of the desk."""
    shell = {
        "home_url": "/desk/", "officer_name": officer.name, "sign_out_url": reverse("account_logout"),
        "nav": [
            {"text": _(link.label), "href": link.url(), "current": link.name == NAME}
            for link in sorted(desk_links, key=lambda link: link.order)
            if link.is_for(officer)
        ],
    }  # fmt: skip
    return render(request, f"shirehall_finance_figures/{template}", {**shell, **context}, status=status)


def attached(content: str, name: str) -> HttpResponse:
    """A CSV to take away."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@officer_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How suppliers' invoices went, of the councils that the officer may see."""
    officer, councils = officer_with_figures(request)
    asked = pages.asked_for(request, councils, local_date(timezone.now()))
    return draw(request, "figures.html", pages.figures_context(asked, councils), officer)


@officer_required
@require_safe
def data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One figure as CSV or JSON."""
    _officer, councils = officer_with_figures(request)
    figure = pages.figure_called(code)
    asked = pages.asked_for(request, councils, local_date(timezone.now()))
    drawn = figure.draw(pages.behind(asked, roles=code == "roles"))
    if form == "json":
        return JsonResponse(pages.as_json(figure, drawn, asked), json_dumps_params={"ensure_ascii": False})
    return attached(as_csv(drawn), f"invoices-{code}")


@officer_required
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The payments compliance notice of a council, to be checked and signed."""
    officer, councils = officer_with_figures(request)
    return draw(
        request, "notice.html", notice_context(request, councils, local_date(timezone.now())), officer
    )


@officer_required
@require_safe
def notice_file(request: HttpRequest, form: str) -> HttpResponse:
    """The notice as CSV or JSON."""
    _officer, councils = officer_with_figures(request)
    drawn, name, about = notice_data(request, councils, local_date(timezone.now()))
    if form == "csv":
        return attached(as_csv(drawn), name)
    rows = [dict(zip(("place", "what", "is"), row.cells, strict=True)) for row in drawn.rows]
    return JsonResponse({**about, "rows": rows}, json_dumps_params={"ensure_ascii": False})
