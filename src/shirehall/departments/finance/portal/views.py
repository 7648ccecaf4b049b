"""The suppliers' page: which invoice, whose, the code, and then their own invoices."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shirehall.departments.finance.portal import visits
from shirehall.departments.finance.portal.codes import TooManyCodes, ask_for_code, is_spent, try_code
from shirehall.departments.finance.portal.forms import (
    MOST_NUMBER,
    MOST_WHO,
    code_field,
    number_field,
    who_field,
)
from shirehall.departments.finance.portal.limits import too_often
from shirehall.departments.finance.portal.queries import has_come, invoice_called, invoices_page
from shirehall.departments.finance.portal.settings import suppliers_settings
from shirehall.departments.finance.portal.shown import facts_of, row_of
from shirehall.partnership.api import brand_for, current_partnership, is_demonstration

View = Callable[..., HttpResponseBase]
_LONGEST_ID = 18


def _page(view: View) -> View:
    """GET or POST, never kept by a browser or a proxy, given the time as `at`."""

    @wraps(view)
    def timed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, at=timezone.now(), **kwargs)

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(timed))


def _draw(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shared = {
        "brand": brand_for(None), "service_name": _("Where is my invoice?"), "service_url": reverse("suppliers_ask"),
        "phone": current_partnership().phone, "send_to": suppliers_settings().send_to,
    }  # fmt: skip
    return render(request, f"shirehall_finance_portal/{template}", {**shared, **context}, status=status)


def _problem(request: HttpRequest, title: str, *sentences: str, status: int) -> HttpResponse:
    context = {"problem_title": title, "problem_text": sentences}
    return _draw(request, "problem.html", context, status)


def _too_often(request: HttpRequest) -> HttpResponse:
    return _problem(
        request,
        _("Wait before you try again"),
        _("This was tried too many times. Wait an hour, then try again."),
        _("Or call us: %(phone)s.") % {"phone": current_partnership().phone},
        status=429,
    )


@_page
def ask(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Ask which invoice, and who asks."""
    number, who = (_typed(request, name) for name in ("number", "who"))
    wrong_number = wrong_who = ""
    if request.method == "POST":
        if not any(sign.isalnum() for sign in number) or len(number) > MOST_NUMBER:
            wrong_number = _("Enter the number of your invoice, as it stands on it")
        if not who or len(who) > MOST_WHO:
            wrong_who = _("Enter your email address, like name@example.org, or your supplier code")
        if not wrong_number and not wrong_who:
            return _ask(request, number, who, at)
    fields = [number_field(number, wrong_number), who_field(who, wrong_who)]
    errors = [each.error_link for each in fields if each.error_link]
    return _draw(request, "ask.html", {"fields": fields, "errors": errors})


def _ask(request: HttpRequest, number: str, who: str, at: datetime) -> HttpResponse:
    if too_often(request, "code", suppliers_settings().codes_an_hour_from_one_place):
        return _too_often(request)
    try:
        row = ask_for_code(number=number, who=who, at=at)
    except TooManyCodes:
        return _too_often(request)
    visits.hold_asked(request, row)
    return HttpResponseRedirect(reverse("suppliers_code"))


@_page
def code(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Ask for the code, and open what it opens. The same words whether one was sent or not."""
    row = visits.asked(request)
    if row is None:
        return HttpResponseRedirect(reverse("suppliers_ask"))
    error = ""
    if request.method == "POST":
        if too_often(request, "try", 2 * suppliers_settings().codes_an_hour_from_one_place):
            return _too_often(request)
        if try_code(row, request.POST.get("code", ""), at=at) == "right":
            visits.begin(request, row, at)
            return HttpResponseRedirect(reverse("suppliers_invoices"))
        row.refresh_from_db()
        error = _("Check the code and try again")
    if is_spent(row, at):
        return _problem(
            request,
            _("That code does not work any more"),
            _("A code works for %(minutes)s minutes, once, and may be tried a few times.")
            % {"minutes": suppliers_settings().code_minutes},
            _("Ask for a new one."),
            status=403,
        )
    shown = code_field(error)
    context = {
        "field": shown, "errors": [shown.error_link] if shown.error_link else [], "back_url": reverse("suppliers_ask"),
        "minutes": suppliers_settings().code_minutes, "outbox_url": "/outbox/" if is_demonstration() else "",
    }  # fmt: skip
    return _draw(request, "code.html", context)


@_page
def invoices(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The supplier's own invoices, with a search by number."""
    visit = visits.visit_of(request, at)
    if visit is None:
        return _ended(request)
    if request.method == "POST":
        # Kept in the session: what somebody types stands in no address.
        visits.search(request, _typed(request, "number")[:MOST_NUMBER])
        return HttpResponseRedirect(reverse("suppliers_invoices"))
    number, after = visits.searched(request), _after(request)
    found = invoices_page(visit.keys, number=number, after=after)
    asked = visit.code
    context = {
        "rows": [row_of(each) for each in found.invoices], "number": number,
        "older_url": f"?after={found.after}" if found.after else "", "newer_url": "?" if after else "",
        "missing": asked.number if asked.number_key and not has_come(visit.keys, asked.number_key) else "",
        "suppliers": [each.name for each in visit.suppliers],
    }  # fmt: skip
    return _draw(request, "invoices.html", context)


@_page
def invoice(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """One of the supplier's own invoices. Any other is not there."""
    visit = visits.visit_of(request, at)
    if visit is None:
        return _ended(request)
    found = invoice_called(reference, visit.keys)
    if found is None:
        raise Http404
    context = {**facts_of(found), "back_url": reverse("suppliers_invoices")}
    return _draw(request, "invoice.html", context)


@_page
def leave(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Close the visit."""
    if request.method == "POST":
        visits.end(request, at)
    return HttpResponseRedirect(reverse("suppliers_ask"))


def _typed(request: HttpRequest, name: str) -> str:
    """What was typed, without signs that no keyboard has."""
    return "".join(sign for sign in request.POST.get(name, "") if sign.isprintable()).strip()


def _after(request: HttpRequest) -> int | None:
    text = request.GET.get("after", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise Http404
    return int(text)


def _ended(request: HttpRequest) -> HttpResponse:
    return _problem(
        request,
        _("We closed this for your safety"),
        _("You opened no page for a while, or have not asked for a code yet."),
        _("Ask for a new code to see your invoices."),
        status=403,
    )
