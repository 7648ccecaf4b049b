"""Checks 7, 8 and 9: the order or the agreement, the price, what was received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from shirehall.departments.finance.invoices.believed import pence_of, plain_decimal
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.registers.api import (
    Billed,
    Match,
    Taken,
    agreement_for,
    agreement_matching,
    budget_for,
    lines_with_receipts,
    order_called,
    order_matching,
)
from shirehall.departments.finance.registers.models import Agreement, BudgetCode, PurchaseOrder


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an invoice is held against and how it fared. `taken` is what it takes of the order's lines; `exact` says
    that it asks for exactly what the order had left."""

    state: str
    order: PurchaseOrder | None = None
    agreement: Agreement | None = None
    match: Match | None = None
    taken: tuple[Taken, ...] = ()
    exact: bool = False
    shares: tuple[tuple[BudgetCode | None, int], ...] = field(default=())


def order_of(invoice: Invoice, council: str) -> PurchaseOrder | None:
    """The order that the invoice names."""
    return order_called(invoice.po_number, council) if invoice.po_number else None


def order_facts(invoice: Invoice, on: date) -> OrderFacts:
    """Held against the registers as they stand. The order's row is locked by whoever calls."""
    order, supplier = invoice.order, invoice.supplier
    if order is None:
        return _by_agreement(invoice, on)
    state = "open" if order.state == PurchaseOrder.State.OPEN else "closed"
    if supplier is not None and order.supplier_id != supplier.pk:
        state = "other_supplier"
    elif order.authority != invoice.authority:
        state = "other_council"
    net = invoice.net if invoice.net is not None else invoice.gross or 0
    if state != "open" or invoice.is_credit:
        return OrderFacts(state, order, shares=((_this_year(order.budget_code, on), net),))
    found = order_matching(order, billed_lines(invoice), net)
    taken = tuple(
        Taken(line.order_line, line.quantity, line.net) for line in found.lines if line.order_line is not None
    )
    return OrderFacts(
        state, order, match=found, taken=taken, exact=net == found.left and found.price_over == 0,
        shares=_shares(order, taken, net, on),
    )  # fmt: skip


def _by_agreement(invoice: Invoice, on: date) -> OrderFacts:
    if invoice.po_number:
        return OrderFacts("unknown")
    if invoice.supplier is None:
        return OrderFacts("none")
    found = agreement_for(
        invoice.supplier, invoice.authority, invoice.invoice_date or on, gross=invoice.gross
    )
    if found is None:
        return OrderFacts("none")
    net = invoice.net if invoice.net is not None else invoice.gross or 0
    match = None if invoice.is_credit else agreement_matching(found, invoice.gross or 0)
    return OrderFacts(
        "agreement", agreement=found, match=match, exact=invoice.gross == found.expected,
        shares=((_this_year(found.budget_code, on), net),),
    )  # fmt: skip


def billed_lines(invoice: Invoice) -> list[Billed]:
    """The lines that were read, as matching takes them. Their amounts count only where they make the whole."""
    read = ((line, pence_of(line["amount"])) for line in invoice.read.get("lines", ()))
    return [_billed(line, net) for line, net in read if net is not None]


def _billed(line: Mapping[str, Any], net: int) -> Billed:
    """A line that was read. A quantity that does not make the amount with the price was misread: the amount counts."""
    quantity, price = plain_decimal(line["quantity"]), plain_decimal(line["unit_price"])
    if (
        quantity is not None
        and price is not None
        and abs(quantity * price * 100 - net) > max(Decimal(2), abs(quantity) / 2)
    ):
        quantity = None
    return Billed(line["description"] or "", quantity, price, net)


def _shares(
    order: PurchaseOrder, taken: tuple[Taken, ...], net: int, on: date
) -> tuple[tuple[BudgetCode | None, int], ...]:
    """Which budgets pay: of the order's lines where they name one and the invoice was matched by lines, else the
    order's."""
    whole = _this_year(order.budget_code, on)
    own = {line.pk: line.budget_code for line in lines_with_receipts(order)}
    if not taken or sum(each.net for each in taken) != net or not any(own.values()):
        return ((whole, net),)
    shares: dict[int | None, tuple[BudgetCode | None, int]] = {}
    for each in taken:
        code = _this_year(own.get(each.line), on) or whole
        before = shares.get(code.pk if code else None, (code, 0))
        shares[code.pk if code else None] = (code, before[1] + each.net)
    return tuple(shares.values())


def _this_year(code: BudgetCode | None, on: date) -> BudgetCode | None:
    """The budget of the year in which it is paid: an order of March may be billed in April."""
    if code is None:
        return None
    return budget_for(code.code, code.authority, on) or code
