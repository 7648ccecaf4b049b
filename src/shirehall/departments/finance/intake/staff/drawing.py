"""What every page of what came in needs to be drawn: the officers' shell and the links of the navigation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import desk_links
from shirehall.departments.finance.intake.desk_links import INCOMING
from shirehall.partnership.api import officer_of

DESK = "/desk/"
_DONE = "finance_incoming_done"


def draw(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200, errors: Sequence[Any] = ()
) -> HttpResponse:  # fmt: skip
    """A page in the officers' shell. `errors` are {text, href}."""
    officer = officer_of(request)
    links = [
        {"text": _(link.label), "href": link.url(), "current": link.name == INCOMING}
        for link in sorted(desk_links, key=lambda link: link.order)
        if link.is_for(officer)
    ]
    shell = {
        "home_url": DESK, "nav": links, "officer_name": officer.name, "sign_out_url": reverse("account_logout"),
        "notice": request.session.pop(_DONE, None) if request.method == "GET" else None, "errors": list(errors),
    }  # fmt: skip
    return render(request, f"shirehall_finance_intake/{template}", {**shell, **context}, status=status)


def say_next(request: HttpRequest, text: str) -> None:
    """Say on the next page what was done."""
    request.session[_DONE] = {"title": _("Done"), "text": text, "kind": "success"}
