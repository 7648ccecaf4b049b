"""Orders: the list, the page of one, and what came."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shirehall.casework.api import local_date
from shirehall.departments.finance.registers.access import KEEP, Keeper, anybody, looker, open_order
from shirehall.departments.finance.registers.actions.orders import close_order, reopen_order
from shirehall.departments.finance.registers.actions.receiving import accept, receive, receive_order
from shirehall.departments.finance.registers.cells import Cells
from shirehall.departments.finance.registers.drawing import draw, say_next
from shirehall.departments.finance.registers.models import GoodsReceipt, PurchaseOrder
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.queries.orders import (
    ordered_lines,
    orders_waiting_for,
    search_orders,
)
from shirehall.departments.finance.registers.views.suppliers import council_name, events_of
from shirehall.departments.finance.registers.words import MATCHING, ORDER, state_of
from shirehall.partnership.api import officer_required

_PAGE, _MOST_AT_ONCE = 50, 100


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Every order, or those of whom something has what was typed."""
    keeper = looker(request)
    text = request.POST.get("text", "").strip()[:100]
    state = request.POST.get("state", "") or request.GET.get("state", "")
    state = state if state in ORDER else ""
    found = search_orders(text, state).filter(keeper.seen())
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "href": reverse("finance_order", args=[each.pk]), "title": each.number,
            "text": " · ".join([each.supplier.name, council_name(each.authority), each.requester]),
            **state_of(ORDER, each.state),
        }
        for each in page
    ]  # fmt: skip
    context = {
        "rows": rows, "page": page, "text": text, "state": state,
        "states": [("", _("Any state")), *((code, _(word)) for code, (word, _kind) in ORDER.items())],
        "some": bool(rows) or PurchaseOrder.objects.exists(), "may_keep": keeper.may_somewhere(KEEP),
    }  # fmt: skip
    return draw(request, keeper, "orders.html", context, here="orders")


@never_cache
@officer_required
@require_safe
def order(request: HttpRequest, number: int) -> HttpResponse:
    """All that is known of one."""
    keeper, found = open_order(request, number)
    return _draw_order(request, keeper, found, None)


@never_cache
@officer_required
@require_POST
def stand(request: HttpRequest, number: int) -> HttpResponse:
    """Close an order or open it again, with the reason."""
    keeper, found = open_order(request, number)
    if not keeper.may(KEEP, found.authority):
        raise Http404
    act = close_order if found.state == PurchaseOrder.State.OPEN else reopen_order
    try:
        act(order=found, because=request.POST.get("because", ""), by=keeper.by, at=keeper.at)
    except RegisterError as error:
        return _draw_order(request, keeper, found, error)
    say_next(request, _("It is kept, with your reason."))
    return redirect("finance_order", found.pk)


@never_cache
@officer_required
@require_POST
def came(request: HttpRequest, number: int) -> HttpResponse:
    """So much of each line came, as typed; or all that is open."""
    keeper, found = open_order(request, number)
    if not keeper.may_receive(found):
        raise Http404
    cells = Cells(request.POST.dict())
    on = cells.day("received_on") or local_date(keeper.at)
    note, accepted = cells.text("note", most=300), cells.yes_no("accepted", default=None)
    key = _key(request, found, keeper)
    try:
        cells.done()
        given: dict[str, Any] = {
            "received_on": on,
            "by": keeper.by,
            "at": keeper.at,
            "note": note,
            "accepted": accepted,
        }
        if request.POST.get("all"):
            receive_order(order=found, key=key, **given)
        else:
            _receive_typed(found, cells, key, given)
    except RegisterError as error:
        return _draw_order(request, keeper, found, error)
    say_next(request, _("It is kept that this came. Invoices that wait for it go on by themselves."))
    return redirect("finance_order", found.pk)


def _receive_typed(order: PurchaseOrder, cells: Cells, key: str, given: dict[str, Any]) -> None:
    typed = [each for each in order.lines.order_by("position") if cells.raw(f"line-{each.pk}")]
    if not typed:
        raise RegisterError(_("Say how much came of one line at least"))
    quantities = {each.pk: cells.decimal(f"line-{each.pk}", places=3) for each in typed}
    cells.done()
    with_receipts = [(each, quantities[each.pk]) for each in typed if quantities[each.pk]]
    for line, quantity in with_receipts:
        receive(line=line, quantity=quantity, key=f"{key[:50]}:{line.position}", **given)


