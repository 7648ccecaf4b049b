"""Orders, standing agreements, and what the ledger paid elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shirehall.departments.finance.registers.models import (
    Agreement,
    BudgetCode,
    LedgerPayment,
    OrderLine,
    PurchaseOrder,
    Supplier,
)
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.recording import keep, note_change, put
from shirehall.departments.finance.registers.rules import invoice_key, number_key, same_officer
from shirehall.partnership.api import Officer


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to order. `unit_price` in pounds; `net` in pence, reckoned where it is None."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    net: int | None = None
    vat_code: str = "S"
    budget_code: BudgetCode | None = None

    @property
    def value(self) -> int:
        """Its value in pence."""
        if self.net is not None:
            return self.net
        return int((self.quantity * self.unit_price * 100).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Taken:
    """What an approved invoice took of an order line: quantity, and net in pence. Below nought gives it back."""

    line: int
    quantity: Decimal
    net: int


def add_order(
    *,
    number: str,
    authority: str,
    supplier: Supplier,
    ordered_on: date,
    requester: str,
    lines: Sequence[NewLine],
    by: str,
    at: datetime,
    buyer: str = "",
    budget_code: BudgetCode | None = None,
    matching: int = 3,
    description: str = "",
) -> PurchaseOrder:
    """A new open order. Raises RegisterError: no number, no line, a number that is taken, another council's supplier,
    who requests and buys at once."""
    key = number_key(number)
    if not key:
        raise RegisterError(_("Give the order a number"), {"number": _("Give the order a number")})
    if not lines:
        raise RegisterError(
            _("An order has at least one line"), {"lines": _("An order has at least one line")}
        )
    if supplier.authority not in ("", authority):
        other = _("This supplier is another council's")
        raise RegisterError(other, {"supplier": other})
    if buyer and same_officer(buyer, requester):
        both = _("Who asks for the goods cannot be their buyer too")
        raise RegisterError(both, {"buyer": both})
    try:
        with transaction.atomic():
            order = PurchaseOrder.objects.create(
                number=number.strip()[:40], number_key=key[:40], authority=authority, supplier=supplier,
                ordered_on=ordered_on, requester=requester, buyer=buyer, budget_code=budget_code, matching=matching,
                net=sum(each.value for each in lines), description=description[:300],
            )  # fmt: skip
            _write_lines(order, lines)
            keep("order", order.pk, "added", by=by, at=at)
            note_change("order", order.pk, at)
    except IntegrityError as error:
        taken = _("This council has an order of this number")
        raise RegisterError(taken, {"number": taken}) from error
    return order


CHANGEABLE = (
    "supplier",
    "ordered_on",
    "requester",
    "buyer",
    "budget_code",
    "matching",
    "description",
    "state",
)


def change_order(
    *,
    order: PurchaseOrder,
    values: Mapping[str, Any],
    by: str,
    at: datetime,
    lines: Sequence[NewLine] | None = None,
) -> bool:
    """Bring an order in step with what the ledger says; gives whether anything is other than before. Lines that have
    receipts or invoices may grow or change their price, and more may follow; they may not become another thing, go, or
    shrink below what came. An officer, other than the ledger, cannot raise the price of what came or have an order held
    against less: nobody would be asked. Raises RegisterError."""
    if strange := sorted(set(values) - set(CHANGEABLE)):
        raise RegisterError(_("%(name)s cannot be set here.") % {"name": strange[0]})
    with transaction.atomic():
        kept = _locked(order)
        if "supplier" in values and values["supplier"] != kept.supplier and kept.invoiced_net:
            raise RegisterError(_("The order was invoiced, so it stays with its supplier."))
        by_hand = Officer.objects.filter(email__iexact=by).exists()
        if by_hand and values.get("matching", kept.matching) < kept.matching:
            fewer = _("An order is not held against less than before. Close it and write another.")
            raise RegisterError(fewer, {"matching": fewer})
        changed = put(kept, values)
        if lines is not None and _differ(kept, lines):
            changed["net"] = (kept.net, sum(each.value for each in lines))
            _rewrite_lines(kept, lines, by_hand=by_hand)
            kept.net = changed["net"][1]
        if not changed:
            return False
        kept.save()
        keep("order", kept.pk, "changed", values=changed, by=by, at=at)
        note_change("order", kept.pk, at)
    order.refresh_from_db()
    return True


def close_order(*, order: PurchaseOrder, because: str, by: str, at: datetime) -> None:
    """Nothing more is invoiced on an order. Raises RegisterError without a reason."""
    _stand(order, PurchaseOrder.State.CLOSED, because, by, at)


def reopen_order(*, order: PurchaseOrder, because: str, by: str, at: datetime) -> None:
    """An order may be invoiced again. Raises RegisterError without a reason."""
    _stand(order, PurchaseOrder.State.OPEN, because, by, at)


def take_from_order(*, order: PurchaseOrder, net: int, taken: Sequence[Taken], by: str, at: datetime) -> None:
    """That an approved invoice took `net` pence of an order, and of its lines what `taken` says (nothing where it was
    matched by its total). Amounts below nought give back. Raises RegisterError where a line is another order's. It
    gives no sign to waiting invoices: what was taken makes none of them payable."""
    with transaction.atomic():
        _locked(order)
        for each in sorted(taken, key=lambda one: one.line):  # as whoever receives goods locks them
            found = OrderLine.objects.filter(pk=each.line, order=order).update(
                invoiced_quantity=F("invoiced_quantity") + each.quantity,
                invoiced_net=F("invoiced_net") + each.net,
            )
            if not found:
                raise RegisterError(_("That line is another order's."))
        PurchaseOrder.objects.filter(pk=order.pk).update(invoiced_net=F("invoiced_net") + net)
        keep("order", order.pk, "invoiced" if net >= 0 else "given back", note=str(net), by=by, at=at)
        if net < 0:
            note_change("order", order.pk, at)
    order.refresh_from_db()


def add_agreement(
    *,
    supplier: Supplier,
    authority: str,
    expected: int,
    requester: str,
    from_on: date,
    by: str,
    at: datetime,
    **more: Any,
) -> Agreement:
    """A standing agreement. `expected` is pence with VAT; `more` are further columns. Raises RegisterError."""
    if expected <= 0:
        above = _("The expected amount must be above nought")
        raise RegisterError(above, {"expected": above})
    if more.get("until_on") and more["until_on"] < from_on:
        ends = _("It ends before it begins")
        raise RegisterError(ends, {"until_on": ends})
    with transaction.atomic():
        agreement = Agreement.objects.create(
            supplier=supplier,
            authority=authority,
            expected=expected,
            requester=requester,
            from_on=from_on,
            **more,
        )
        keep("agreement", agreement.pk, "added", by=by, at=at)
        note_change("agreement", agreement.pk, at)
    return agreement


def change_agreement(*, agreement: Agreement, values: Mapping[str, Any], by: str, at: datetime) -> bool:
    """Change columns of an agreement; gives whether anything is other than before."""
    with transaction.atomic():
        kept = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        changed = put(kept, values)
        if not changed:
            return False
        kept.save()
        keep("agreement", kept.pk, "changed", values=changed, by=by, at=at)
        note_change("agreement", kept.pk, at)
    agreement.refresh_from_db()
    return True


def add_ledger_payment(
    *, supplier: Supplier, gross: int, paid_on: date, by: str, at: datetime, number: str = "", **more: Any
) -> tuple[LedgerPayment, bool]:
    """What the ledger paid; gives the row, and whether it is new. The same payment told twice is one."""
    told = {"supplier": supplier, "gross": gross, "paid_on": paid_on, "number": number.strip()[:100], **more}
    with transaction.atomic():
        Supplier.objects.select_for_update().get(pk=supplier.pk)
        if found := LedgerPayment.objects.filter(**told).first():
            return found, False
        payment = LedgerPayment.objects.create(number_key=invoice_key(number)[:100], **told)
        keep("ledger", payment.pk, "added", by=by, at=at)
        note_change("ledger", payment.pk, at)
    return payment, True


def _locked(order: PurchaseOrder) -> PurchaseOrder:
    return PurchaseOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)


def _stand(order: PurchaseOrder, state: PurchaseOrder.State, because: str, by: str, at: datetime) -> None:
    if not because.strip():
        raise RegisterError(_("Say why"), {"because": _("Say why")})
    with transaction.atomic():
        kept = _locked(order)
        if put(kept, {"state": state.value}):
            kept.save()
            deed = "closed" if state == PurchaseOrder.State.CLOSED else "reopened"
            keep("order", kept.pk, deed, note=because.strip(), by=by, at=at)
            note_change("order", kept.pk, at)
    order.refresh_from_db()


def _write_lines(order: PurchaseOrder, lines: Sequence[NewLine], start: int = 1) -> None:
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order, position=position, description=each.description[:300], quantity=each.quantity,
            unit_price=each.unit_price, net=each.value, vat_code=each.vat_code, budget_code=each.budget_code,
        )
        for position, each in enumerate(lines, start)
    )  # fmt: skip


def _differ(order: PurchaseOrder, lines: Sequence[NewLine]) -> bool:
    kept = [
        (each.description, each.quantity, each.unit_price, each.net, each.vat_code, each.budget_code_id)
        for each in order.lines.order_by("position")
    ]
    return kept != [
        (
            each.description[:300],
            each.quantity,
            each.unit_price,
            each.value,
            each.vat_code,
            each.budget_code.pk if each.budget_code else None,
        )
        for each in lines
    ]


def _rewrite_lines(order: PurchaseOrder, lines: Sequence[NewLine], *, by_hand: bool) -> None:
    kept = list(order.lines.order_by("position").prefetch_related("receipts"))
    for place, line in enumerate(kept):
        came = sum((each.quantity for each in line.receipts.all()), Decimal(0))
        used = max(came, line.invoiced_quantity)
        is_used = bool(line.receipts.all()) or bool(line.invoiced_net)
        new = lines[place] if place < len(lines) else None
        if is_used and (
            new is None
            or new.description[:300] != line.description
            or new.quantity < min(used, line.quantity)
        ):
            raise RegisterError(
                _("Line %(number)d has receipts or invoices: it can neither go nor become less than came.")
                % {"number": line.position}
            )
        if new is None:
            line.delete()
            continue
        if by_hand and is_used and new.value * line.quantity > line.net * new.quantity:
            raise RegisterError(
                _(
                    "Line %(number)d has receipts or invoices, so its price does not rise. The buyer accepts more."
                )
                % {"number": line.position}
            )
        line.description, line.quantity, line.unit_price = new.description[:300], new.quantity, new.unit_price
        line.net, line.vat_code, line.budget_code = new.value, new.vat_code, new.budget_code
        line.save()
    highest = kept[-1].position if kept else 0
    _write_lines(order, lines[len(kept) :], highest + 1)
