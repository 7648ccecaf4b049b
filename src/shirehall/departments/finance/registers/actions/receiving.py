"""That goods or work came."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from shirehall.casework.api import local_date
from shirehall.departments.finance.registers.models import (
    GoodsReceipt,
    OrderLine,
    PurchaseOrder,
    RegisterEvent,
)
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.recording import keep, note_change
from shirehall.partnership.api import Officer

_PLACES = Decimal("0.001")


def receive(
    *,
    line: OrderLine,
    quantity: Decimal,
    received_on: date,
    by: str,
    at: datetime,
    key: str,
    accepted: bool | None = None,
    note: str = "",
) -> GoodsReceipt:
    """So much of an order line came; below nought takes back what was said by mistake. The same `key` twice is one
    receipt. Raises RegisterError: nothing, more than is open, more taken back than came, a day to come, a closed
    order."""
    with transaction.atomic():
        kept = OrderLine.objects.select_for_update(of=("self",)).select_related("order").get(pk=line.pk)
        _refuse_own(kept, by)
        if before := GoodsReceipt.objects.filter(key=key).first():
            return before
        _check(kept, quantity, received_on, local_date(at))
        receipt = GoodsReceipt.objects.create(
            line=kept, quantity=quantity, received_on=received_on, accepted=accepted, note=note.strip()[:300],
            by=by, at=at, key=key[:64],
        )  # fmt: skip
        keep("order", kept.order_id, "received", note=f"{kept.position}: {quantity}", by=by, at=at)
        note_change("order", kept.order_id, at)
    return receipt


def receive_order(
    *,
    order: PurchaseOrder,
    received_on: date,
    by: str,
    at: datetime,
    key: str,
    accepted: bool | None = None,
    note: str = "",
) -> tuple[GoodsReceipt, ...]:
    """All that is still open of an order came. Raises RegisterError as `receive` does, and where nothing is open."""
    with transaction.atomic():
        # The lock comes first: of two that say the same at once, the second finds what the first has kept.
        lines = list(order.lines.select_for_update(of=("self",)).order_by("position"))
        if done := tuple(GoodsReceipt.objects.filter(key__startswith=f"{key[:50]}:", line__in=lines)):
            return done
        receipts = tuple(
            receive(
                line=line, quantity=left, received_on=received_on, by=by, at=at,
                key=f"{key[:50]}:{line.position}", accepted=accepted, note=note,
            )
            for line in lines
            if (left := still_to_come(line)) > 0
        )  # fmt: skip
        if not receipts:
            raise RegisterError(_("Everything on this order is received already."))
    return receipts


def accept(*, receipt: GoodsReceipt, accepted: bool, by: str, at: datetime) -> None:
    """Somebody looked at what came, and it is right or not. Said once; what is wrong is taken back and received anew.
    Raises RegisterError where it was said otherwise."""
    with transaction.atomic():
        kept = GoodsReceipt.objects.select_for_update(of=("self",)).select_related("line").get(pk=receipt.pk)
        if kept.accepted is accepted:
            return
        _refuse_own(kept.line, by)
        if kept.accepted is not None:
            raise RegisterError(_("Somebody has said otherwise. Take the receipt back, and receive it anew."))
        kept.accepted = accepted
        kept.save(update_fields=["accepted"])
        deed = "accepted" if accepted else "not accepted"
        keep("order", kept.line.order_id, deed, note=str(kept.line.position), by=by, at=at)
        note_change("order", kept.line.order_id, at)
    receipt.refresh_from_db()


def received(line: OrderLine) -> Decimal:
    """What came of a line, less what was taken back."""
    total: Decimal | None = line.receipts.aggregate(total=Sum("quantity"))["total"]
    return Decimal(total or 0)


def still_to_come(line: OrderLine) -> Decimal:
    """What is ordered and has not come."""
    return max(Decimal(0), line.quantity - received(line))


def _refuse_own(line: OrderLine, by: str) -> None:
    """Who wrote an order would have it paid alone, if they could say as well that it came. What a ledger tells is all
    its own, so this holds for officers."""
    wrote = RegisterEvent.objects.filter(
        kind="order", key=line.order_id, what__in=("added", "changed"), by__iexact=by
    )
    if wrote.exists() and Officer.objects.filter(email__iexact=by).exists():
        raise RegisterError(_("You put this order on the register, so somebody else says what came of it."))


def _check(line: OrderLine, quantity: Decimal, received_on: date, today: date) -> None:
    if line.order.state != PurchaseOrder.State.OPEN:
        raise RegisterError(_("This order is closed. Open it again first."))
    if quantity == 0 or quantity != quantity.quantize(_PLACES):
        wrong = _("Give how much came, with at most three decimals")
        raise RegisterError(wrong, {"quantity": wrong})
    if received_on > today:
        later = _("This day is still to come")
        raise RegisterError(later, {"received_on": later})
    came = received(line)
    if quantity > 0 and came + quantity > line.quantity:
        more = _("Only %(left)s of line %(number)d are still to come") % {
            "left": f"{max(Decimal(0), line.quantity - came).normalize():f}",
            "number": line.position,
        }
        raise RegisterError(more, {"quantity": more})
    if came + quantity < 0:
        less = _("That is more than came")
        raise RegisterError(less, {"quantity": less})