@never_cache
@officer_required
@require_POST
def found_right(request: HttpRequest, number: int) -> HttpResponse:
    """Whether what came is right, where the order waits for that."""
    receipt = GoodsReceipt.objects.select_related("line__order").filter(pk=number).first()
    if receipt is None:
        raise Http404
    keeper, order = open_order(request, receipt.line.order_id)
    if not keeper.may_receive(order):
        raise Http404
    try:
        accept(receipt=receipt, accepted=request.POST.get("right") == "yes", by=keeper.by, at=keeper.at)
    except RegisterError as error:
        return _draw_order(request, keeper, order, error)
    say_next(request, _("It is kept."))
    return redirect("finance_order", order.pk)


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The open orders of an officer, and of those for whom they answer: what came is said by one click, or for many at
    once."""
    keeper, problem = anybody(request), ""
    waiting = orders_waiting_for(_all_letters(keeper.codes))
    if request.method == "POST":
        one = request.POST.get("one", "")
        chosen = [one] if one else request.POST.getlist("order")
        numbers = [int(each) for each in chosen[:_MOST_AT_ONCE] if each.isascii() and each.isdigit()]
        done, problem = _receive_all(request, keeper, list(waiting.filter(pk__in=numbers)))
        if done and not problem:
            told = ngettext(
                "%(count)d order is received. Invoices that wait for it go on by themselves.",
                "%(count)d orders are received. Invoices that wait for them go on by themselves.",
                done,
            )
            say_next(request, told % {"count": done})
            return redirect("finance_receipts")
    page = Paginator(waiting, _PAGE).get_page(request.GET.get("page"))
    rows = [
        {"order": each, "council": council_name(each.authority), "key": _new_key(each, keeper),
         "for": "" if each.requester.casefold() == keeper.by.casefold() else each.requester}
        for each in page
    ]  # fmt: skip
    context = {
        "rows": rows, "page": page, "errors": [{"text": problem, "href": "#orders"}] if problem else [],
        "today": local_date(keeper.at),
    }  # fmt: skip
    return draw(request, keeper, "receipts.html", context, here="receipts", status=422 if problem else 200)


def _receive_all(request: HttpRequest, keeper: Keeper, orders: Sequence[PurchaseOrder]) -> tuple[int, str]:
    """Receive all that is open of these orders today; gives how many, and what went wrong."""
    if not orders:
        return 0, _("Choose the orders of which everything came")
    done = 0
    for each in orders:
        if not keeper.may_receive(each):
            continue
        try:
            receive_order(
                order=each, received_on=local_date(keeper.at), by=keeper.by, at=keeper.at,
                key=_key_of(request, each, keeper),
                accepted=True if each.matching == 4 and request.POST.get("right") == "yes" else None,
            )  # fmt: skip
        except RegisterError as error:
            return done, f"{each.number}: {error}"
        done += 1
    return done, ""


def _draw_order(
    request: HttpRequest, keeper: Keeper, found: PurchaseOrder, error: RegisterError | None
) -> HttpResponse:
    lines = [
        {
            "line": each, "open": _plain(max(Decimal(0), each.quantity - each.received)),
            "quantity": _plain(each.quantity), "received": _plain(each.received),
            "invoiced": _plain(each.invoiced_quantity), "price": _price(each.unit_price),
            "typed": request.POST.get(f"line-{each.key}", ""),
        }
        for each in ordered_lines(found)
    ]  # fmt: skip
    receipts = (
        GoodsReceipt.objects.filter(line__order=found).select_related("line").order_by("-received_on", "-id")
    )
    may_receive = keeper.may_receive(found) and found.state == PurchaseOrder.State.OPEN
    context = {
        "order": found, "council": council_name(found.authority), "state": state_of(ORDER, found.state),
        "lines": lines, "receipts": receipts[:_PAGE], "matching": _(MATCHING[found.matching]),
        "left": found.net - found.invoiced_net, "may_receive": may_receive,
        "may_keep": keeper.may(KEEP, found.authority), "may_see_supplier": keeper.may_see(found.supplier.authority),
        "some_open": any(each["open"] != "0" for each in lines), "key": _new_key(found, keeper),
        "today": request.POST.get("received_on") or f"{local_date(keeper.at):%d/%m/%Y}",
        "events": events_of("order", found.pk), "looked_at": found.matching == 4,
        "errors": [{"text": str(error), "href": "#lines" if may_receive else "#because"}] if error else [],
    }  # fmt: skip
    return draw(request, keeper, "order.html", context, here="orders", status=422 if error else 200)


def _new_key(order: PurchaseOrder, keeper: Keeper) -> str:
    """What tells one saying that goods came from the next: the form holds it, so that a form sent twice is one."""
    return f"{order.pk}:{keeper.officer.pk}:{keeper.at:%y%m%d%H%M%S%f}"


def _key(request: HttpRequest, order: PurchaseOrder, keeper: Keeper) -> str:
    given = request.POST.get("key", "")[:50]
    return given if given.startswith(f"{order.pk}:") else _new_key(order, keeper)


def _key_of(request: HttpRequest, order: PurchaseOrder, keeper: Keeper) -> str:
    """The key of an order in the list."""
    given = request.POST.get(f"key-{order.pk}", "")[:50]
    return given if given.startswith(f"{order.pk}:") else _new_key(order, keeper)


def _all_letters(codes: Sequence[str]) -> list[str]:
    return sorted({*codes, *(each.lower() for each in codes)})


def _price(pounds: Decimal) -> str:
    """With pence at least, and parts of a penny where it has them."""
    return f"{pounds:,.2f}" if pounds == round(pounds, 2) else f"{pounds.normalize():,f}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
