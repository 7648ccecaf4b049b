"""Late payments, and the statutory interest that is owed on them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shirehall.departments.finance.payments.access import payer_of
from shirehall.departments.finance.payments.drawing import draw
from shirehall.departments.finance.payments.exporting import csv_response, in_pounds
from shirehall.departments.finance.payments.lateness import Late, current_rates, late_payments
from shirehall.departments.finance.payments.wording import council
from shirehall.partnership.api import officer_required


@never_cache
@officer_required
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """What is late and not paid yet, and what was paid late in the last year."""
    payer = payer_of(request)
    found, more = late_payments(payer.councils, payer.on)
    opens = payer.opens(each.invoice.pk for each in found)
    rates = current_rates()
    unpaid = [each for each in found if each.invoice.paid_on is None]
    paid = [each for each in found if each.invoice.paid_on is not None]
    context = {
        "unpaid": [_row(each, opens) for each in unpaid], "paid": [_row(each, opens) for each in paid], "more": more,
        "owed": sum(each.interest.interest for each in found), "fixed": sum(each.interest.fixed_sum for each in found),
        "count": len(found), "uncertain": any(not each.interest.is_certain for each in found), "over": rates.over,
        "source": rates.source, "columns": _columns(),
    }  # fmt: skip
    return draw(request, "late.html", context)


@never_cache
@officer_required
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    payer = payer_of(request)
    found, _more = late_payments(payer.councils, payer.on)
    columns = (
        _("Council"), _("Supplier"), _("Invoice"), _("Our reference"), _("Amount"), _("Due on"), _("Paid on"),
        _("Days late"), _("Rate"), _("Base rate of"), _("Interest"), _("Fixed sum"),
    )  # fmt: skip
    rows = [
        (
            council(each.invoice.authority), _supplier(each), each.invoice.number, each.invoice.case.reference,
            in_pounds(each.invoice.gross or 0), each.interest.due_on.isoformat(),
            each.invoice.paid_on.isoformat() if each.invoice.paid_on else "", each.interest.days, each.interest.rate,
            each.interest.base_rate_on.isoformat(), in_pounds(each.interest.interest),
            in_pounds(each.interest.fixed_sum),
        )
        for each in found
    ]  # fmt: skip
    return csv_response("late-payments.csv", columns, rows)


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("Invoice"), "kind": "text"}, {"label": _("Supplier"), "kind": "text"},
        {"label": _("Amount"), "kind": "money"}, {"label": _("Due"), "kind": "day"},
        {"label": _("Days late"), "kind": "number"}, {"label": _("Rate"), "kind": "text"},
        {"label": _("Interest"), "kind": "money"}, {"label": _("Fixed sum"), "kind": "money"},
    ]  # fmt: skip


def _row(each: Late, opens: set[int]) -> list[Any]:
    number = each.invoice.number or each.invoice.case.reference
    link: Any = number
    if each.invoice.pk in opens:
        link = {"text": number, "href": reverse("finance_invoice", args=[each.invoice.case.reference])}
    rate = f"{each.interest.rate.normalize():f}%" + ("" if each.interest.is_certain else " *")
    return [
        link, _supplier(each), each.invoice.gross, each.interest.due_on, each.interest.days, rate,
        each.interest.interest, each.interest.fixed_sum,
    ]  # fmt: skip


def _supplier(each: Late) -> str:
    return each.invoice.supplier.name if each.invoice.supplier else ""
