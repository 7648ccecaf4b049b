"""The switch that stops paying, and lets it go on."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shirehall.departments.finance.invoices.api import (
    InvoiceError,
    resume_paying,
    stop_paying,
    stops_in_force,
)
from shirehall.departments.finance.invoices.models import PayingStop
from shirehall.departments.finance.payments.access import Payer, payer_of
from shirehall.departments.finance.payments.drawing import draw, say_next
from shirehall.departments.finance.payments.fields import error_links, read_whole, reason_field
from shirehall.departments.finance.payments.rules import STOP, may_stop
from shirehall.departments.finance.payments.wording import council
from shirehall.design.fields import Field, field_of
from shirehall.kernel.questions import Box
from shirehall.partnership.api import officer_required

_EVERYWHERE = "every"
_SHOWN = 20


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Stop paying for a council or for all, with a reason; or let it go on."""
    payer = payer_of(request)
    if request.method != "POST":
        return _page(request, payer, {}, {})
    if "resume" in request.POST:
        return _resume(request, payer)
    given = {name: request.POST.get(name, "").strip() for name in ("where", "because")}
    chosen = "" if given["where"] == _EVERYWHERE else given["where"]
    errors = {}
    if not given["where"]:
        errors["where"] = _("Choose where paying is stopped")
    elif not may_stop(payer.officer, chosen):
        raise PermissionDenied
    if not given["because"]:
        errors["because"] = _("Say why paying is stopped")
    if not errors:
        try:
            stop_paying(authority=chosen, because=given["because"], by=payer.officer.email, at=payer.at)
        except InvoiceError as error:
            errors["where"] = str(error)
    if errors:
        return _page(request, payer, given, errors)
    say_next(request, _("Paying is stopped. Nothing is proposed, approved or released until it goes on."))
    return redirect("finance_stop")


def _resume(request: HttpRequest, payer: Payer) -> HttpResponse:
    stop = stops_in_force().filter(pk=read_whole(request.POST, "resume")).first()
    if stop is not None:
        if not may_stop(payer.officer, stop.authority):
            raise PermissionDenied
        try:
            resume_paying(stop=stop, by=payer.officer.email, at=payer.at)
        except InvoiceError as error:
            return _page(request, payer, {}, {"where": str(error)})
    say_next(request, _("Paying goes on."))
    return redirect("finance_stop")


def _page(request: HttpRequest, payer: Payer, given: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    mine = payer.councils_to(STOP)
    where = [(code, council(code)) for code in mine]
    if may_stop(payer.officer, ""):
        where.append((_EVERYWHERE, _("Every council")))
    earlier = PayingStop.objects.filter(ended_at__isnull=False, authority__in=["", *payer.councils])[:_SHOWN]
    context = {
        "fields": _fields(tuple(where), given, errors) if where else [],
        "mine": {each.pk for each in stops_in_force() if may_stop(payer.officer, each.authority)},
        "earlier": [
            [council(each.authority) if each.authority else _("Every council"), each.because, each.by, each.at,
             each.ended_by, each.ended_at]
            for each in earlier
        ],
    }  # fmt: skip
    return draw(request, "stop.html", context, status=422 if errors else 200, errors=error_links(errors))


def _fields(where: tuple[tuple[str, str], ...], given: dict[str, str], errors: dict[str, str]) -> list[Field]:
    chosen = given.get("where", "")
    return [
        field_of(
            id="where", ask=_("Where is paying stopped?"), boxes=(Box("", "radios", options=where),),
            raw={"": [chosen]} if chosen else None, error=errors.get("where", ""), legend_is_heading=False,
        ),
        reason_field("because", _("Why?"), hint=_("Everybody who pays sees it."), value=given.get("because", ""),
                     error=errors.get("because", "")),
    ]  # fmt: skip
