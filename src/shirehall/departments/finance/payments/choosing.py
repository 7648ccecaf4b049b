"""What a payment run is proposed to pay, and why each other invoice is left out. Pure.

Credit notes come off what the same supplier is paid, and never make a payment negative: what of them is not used waits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Policy = Literal["at_once", "when_due"]
POLICIES: tuple[Policy, ...] = ("at_once", "when_due")
Kind = Literal["full", "part", "credit", "discount"]

# Why an invoice is left out. The words for people are in wording.py.
STOPPED, ON_HOLD, CLOSED = "stopped", "on_hold", "closed"
BANK_CHANGE, NO_ACCOUNT, PAID_OTHERWISE = "bank_change", "no_account", "paid_otherwise"
FOREIGN, NOTHING_OWED, NOT_DUE = "foreign", "nothing_owed", "not_due"
CREDIT_WAITS, TOO_LARGE, NO_SUPPLIER = "credit_waits", "too_large", "no_supplier"


@dataclass(frozen=True, slots=True)
class Payee:
    """A supplier as the register has it: what counts for paying."""

    code: str
    standing: str = "active"
    paid_by: str = "bacs"
    has_account: bool = True
    bank_change_waiting: bool = False
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0


@dataclass(frozen=True, slots=True)
class Owing:
    """An approved invoice: `owed` is pence, below nought for a credit note. `due_on` is the last day in time."""

    invoice: int
    payee: str
    owed: int
    due_on: date
    dated_on: date
    currency: str = "GBP"
    is_credit: bool = False
    partly_paid: bool = False
    discount_taken: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An invoice in a payment: `amount` is pence, below nought for a credit note; `discount` comes off it for good."""

    invoice: int
    amount: int
    kind: Kind
    discount: int = 0


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """What one supplier is paid: the sum of its items, never below nought."""

    payee: str
    items: Sequence[Item]

    @property
    def amount(self) -> int:
        """Pence."""
        return sum(each.amount for each in self.items)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be paid, by supplier, and why each other invoice is not: {invoice: reason}."""

    payments: Sequence[PaymentPlan]
    left_out: Mapping[int, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Pence."""
        return sum(each.amount for each in self.payments)


def discount_for(owing: Owing, payee: Payee, pay_on: date) -> int:
    """What paying on this day takes off, in pence: the whole invoice must still be owed and the days not be over."""
    whole = not (owing.is_credit or owing.partly_paid or owing.discount_taken)
    last = owing.dated_on + timedelta(days=payee.discount_days)
    if not whole or not payee.discount_percent or pay_on > last:
        return 0
    share = Decimal(owing.owed) * payee.discount_percent / 100
    return min(owing.owed, int(share.quantize(Decimal(1), ROUND_HALF_UP)))


def choose(
    owings: Iterable[Owing],
    payees: Mapping[str, Payee],
    *,
    pay_on: date,
    due_until: date,
    policy: Policy,
    largest: int,
    stopped: bool = False,
    parts: Mapping[int, int] | None = None,
) -> Proposal:
    """What to pay on `pay_on`. With the policy `when_due` only what is due by `due_until`, or wins a discount on this
    day; with `at_once` everything. `largest` is the greatest single payment, in pence; `parts` are what
    somebody said is paid of an invoice, where that is less than is owed."""
    listed = sorted(owings, key=lambda each: (each.payee, each.due_on, each.invoice))
    left_out: dict[int, str] = {}
    chosen: dict[str, list[Item]] = {}
    credits_: dict[str, list[Owing]] = {}
    for owing in listed:
        payee = payees.get(owing.payee)
        reason = STOPPED if stopped else _held(owing, payee)
        if reason or payee is None:
            left_out[owing.invoice] = reason or NO_SUPPLIER
        elif owing.is_credit:
            credits_.setdefault(owing.payee, []).append(owing)
        else:
            part = (parts or {}).get(owing.invoice, 0)
            discount = discount_for(owing, payee, pay_on)
            if 0 < part < owing.owed:
                chosen.setdefault(owing.payee, []).append(Item(owing.invoice, part, "part"))
            elif policy == "when_due" and owing.due_on > due_until and not discount:
                left_out[owing.invoice] = NOT_DUE
            else:
                item = Item(
                    owing.invoice, owing.owed - discount, "discount" if discount else "full", discount
                )
                chosen.setdefault(owing.payee, []).append(item)
    plans = []
    for code in sorted(chosen.keys() | credits_.keys()):
        items, waiting = _set_off(chosen.get(code, []), credits_.get(code, []))
        left_out.update(dict.fromkeys(waiting, CREDIT_WAITS))
        plan = PaymentPlan(code, items)
        if plan.amount > largest:
            left_out.update({each.invoice: TOO_LARGE for each in items})
        elif items:
            plans.append(plan)
    return Proposal(plans, left_out)


def paid_in_part(plan: PaymentPlan, invoice: int, amount: int) -> PaymentPlan:
    """The payment with one invoice paid in part: a discount is then not taken. Raises ValueError where it would pay
    more than the item has, nothing, or less than the credit notes in the payment take off."""
    items = []
    for item in plan.items:
        if item.invoice == invoice:
            whole = item.amount + item.discount
            if item.amount <= 0 or not 0 < amount < whole:
                raise ValueError("A part payment must be above nought and below what is owed.")
            item = replace(item, amount=amount, kind="part", discount=0)
        items.append(item)
    changed = PaymentPlan(plan.payee, items)
    if changed.amount < 0:
        raise ValueError("The credit notes in this payment would be more than what is paid.")
    return changed


def _held(owing: Owing, payee: Payee | None) -> str:
    """Why this invoice cannot be in any run now; empty where it can."""
    if payee is None:
        return NO_SUPPLIER
    checks = (
        (payee.standing == "on_hold", ON_HOLD),
        (payee.standing != "active", CLOSED),
        (payee.paid_by != "bacs", PAID_OTHERWISE),
        (payee.bank_change_waiting, BANK_CHANGE),
        (not payee.has_account, NO_ACCOUNT),
        (owing.currency not in ("", "GBP"), FOREIGN),
        (owing.owed >= 0 if owing.is_credit else owing.owed <= 0, NOTHING_OWED),
    )
    return next((reason for holds, reason in checks if holds), "")


def _set_off(items: Sequence[Item], credits_: Sequence[Owing]) -> tuple[list[Item], list[int]]:
    """The items with the credit notes that come off, the oldest first, and those that must wait."""
    settled, left, waiting = [*items], sum(each.amount for each in items), []
    for credit in credits_:
        used = min(left, -credit.owed)
        if used <= 0:
            waiting.append(credit.invoice)
            continue
        settled.append(Item(credit.invoice, -used, "credit"))
        left -= used
    return settled, waiting
