"""Proposing a run: ask, look at what it would pay and why not the rest, then propose it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shirehall.departments.finance.payments.access import Payer, payer_of
from shirehall.departments.finance.payments.drawing import draw, say_next
from shirehall.departments.finance.payments.fields import error_links, read_day, wish_fields
from shirehall.departments.finance.payments.gathering import Found
from shirehall.departments.finance.payments.problems import RunError
from shirehall.departments.finance.payments.proposing import Wish, preview, propose, wish
from shirehall.departments.finance.payments.rules import PROPOSE
from shirehall.departments.finance.payments.run_page import earliest_day, other
from shirehall.departments.finance.payments.settings import PaymentSettings
from shirehall.departments.finance.payments.wording import KINDS, POLICIES, REASONS, council
from shirehall.partnership.api import officer_required

_ASKED = ("authority", "pay_on", "policy")


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose_run(request: HttpRequest) -> HttpResponse:
    """Nothing is changed before the second button: until then only what would be paid is shown."""
    payer = payer_of(request)
    councils = payer.councils_to(PROPOSE)
    if not councils:
        raise PermissionDenied
    given = {name: request.POST.get(name, "").strip()[:100] for name in _ASKED}
    if request.method != "POST":
        return _ask(request, payer, councils, _usual(payer), {})
    asked, errors = _read(given, councils, payer)
    if asked is None:
        return _ask(request, payer, councils, given, errors)
    if "propose" in request.POST:
        try:
            made = propose(asked=asked, by=payer.officer, at=payer.at, note=request.POST.get("note", ""))
        except RunError as error:
            return _ask(request, payer, councils, given, {"authority": str(error)})
        say_next(request, _("The run is proposed. Somebody else approves it."))
        return redirect("finance_run", made.pk)
    found = preview(asked)
    context = {"asked": given, "council": council(asked.authority), "wish": asked, **_shown(found)}
    context["policy"] = POLICIES[asked.policy][0]
    return draw(request, "preview.html", context)


def _ask(
    request: HttpRequest,
    payer: Payer,
    councils: list[str],
    given: Mapping[str, str],
    errors: Mapping[str, str],
) -> HttpResponse:
    fields = wish_fields(councils, given, errors)
    context = {"fields": fields}
    return draw(request, "propose.html", context, status=422 if errors else 200, errors=error_links(errors))


def _usual(payer: Payer) -> dict[str, str]:
    first = earliest_day(payer)
    return {"pay_on": f"{first.day}/{first.month}/{first.year}", "policy": PaymentSettings.current().policy}


def _read(given: Mapping[str, str], councils: list[str], payer: Payer) -> tuple[Wish | None, dict[str, str]]:
    errors = {}
    if given["authority"] not in councils:
        errors["authority"] = _("Choose the council that pays")
    if given["policy"] not in POLICIES:
        errors["policy"] = _("Choose what it pays")
    pay_on = read_day(given["pay_on"])
    if pay_on is None:
        errors["pay_on"] = _("Give a day, like 27/3/2026")
    if errors or pay_on is None:
        return None, errors
    try:
        return wish(authority=given["authority"], pay_on=pay_on, policy=given["policy"], at=payer.at), {}
    except RunError as error:
        return None, {"pay_on": str(error)}


def _shown(found: Found) -> dict[str, Any]:
    payments = []
    for plan in found.proposal.payments:
        supplier = found.invoices[plan.items[0].invoice].supplier
        items = [
            {"invoice": found.invoices[each.invoice], "amount": each.amount, "kind": KINDS[each.kind],
             "discount": each.discount}
            for each in plan.items
        ]  # fmt: skip
        payments.append({"supplier": supplier, "amount": plan.amount, "rows": items})
    others = [other(found.invoices[key], str(REASONS[why])) for key, why in found.proposal.left_out.items()]
    discounts = sum(item.discount for plan in found.proposal.payments for item in plan.items)
    count = sum(1 for plan in found.proposal.payments if plan.amount)
    return {
        "payments": payments, "others": others, "total": found.proposal.total, "count": count, "discounts": discounts,
    }  # fmt: skip
