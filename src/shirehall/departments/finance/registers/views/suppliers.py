"""Suppliers: the list, the page of one, its details and its standing."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shirehall.departments.finance.registers.access import BANK, KEEP, keeper_of, looker, open_supplier
from shirehall.departments.finance.registers.actions.suppliers import (
    DETAILS,
    add_supplier,
    change_supplier,
    close_supplier,
    hold_supplier,
    reopen_supplier,
)
from shirehall.departments.finance.registers.boxes import box, councils, errors_of
from shirehall.departments.finance.registers.cells import Cells
from shirehall.departments.finance.registers.drawing import draw, say_next
from shirehall.departments.finance.registers.importing.suppliers import supplier_values
from shirehall.departments.finance.registers.models import RegisterEvent, Supplier
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.queries.suppliers import search_suppliers
from shirehall.departments.finance.registers.rules import masked, sort_code_shown
from shirehall.departments.finance.registers.views.banking import steps_of
from shirehall.departments.finance.registers.words import (
    CHANGE,
    EVERY,
    ORDER,
    PAID_BY,
    STANDING,
    column,
    deed,
    state_of,
)
from shirehall.partnership.api import authority, officer_required

_PAGE, _SHOWN = 50, 15
_DEEDS = {"hold": hold_supplier, "close": close_supplier, "reopen": reopen_supplier}
_YES_NO = ("construction", "is_person")


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Every supplier, or those of whom something has what was typed. What is typed may be a person's name, so it is
    posted and stands in no address."""
    keeper = looker(request)
    text = request.POST.get("text", "").strip()[:100]
    standing = request.POST.get("standing", "") or request.GET.get("standing", "")
    standing = standing if standing in STANDING else ""
    found = search_suppliers(text, standing).filter(keeper.seen(shared=True))
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "href": reverse("finance_supplier", args=[each.pk]), "title": each.name,
            "text": " · ".join(part for part in (each.code, _council(each.authority), each.trade) if part),
            **state_of(STANDING, each.standing),
        }
        for each in page
    ]  # fmt: skip
    context = {
        "rows": rows, "page": page, "text": text, "standing": standing,
        "standings": [("", _("Any standing")), *((code, _(word)) for code, (word, _kind) in STANDING.items())],
        "some": bool(rows) or Supplier.objects.exists(), "may_keep": keeper.may_somewhere(KEEP),
    }  # fmt: skip
    return draw(request, keeper, "suppliers.html", context, here="suppliers")


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD"])
def supplier(request: HttpRequest, number: int) -> HttpResponse:
    """All that is known of one."""
    keeper, found = open_supplier(request, number)
    return _draw_supplier(request, keeper, found)


def _draw_supplier(
    request: HttpRequest, keeper: Any, found: Supplier, problem: str = "", status: int = 200
) -> HttpResponse:
    change = found.bank_changes.first()
    orders = found.orders.filter(keeper.seen())[:_SHOWN]
    context = {
        "supplier": found, "state": state_of(STANDING, found.standing), "facts": _facts(found),
        "bank": _bank(found), "change": change, "change_state": state_of(CHANGE, change.state) if change else None,
        "steps": steps_of(change) if change else [],
        "waiting": bool(change) and change.state in change.WAITING if change else False,
        "orders": [
            [{"text": each.number, "href": reverse("finance_order", args=[each.pk])}, each.ordered_on,
             _council(each.authority), each.net, each.invoiced_net, state_of(ORDER, each.state)]
            for each in orders
        ],
        "agreements": [
            [each.description or each.account or _("Agreement"), _council(each.authority), _(EVERY[each.every]),
             each.expected, each.from_on, each.until_on or ""]
            for each in found.agreements.filter(keeper.seen())[:_SHOWN]
        ],
        "events": _events("supplier", found.pk),
        "may_keep": keeper.may(KEEP, found.authority), "may_bank": keeper.may(BANK, found.authority),
        "errors": [{"text": problem, "href": "#because"}] if problem else [],
    }  # fmt: skip
    return draw(request, keeper, "supplier.html", context, here="suppliers", status=status)


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new supplier; its bank details are asked for on its page, afterwards."""
    keeper = keeper_of(request)
    given = request.POST.dict() if request.method == "POST" else {"payment_days": "30", "paid_by": "bacs"}
    if request.method == "POST":
        try:
            cells = _cells(given)
            code = cells.text("code", most=40, needed=True)
            values = supplier_values(cells)
            if not cells.wrong and not keeper.may(KEEP, values["authority"]):
                cells.wrong["authority"] = _("Choose a council whose registers you keep")
            cells.done()
            made = add_supplier(code=code, values=values, by=keeper.by, at=keeper.at)
        except RegisterError as error:
            return _form(request, keeper, given, error, None)
        say_next(request, _("The supplier is on the register. Ask for its bank details here."))
        return redirect("finance_supplier", made.pk)
    return _form(request, keeper, given, None, None)


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """The details of a supplier, all but the bank's."""
    keeper, found = open_supplier(request, number, needs=KEEP)
    if request.method != "POST":
        return _form(request, keeper, _typed(found), None, found)
    given = request.POST.dict()
    try:
        cells = _cells(given)
        values = supplier_values(cells)
        if not cells.wrong and not keeper.may(KEEP, values["authority"]):
            cells.wrong["authority"] = _("Choose a council whose registers you keep")
        cells.done()
        seen = cells.whole("seen", least=1, most=10**9)
        is_other = change_supplier(supplier=found, values=values, by=keeper.by, at=keeper.at, seen=seen)
    except RegisterError as error:
        return _form(request, keeper, given, error, found)
    say_next(request, _("The details are changed.") if is_other else _("Nothing is other than before."))
    return redirect("finance_supplier", found.pk)


