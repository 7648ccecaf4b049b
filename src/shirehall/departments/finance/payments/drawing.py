"""What every page of payments needs to be drawn: the officers' shell, the links, the banner while paying is stopped."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import desk_links
from shirehall.departments.finance.invoices.api import stops_in_force
from shirehall.departments.finance.payments.desk_links import RUNS
from shirehall.departments.finance.payments.rules import ACTS, STOP, councils_for
from shirehall.departments.finance.payments.wording import council
from shirehall.partnership.api import Officer, officer_of

DESK = "/desk/"
_DONE = "finance_payments_done"


def draw(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    errors: Sequence[Any] = (),
) -> HttpResponse:
    """A page in the officers' shell. `errors` are {text, href}."""
    officer = officer_of(request)
    links = [
        {"text": _(link.label), "href": link.url(), "current": link.name == RUNS}
        for link in sorted(desk_links, key=lambda link: link.order)
        if link.is_for(officer)
    ]
    shell = {
        "home_url": DESK, "nav": links, "officer_name": officer.name, "sign_out_url": reverse("account_logout"),
        "notice": request.session.pop(_DONE, None) if request.method == "GET" else None,
        "errors": list(errors), "stops": stops_for(officer), "may_stop": bool(councils_for(officer, [STOP])),
        "may_propose": bool(councils_for(officer, ["propose_run"])),
    }  # fmt: skip
    return render(request, f"shirehall_finance_payments/{template}", {**shell, **context}, status=status)


def stops_for(officer: Officer) -> list[dict[str, Any]]:
    """The stops in force that concern the officer, in words."""
    mine = councils_for(officer, (*ACTS, STOP, "see_invoice"))
    return [
        {
            "stop": each,
            "by": _name(each.by),
            "where": council(each.authority) if each.authority else _("every council"),
        }
        for each in stops_in_force()
        if not each.authority or each.authority in mine
    ]


def _name(email: str) -> str:
    found = Officer.objects.filter(email=email).values_list("name", flat=True).first()
    return found or email


def say_next(request: HttpRequest, text: str) -> None:
    """Say on the next page what was done."""
    request.session[_DONE] = {"title": _("Done"), "text": text, "kind": "success"}
