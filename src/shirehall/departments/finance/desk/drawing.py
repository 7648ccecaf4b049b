"""What every page of the finance desk needs to be drawn: the officers' shell and the links of the navigation."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import desk_links
from shirehall.departments.finance.desk.desk_links import QUEUE
from shirehall.partnership.api import officer_of

DESK = "/desk/"
_DONE = "finance_done"


def draw(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    current: str = QUEUE,
) -> HttpResponse:
    """A page in the officers' shell. `current` is the link of the navigation that it belongs to."""
    officer = officer_of(request)
    links = [
        {"text": _(link.label), "href": link.url(), "current": link.name == current}
        for link in sorted(desk_links, key=lambda link: link.order)
        if link.is_for(officer)
    ]
    shell = {
        "home_url": DESK, "nav": links, "officer_name": officer.name, "sign_out_url": reverse("account_logout"),
        "done": request.session.pop(_DONE, "") if request.method == "GET" else "", "search_method": "post",
        "search_url": reverse("finance_find"),
    }  # fmt: skip
    return render(request, f"shirehall_finance_desk/{template}", {**shell, **context}, status=status)


def say_next(request: HttpRequest, text: str) -> None:
    """Say on the next page what was done."""
    request.session[_DONE] = text
