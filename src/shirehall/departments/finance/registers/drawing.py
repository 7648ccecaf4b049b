"""What every page of the registers needs to be drawn: the officers' shell, and the ways between the registers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import desk_links
from shirehall.departments.finance.registers.access import KEEP, Keeper
from shirehall.departments.finance.registers.desk_links import RECEIPTS, REGISTERS
from shirehall.departments.finance.registers.queries.suppliers import bank_changes_waiting

DESK = "/desk/"
_DONE = "registers_done"
_MINE = ("receipts", "absences")


def draw(
    request: HttpRequest,
    keeper: Keeper,
    template: str,
    context: Mapping[str, Any],
    *,
    here: str,
    status: int = 200,
) -> HttpResponse:
    """A page in the officers' shell. `here` is its place in the left column."""
    current = RECEIPTS if here in _MINE else REGISTERS
    links = [
        {"text": _(link.label), "href": link.url(), "current": link.name == current}
        for link in sorted(desk_links, key=lambda link: link.order)
        if link.is_for(keeper.officer)
    ]
    shell = {
        "home_url": DESK, "nav": links, "officer_name": keeper.officer.name, "sign_out_url": reverse("account_logout"),
        "notice": request.session.pop(_DONE, None) if request.method == "GET" else None,
        "places": _places(keeper, here), "keeper": keeper,
    }  # fmt: skip
    return render(request, f"shirehall_finance_registers/{template}", {**shell, **context}, status=status)


def say_next(request: HttpRequest, text: str) -> None:
    """Say on the next page what was done."""
    request.session[_DONE] = {"title": _("Done"), "text": text, "kind": "success"}


def _places(keeper: Keeper, here: str) -> list[dict[str, Any]]:
    """The left column: the registers that the officer may see, and what is theirs."""
    found: list[tuple[str, str, str, int | None]] = []
    if keeper.may_see_registers:
        waiting = bank_changes_waiting().filter(keeper.seen("supplier__authority", shared=True)).count()
        found += [
            ("suppliers", _("Suppliers"), "finance_suppliers", None),
            ("banking", _("Bank details"), "finance_bank_changes", waiting),
            ("orders", _("Orders"), "finance_orders", None),
            ("budgets", _("Budgets"), "finance_budgets", None),
        ]
        if keeper.may(KEEP, ""):
            found.append(("imports", _("Tables"), "finance_imports", None))
    found += [
        ("receipts", _("My receipts"), "finance_receipts", None),
        ("absences", _("While I am away"), "finance_absences", None),
    ]
    return [
        {"text": text, "href": reverse(name), "count": count, "current": place == here}
        for place, text, name, count in found
    ]