@never_cache
@officer_required
@require_POST
def stand(request: HttpRequest, number: int) -> HttpResponse:
    """Put on hold, close, or open again, with the reason."""
    keeper, found = open_supplier(request, number, needs=KEEP)
    act = _DEEDS.get(request.POST.get("deed", ""))
    if act is None:
        raise Http404
    try:
        act(supplier=found, because=request.POST.get("because", ""), by=keeper.by, at=keeper.at)
    except RegisterError as error:
        return _draw_supplier(request, keeper, found, str(error), 422)
    say_next(request, _("It is kept, with your reason."))
    return redirect("finance_supplier", found.pk)


def _cells(given: Mapping[str, str]) -> Cells:
    """Every box of the form: an empty tick is a no."""
    return Cells({name: given.get(name, "") for name in ("code", "seen", *DETAILS)})


def _form(
    request: HttpRequest,
    keeper: Any,
    given: Mapping[str, str],
    error: RegisterError | None,
    found: Supplier | None,
) -> HttpResponse:
    wrong = error.fields if error else {}
    fields = []
    if found is None:
        hint = _("As your ledger calls it. It does not change.")
        fields.append(box("code", column("code"), given, wrong, width=20, hint=hint))
    for name in DETAILS:
        more: dict[str, Any] = {}
        if name == "authority":
            more = {"kind": "select", "options": councils(everybody=True)}
        elif name == "paid_by":
            more = {"kind": "select", "options": [(code, _(word)) for code, word in PAID_BY.items()]}
        elif name in _YES_NO:
            more = {"kind": "select", "options": [("no", _("No")), ("yes", _("Yes"))]}
        elif name in ("address", "other_names"):
            more = {"kind": "textarea", "hint": _("One on each line")}
        elif name == "telephone":
            more = {"inputmode": "tel", "width": 20, "hint": _("The number that is called about bank details. Do not take it from an invoice or from a letter that asks for a change.")}  # fmt: skip  # noqa: E501
        elif name in ("payment_days", "discount_percent", "discount_days"):
            more = {"inputmode": "decimal", "width": 5}
        fields.append(box(name, column(name), given, wrong, **more))
    context = {
        "fields": fields, "supplier": found, "seen": given.get("seen", ""),
        "errors": errors_of(fields, str(error) if error else ""),
    }  # fmt: skip
    return draw(
        request, keeper, "supplier_form.html", context, here="suppliers", status=422 if error else 200
    )


def _typed(found: Supplier) -> dict[str, str]:
    typed = {name: str(getattr(found, name)) for name in DETAILS}
    typed |= {name: "yes" if getattr(found, name) else "no" for name in _YES_NO}
    return typed | {"other_names": "\n".join(found.other_names), "seen": str(found.version)}


def _facts(found: Supplier) -> list[dict[str, str]]:
    texts: dict[str, str] = {name: str(getattr(found, name)) for name in DETAILS}
    texts["authority"] = _council(found.authority) or _("All the councils")
    texts["other_names"] = "\n".join(found.other_names)
    texts["paid_by"] = _(PAID_BY[found.paid_by])
    texts |= {name: _("Yes") if getattr(found, name) else "" for name in _YES_NO}
    texts["discount_percent"] = f"{found.discount_percent.normalize():f}%" if found.discount_percent else ""
    texts["discount_days"] = str(found.discount_days) if found.discount_percent else ""
    rows = [{"label": column("code"), "text": found.code}]
    rows += [{"label": column(name), "text": texts[name]} for name in DETAILS if texts[name]]
    return rows


def _bank(found: Supplier) -> list[dict[str, str]]:
    """The details that are paid. The account number is never shown whole: nobody needs to copy it from here."""
    if not found.account_number:
        return []
    return [
        {"label": _("Sort code"), "text": sort_code_shown(found.sort_code)},
        {"label": _("Account number"), "text": masked(found.account_number)},
        {"label": _("Name of the account"), "text": found.account_name or _("Not given")},
        {"label": _("Asked for and confirmed by"), "text": "\n".join(found.bank_by)},
    ]


def _events(kind: str, key: int) -> list[dict[str, Any]]:
    events = RegisterEvent.objects.filter(Q(kind=kind) & Q(key=key))[:_SHOWN]
    return [
        {
            "title": deed(each.what), "at": each.at, "by": each.by, "kind": "neutral",
            "text": "; ".join([*([each.note] if each.note else []), *(column(name) for name in each.values)]),
        }
        for each in events
    ]  # fmt: skip


def _council(code: str) -> str:
    found = authority(code) if code else None
    return found.name if found else code


council_name, events_of = _council, _events
