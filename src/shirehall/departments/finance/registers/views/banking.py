"""New bank details on their way: what waits, and the steps that each takes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shirehall.departments.finance.registers.access import BANK, Keeper, looker, open_change, open_supplier
from shirehall.departments.finance.registers.actions.banking import (
    ask_bank_change,
    confirm,
    record_call,
    refuse,
    why_no_call,
    why_no_confirmation,
)
from shirehall.departments.finance.registers.boxes import box, errors_of
from shirehall.departments.finance.registers.drawing import draw, say_next
from shirehall.departments.finance.registers.models import BankChange
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.queries.suppliers import bank_changes_waiting
from shirehall.departments.finance.registers.rules import masked, sort_code_shown
from shirehall.departments.finance.registers.words import CHANGE, state_of
from shirehall.partnership.api import officer_required

_SHOWN = 100


@never_cache
@officer_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Every change that is on its way."""
    keeper = looker(request)
    changes = bank_changes_waiting().filter(keeper.seen("supplier__authority", shared=True))[:_SHOWN]
    rows = [
        {
            "href": reverse("finance_bank_change", args=[each.pk])
            if keeper.may(BANK, each.supplier.authority)
            else reverse("finance_supplier", args=[each.supplier_id]),
            "title": each.supplier.name, "text": _("asked by %(officer)s") % {"officer": each.asked_by},
            **state_of(CHANGE, each.state),
        }
        for each in changes
    ]  # fmt: skip
    return draw(request, keeper, "bank_changes.html", {"rows": rows}, here="banking")


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for new details, or the first."""
    keeper, supplier = open_supplier(request, number, needs=BANK)
    given = request.POST.dict()
    error: RegisterError | None = None
    if request.method == "POST":
        try:
            change = ask_bank_change(
                supplier=supplier, sort_code=given.get("sort_code", ""), by=keeper.by, at=keeper.at,
                account_number=given.get("account_number", ""), account_name=given.get("account_name", ""),
                reason=given.get("reason", ""),
            )  # fmt: skip
        except RegisterError as caught:
            error = caught
        else:
            say_next(request, _("The new details are asked for. Nothing is paid to them yet."))
            return redirect("finance_bank_change", change.pk)
    wrong = error.fields if error else {}
    fields = [
        box("sort_code", _("Sort code"), given, wrong, width=10, inputmode="numeric"),
        box("account_number", _("Account number"), given, wrong, width=10, inputmode="numeric"),
        box("account_name", _("Name of the account"), given, wrong),
        box(
            "reason", _("How do you know?"), given, wrong,
            hint=_("For example: a letter of 1 May. An invoice with other bank details is no reason by itself."),
        ),
    ]  # fmt: skip
    context = {
        "supplier": supplier,
        "fields": fields,
        "errors": errors_of(fields, str(error) if error else ""),
    }
    return draw(request, keeper, "bank_ask.html", context, here="banking", status=422 if error else 200)


@never_cache
@officer_required
@require_safe
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One change, with its next step."""
    keeper, found = open_change(request, number)
    return _draw_change(request, keeper, found, None)


@never_cache
@officer_required
@require_POST
def do(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """The call, the confirmation, or the end of a change."""
    keeper, found = open_change(request, number)
    try:
        if step == "call":
            if request.POST.get("agreed") != "yes":
                raise RegisterError(_("Say that they told you the new details are right. If not, refuse the change."), {"agreed": _("Tick this, or refuse the change")})  # fmt: skip  # noqa: E501
            record_call(change=found, person=request.POST.get("person", ""), by=keeper.by, at=keeper.at)
            told = _("The call is kept. Another officer confirms now.")
        elif step == "confirm":
            confirm(change=found, by=keeper.by, at=keeper.at)
            told = _("The details are confirmed. They are paid when their hold has run out.")
        elif step == "refuse":
            refuse(change=found, because=request.POST.get("because", ""), by=keeper.by, at=keeper.at)
            told = _("The change is refused. The supplier is paid as before.")
        else:
            raise Http404
    except RegisterError as error:
        return _draw_change(request, keeper, found, error)
    say_next(request, told)
    return redirect("finance_bank_change", found.pk)


def _draw_change(
    request: HttpRequest, keeper: Keeper, found: BankChange, error: RegisterError | None
) -> HttpResponse:
    given, wrong = request.POST.dict(), error.fields if error else {}
    person = box("person", _("Whom did you speak to?"), given, wrong)
    because = box("because", _("Why is it refused?"), given, wrong)
    old = found.supplier
    context = {
        "change": found, "supplier": old, "state": state_of(CHANGE, found.state), "steps": steps_of(found),
        "waiting": found.state in BankChange.WAITING, "person": person, "because": because,
        "agreed_error": wrong.get("agreed", ""),
        "no_call": why_no_call(old, keeper.at), "no_confirmation": why_no_confirmation(found, keeper.by),
        "rows": [
            [_("Sort code"), sort_code_shown(old.sort_code), sort_code_shown(found.sort_code)],
            # Who calls reads the new number out, so it stands here whole; the old one does not.
            [_("Account number"), masked(old.account_number), found.account_number
             if found.state in BankChange.WAITING else masked(found.account_number)],
            [_("Name of the account"), old.account_name, found.account_name],
        ],
        "errors": errors_of(
            [person, because], str(error) if error else ""
        ),
    }  # fmt: skip
    return draw(request, keeper, "bank_change.html", context, here="banking", status=422 if error else 200)


def steps_of(change: BankChange) -> list[dict[str, Any]]:
    """What was done about a change so far, the first at the top."""
    steps: list[dict[str, Any]] = [
        {
            "title": _("Asked for"), "at": change.asked_at, "by": change.asked_by, "text": change.reason,
            "kind": "new",
        }
    ]  # fmt: skip
    if change.called_at:
        text = _("%(person)s on %(number)s, the number on file") % {
            "person": change.called_person,
            "number": change.called_number,
        }
        steps.append(
            {
                "title": _("Called back"),
                "at": change.called_at,
                "by": change.called_by,
                "text": text,
                "kind": "working",
            }
        )
    if change.confirmed_at:
        steps.append(
            {
                "title": _("Confirmed by a second officer"), "at": change.confirmed_at, "by": change.confirmed_by,
                "text": "", "kind": "good",
            }
        )  # fmt: skip
    if change.ended_at:
        refused = change.state == BankChange.State.REFUSED
        steps.append(
            {
                "title": _("Refused") if refused else _("In force"), "at": change.ended_at, "by": change.ended_by,
                "text": change.refused_because, "kind": "bad" if refused else "done",
            }
        )  # fmt: skip
    return steps
