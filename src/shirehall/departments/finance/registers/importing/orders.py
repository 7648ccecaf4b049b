"""Orders with their lines, and receipts, out of tables. The rows of one order belong together: all of them, or none."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shirehall.departments.finance.registers.actions.orders import NewLine, add_order, change_order
from shirehall.departments.finance.registers.actions.receiving import receive
from shirehall.departments.finance.registers.cells import Cells
from shirehall.departments.finance.registers.importing.kinds import (
    Bringing,
    Brought,
    ImportKind,
    KindColumn,
    register_kind,
)
from shirehall.departments.finance.registers.importing.tables import TableRow
from shirehall.departments.finance.registers.models import GoodsReceipt, OrderLine, PurchaseOrder
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.rules import number_key

_ORDER = (
    KindColumn("order", gettext_noop("The order's number; the same on each of its lines"), "45100017", needed=True),
    KindColumn("authority", gettext_noop("The council that ordered"), "west_dorset", needed=True),
    KindColumn("supplier", gettext_noop("The supplier's code"), "LARK001", needed=True),
    KindColumn("ordered_on", gettext_noop("The day of the order"), "2026-02-01", needed=True),
    KindColumn("requester", gettext_noop("Mail address of who wants it"), "dev.appletharp@example.org", needed=True),
    KindColumn("buyer", gettext_noop("The mail address of the officer who buys it"), "nell.tallowmere@example.org"),
    KindColumn("budget_code", gettext_noop("The budget that pays it"), "CS100"),
    KindColumn("matching", gettext_noop("2 the order alone, 3 its receipts too, 4 their acceptance too"), "3"),
    KindColumn("state", gettext_noop("open or closed"), "open"),
    KindColumn("description", gettext_noop("What the order is for"), "Paper for the offices"),
    KindColumn("text", gettext_noop("What this line is"), "A4 copier paper", needed=True),
    KindColumn("quantity", gettext_noop("How many of it"), "10", needed=True),
    KindColumn("unit_price", gettext_noop("Pounds for one, without VAT"), "15.99", needed=True),
    KindColumn("net", gettext_noop("Pounds for the line; reckoned where it is empty"), "159.90"),
    KindColumn("vat_code", gettext_noop("S standard, R reduced, Z nought, E exempt, O outside"), "S"),
    KindColumn("line_budget_code", gettext_noop("The budget of this line, where it is another"), ""),
)  # fmt: skip
_RECEIPT = (
    KindColumn("order", gettext_noop("The order's number"), "45100017", needed=True),
    KindColumn("authority", gettext_noop("The council that ordered"), "west_dorset", needed=True),
    KindColumn("line", gettext_noop("The number of the order's line"), "1", needed=True),
    KindColumn("quantity", gettext_noop("How much came; below nought takes back"), "10", needed=True),
    KindColumn("received_on", gettext_noop("The day on which it came"), "2026-02-20", needed=True),
    KindColumn("accepted", gettext_noop("yes or no, where somebody looked at it"), "yes"),
    KindColumn("note", gettext_noop("A note"), ""),
    KindColumn("reference", gettext_noop("The delivery note: it tells two alike receipts apart"), "DN-4711"),
)  # fmt: skip
_SAME_ON_EACH = (
    "supplier", "ordered_on", "requester", "buyer", "budget_code", "matching", "state", "description",
)  # fmt: skip


def _key(row: TableRow) -> str:
    return f"{row.cells.get('authority', '').casefold()}|{number_key(row.cells.get('order', ''))}"


def _bring_order(rows: Sequence[TableRow], bringing: Bringing) -> Brought:
    cells = Cells(rows[0].cells, bringing.known)
    for name in _SAME_ON_EACH:
        if len({each.cells.get(name, "") for each in rows}) > 1:
            cells.wrong[name] = _("It is not the same on all the lines of this order")
    number = cells.text("order", most=40, needed=True)
    authority = cells.council("authority")
    supplier, on = cells.supplier("supplier"), cells.day("ordered_on")
    given: dict[str, Any] = {
        "requester": cells.officer("requester", needed=True), "buyer": cells.officer("buyer"),
        "budget_code": cells.budget("budget_code", authority, on),
        "matching": cells.whole("matching", least=2, most=4, default=3),
        "description": cells.text("description", most=300),
    }  # fmt: skip
    state = cells.one_of("state", ("open", "closed"), default="open")
    lines = [_line(each, cells, authority, on) for each in rows]
    cells.done()
    if supplier is None or on is None:
        raise RegisterError(_("Something is missing."))
    order = PurchaseOrder.objects.filter(authority=authority, number_key=number_key(number)).first()
    if order is None:
        order = add_order(
            number=number, authority=authority, supplier=supplier, ordered_on=on, lines=lines, by=bringing.by,
            at=bringing.at, **given,
        )  # fmt: skip
        if state != order.state:
            change_order(order=order, values={"state": state}, by=bringing.by, at=bringing.at)
        return Brought("added")
    values: dict[str, Any] = {name: value for name, value in given.items() if cells.has(name)}
    values |= {"supplier": supplier, "ordered_on": on}
    if cells.has("state"):
        values["state"] = state
    changed = change_order(order=order, values=values, lines=lines, by=bringing.by, at=bringing.at)
    return Brought("changed" if changed else "same")


def _line(row: TableRow, whole: Cells, authority: str, on: date | None) -> NewLine:
    cells = Cells(row.cells, whole.known, whole.wrong)
    return NewLine(
        description=cells.text("text", most=300, needed=True),
        quantity=cells.decimal("quantity", places=3),
        unit_price=cells.decimal("unit_price", places=4),
        net=cells.pence("net") if cells.raw("net") else None,
        vat_code=cells.one_of_codes("vat_code", ("S", "R", "Z", "E", "O")),
        budget_code=cells.budget("line_budget_code", authority, on),
    )


def _bring_receipt(rows: Sequence[TableRow], bringing: Bringing) -> Brought:
    """The receipts of one order's line that look alike: the first of the file is the first on the register, so that the
    same file twice is the same receipts."""
    how = "same"
    for place, row in enumerate(rows):
        cells = Cells(row.cells, bringing.known)
        authority, number = cells.council("authority"), cells.text("order", most=40, needed=True)
        position = cells.whole("line", least=1, most=9999)
        quantity = cells.decimal("quantity", places=3)
        on = cells.needed_day("received_on")
        accepted, note = cells.yes_no("accepted", default=None), cells.text("note", most=300)
        cells.done()
        line = (
            OrderLine.objects.select_related("order")
            .filter(order__authority=authority, order__number_key=number_key(number), position=position)
            .first()
        )
        if line is None:
            unknown = _(
                "This council has no order of that number with such a line. Bring the order in first."
            )
            raise RegisterError(unknown, {"line": unknown})
        told = f"{line.pk}|{on}|{quantity.normalize():f}|{row.cells.get('reference', '')}|{place}"
        key = hashlib.sha256(told.encode()).hexdigest()
        if GoodsReceipt.objects.filter(key=key).exists():
            continue
        receive(
            line=line, quantity=quantity, received_on=on, accepted=accepted, note=note, by=bringing.by,
            at=bringing.at, key=key,
        )  # fmt: skip
        how = "added"
    return Brought(how)


def _alike(row: TableRow) -> str:
    names = ("line", "quantity", "received_on", "reference")
    return "|".join([_key(row), *(row.cells.get(each, "") for each in names)])


def _export_orders() -> Iterator[dict[str, Any]]:
    lines = OrderLine.objects.select_related("order__supplier", "order__budget_code", "budget_code")
    for line in lines.order_by("order__authority", "order__number_key", "position").iterator():
        order = line.order
        yield {
            "order": order.number, "authority": order.authority, "supplier": order.supplier.code,
            "ordered_on": order.ordered_on, "requester": order.requester, "buyer": order.buyer,
            "budget_code": order.budget_code.code if order.budget_code else "", "matching": order.matching,
            "state": order.state, "description": order.description, "text": line.description,
            "quantity": _plain(line.quantity), "unit_price": _plain(line.unit_price),
            "net": f"{Decimal(line.net) / 100:.2f}", "vat_code": line.vat_code,
            "line_budget_code": line.budget_code.code if line.budget_code else "",
        }  # fmt: skip


def _export_receipts() -> Iterator[dict[str, Any]]:
    receipts = GoodsReceipt.objects.select_related("line__order").order_by("id")
    for each in receipts.iterator():
        accepted = "" if each.accepted is None else "yes" if each.accepted else "no"
        yield {
            "order": each.line.order.number, "authority": each.line.order.authority, "line": each.line.position,
            "quantity": _plain(each.quantity), "received_on": each.received_on, "accepted": accepted,
            "note": each.note, "reference": "",
        }  # fmt: skip


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


register_kind(
    ImportKind("orders", gettext_noop("Orders with their lines"), _ORDER, _bring_order, _export_orders, _key)
)
register_kind(
    ImportKind("receipts", gettext_noop("Goods receipts"), _RECEIPT, _bring_receipt, _export_receipts, _alike)
)
