"""Finding orders and agreements, and holding an invoice against them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from shirehall.departments.finance.registers.matching import Billed, Match, Ordered, match, match_agreement
from shirehall.departments.finance.registers.models import (
    Agreement,
    GoodsReceipt,
    OrderLine,
    PurchaseOrder,
    Supplier,
)
from shirehall.departments.finance.registers.rules import number_key, order_keys

_QUANTITY = DecimalField(max_digits=14, decimal_places=3)


class InvoicedLine(Protocol):
    """A line of an invoice, as `order_matching` reads it."""

    @property
    def description(self) -> str: ...
    @property
    def quantity(self) -> Decimal | None: ...
    @property
    def unit_price(self) -> Decimal | None: ...
    @property
    def net(self) -> int: ...


def order_called(number: str, authority: str = "") -> PurchaseOrder | None:
    """The order that an invoice names, whatever the signs, capitals and words before it. Of several, the one of the
    council `authority`; None where there is none, or two councils have the number and neither is this one."""
    keys = order_keys(number)
    orders = PurchaseOrder.objects.select_related("supplier", "budget_code").filter(number_key__in=keys)
    found = sorted(orders[:20], key=lambda each: keys.index(each.number_key))
    mine = [each for each in found if each.authority == authority]
    if mine:
        return mine[0]
    return found[0] if len({each.authority for each in found}) == 1 else None


def order_matching(order: PurchaseOrder, lines: Iterable[InvoicedLine], net: int) -> Match:
    """An invoice of `net` pence with these lines, held against an order: see matching.py."""
    billed = [Billed(each.description, each.quantity, each.unit_price, each.net) for each in lines]
    return match(
        ordered_lines(order), ways=order.matching, net=net, lines=billed, invoiced_net=order.invoiced_net
    )


def ordered_lines(order: PurchaseOrder) -> list[Ordered]:
    """The lines of an order with what came, was accepted and was invoiced, as matching takes them."""
    columns = (
        "pk", "position", "description", "quantity", "unit_price", "net", "came", "right", "invoiced_quantity",
        "invoiced_net",
    )  # fmt: skip
    return [Ordered(*row) for row in lines_with_receipts(order).values_list(*columns)]


def lines_with_receipts(order: PurchaseOrder) -> QuerySet[OrderLine]:
    """The lines of an order, each with `came` and `right`: the quantities received, and received and accepted."""
    return order.lines.select_related("budget_code").annotate(
        came=_received(), right=_received(accepted=True)
    ).order_by("position")  # fmt: skip


def orders_waiting_for(requesters: Sequence[str]) -> QuerySet[PurchaseOrder]:
    """The open orders of these officers on which something is still to come, the oldest first."""
    lines = OrderLine.objects.filter(order=OuterRef("pk")).annotate(came=_received())
    orders = PurchaseOrder.objects.select_related("supplier").filter(state=PurchaseOrder.State.OPEN)
    return (
        orders.filter(requester__in=requesters)
        .filter(Exists(lines.filter(came__lt=F("quantity"))))
        .order_by("ordered_on", "id")
    )


def search_orders(text: str = "", state: str = "", authority: str = "") -> QuerySet[PurchaseOrder]:
    """Orders of whom the number, the supplier, the requester or the description has what was typed."""
    rows = PurchaseOrder.objects.select_related("supplier").order_by("-ordered_on", "-id")
    if state:
        rows = rows.filter(state=state)
    if authority:
        rows = rows.filter(authority=authority)
    for word in text.split()[:6]:
        by_number = Q(number_key__contains=key) if (key := number_key(word)) else Q()
        rows = rows.filter(
            by_number
            | Q(supplier__name__icontains=word)
            | Q(description__icontains=word)
            | Q(requester__icontains=word)
        )
    return rows


def agreement_for(
    supplier: Supplier, authority: str, on: date, account: str | None = None, gross: int | None = None
) -> Agreement | None:
    """The standing agreement under which a supplier bills a council on a day. With our customer number, the one of that
    number, or the only one that has none. Of several the only one, or with `gross` pence the one that expects nearest
    to it and within its tolerance."""
    rows = list(
        Agreement.objects.select_related("budget_code", "supplier")
        .filter(supplier=supplier, authority=authority, from_on__lte=on)
        .filter(Q(until_on=None) | Q(until_on__gte=on))
    )
    if account and (key := number_key(account)):
        same = [each for each in rows if number_key(each.account) == key]
        rows = same or [each for each in rows if not each.account]
    if len(rows) > 1 and gross is not None:
        near = [
            each
            for each in rows
            if abs(gross - each.expected) * 100 <= each.expected * each.tolerance_percent
        ]
        rows = sorted(near, key=lambda each: abs(gross - each.expected))[:1]
    return rows[0] if len(rows) == 1 else None


def agreement_matching(agreement: Agreement, gross: int) -> Match:
    """A bill of `gross` pence held against a standing agreement: over is what is above the tolerance."""
    return match_agreement(agreement.expected, agreement.tolerance_percent, gross)


def agreement_period(agreement: Agreement, on: date) -> tuple[date, date]:
    """The first and the last day of the period of an agreement in which a day falls, by the calendar: one bill falls in
    each."""
    if agreement.every == Agreement.Every.WEEK:
        first = on - timedelta(days=on.weekday())
        return first, first + timedelta(days=6)
    months = {Agreement.Every.MONTH: 1, Agreement.Every.QUARTER: 3, Agreement.Every.YEAR: 12}
    length = months[Agreement.Every(agreement.every)]
    month = (on.month - 1) // length * length + 1
    first = on.replace(month=month, day=1)
    after = date(on.year + (month + length > 12), (month + length - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _received(*, accepted: bool | None = None) -> Coalesce:
    receipts = GoodsReceipt.objects.filter(line=OuterRef("pk")).order_by()
    if accepted is not None:
        receipts = receipts.filter(accepted=accepted)
    summed = receipts.values("line").annotate(total=Sum("quantity")).values("total")
    return Coalesce(Subquery(summed, output_field=_QUANTITY), Decimal(0), output_field=_QUANTITY)
