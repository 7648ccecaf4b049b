"""An invoice held against its order, what came of it, and what earlier invoices took. Pure: numbers in, numbers out.

2-way holds it against the order, 3-way against the receipts as well, 4-way against their acceptance. By lines where
the invoice has readable ones, else by its total. Nothing that is over is set off against something that is under.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from shirehall.departments.finance.registers.pairing import Billed, Ordered, pair

Receipt = Literal["full", "part", "none", "not_needed"]
THE_ORDER, RECEIPTS, ACCEPTANCE = 2, 3, 4
MOST_PERCENT = 100_000
_NOUGHT = Decimal(0)
_MANY = Decimal("0.001")

__all__ = ["Billed", "Match", "MatchedLine", "Ordered", "Receipt", "Variance", "match", "match_agreement"]


@dataclass(frozen=True, slots=True)
class Variance:
    """What is other than agreed. `name`: price_higher, price_lower, more_than_ordered, not_on_order, discount_given,
    rounding, part_delivery, not_received, not_accepted, over_what_is_left, over_expected, under_expected. `line` is the
    number of the invoice's line from 1, None for the whole; `pence` above nought costs us, below it saves."""

    name: str
    line: int | None
    pence: int


@dataclass(frozen=True, slots=True)
class MatchedLine:
    """A line of the invoice. `order_line` is the key of the order's line, None where it is not on the order; `quantity`
    is what it takes of that line; `percent_over` is whole and rounded up."""

    line: int
    order_line: int | None
    quantity: Decimal
    net: int
    price_over: int
    percent_over: int
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Match:
    """The whole. `price_over` is pence over what was agreed, `percent_over` the same of what was agreed, whole and
    rounded up, `line_percent_over` that of its worst line. `value_left` says whether the order still had what was
    agreed for this; `left` is what it had left before, in pence. `by_lines` false: matched by the total.
    `over_before` is pence that earlier invoices were over what was agreed for them."""

    ways: int
    by_lines: bool
    price_over: int
    percent_over: int
    line_percent_over: int
    value_left: bool
    left: int
    receipt: Receipt
    lines: tuple[MatchedLine, ...] = ()
    variances: tuple[Variance, ...] = ()
    over_before: int = 0


@dataclass
class _Held:
    """What is still free of an order line while the lines of an invoice are held against it one by one."""

    line: Ordered
    ways: int
    quantity: Decimal = field(init=False)
    covered: Decimal = field(init=False)
    net: int = field(init=False)

    def __post_init__(self) -> None:
        came = _came(self.line, self.ways)
        self.quantity = self.line.quantity - self.line.invoiced_quantity
        self.covered = came - self.line.invoiced_quantity
        self.net = self.line.net - self.line.invoiced_net


def match(
    ordered: Sequence[Ordered], *, ways: int, net: int, lines: Sequence[Billed] = (), invoiced_net: int = 0
) -> Match:
    """Hold an invoice of `net` pence against an order. `invoiced_net` is what earlier invoices took of the order,
    whether or not its lines know of it. Raises ValueError for other ways than 2, 3 and 4."""
    if ways not in (THE_ORDER, RECEIPTS, ACCEPTANCE):
        raise ValueError(f"there is no {ways}-way matching")
    found = pair(ordered, lines) if _are_readable(lines, net) else []
    if any(found):
        return _by_lines(ordered, lines, found, ways=ways, net=net, invoiced_net=invoiced_net)
    return _by_total(ordered, ways=ways, net=net, invoiced_net=invoiced_net)


def match_agreement(expected: int, tolerance_percent: Decimal, gross: int) -> Match:
    """A bill held against a standing agreement: over is what is above the expected amount with its tolerance, of the
    expected amount. Needs no receipt."""
    allowed = expected + _pence(Decimal(expected) * tolerance_percent / 100, ROUND_FLOOR)
    over = max(0, gross - allowed)
    variances = []
    if gross != expected:
        name = "over_expected" if gross > expected else "under_expected"
        variances.append(Variance(name, None, gross - expected))
    percent = percent_over(gross - expected, expected) if over else 0
    return Match(
        THE_ORDER, False, over, percent, percent, True, allowed, "not_needed", (), tuple(variances)
    )  # fmt: skip


def percent_over(over: int, agreed: int) -> int:
    """How much of what was agreed an amount is over it: whole, rounded up, at most MOST_PERCENT."""
    if over <= 0:
        return 0
    if agreed <= 0:
        return MOST_PERCENT
    return min(MOST_PERCENT, -(-over * 100 // agreed))


def _are_readable(lines: Sequence[Billed], net: int) -> bool:
    """Lines count only where they make the whole: each may be a penny off."""
    return bool(lines) and abs(sum(each.net for each in lines) - net) <= len(lines)


def _by_lines(
    ordered: Sequence[Ordered],
    billed: Sequence[Billed],
    found: Sequence[Ordered | None],
    *,
    ways: int,
    net: int,
    invoiced_net: int,
) -> Match:
    held = {each.key: _Held(each, ways) for each in ordered}
    lines: list[MatchedLine] = []
    variances: list[Variance] = []
    for number, (one, other) in enumerate(zip(billed, found, strict=True), 1):
        line, said = _hold(number, one, held[other.key] if other else None, ways)
        lines.append(line)
        variances += said
    over = sum(each.price_over for each in lines)
    agreed = max(0, net - over)
    earlier = _agreed_before(ordered, invoiced_net)
    whole = sum(each.net for each in ordered)
    receipt = _together([each.receipt for each in lines if each.order_line is not None])
    told = sum(each.invoiced_net for each in ordered)
    if invoiced_net > told and receipt == "full":
        # Earlier invoices without lines took something that no line knows of, so the values must cover all of it.
        receipt = _cover(_worth(ordered, ways), earlier, agreed, len(ordered))
    return Match(
        ways, True, over, percent_over(over, agreed), max(each.percent_over for each in lines),
        earlier + agreed <= whole + len(ordered), whole - earlier, receipt, tuple(lines), tuple(variances),
        max(0, invoiced_net - earlier),
    )  # fmt: skip


def _hold(number: int, one: Billed, held: _Held | None, ways: int) -> tuple[MatchedLine, list[Variance]]:
    if held is None:
        over = max(0, one.net)
        name = "not_on_order" if one.net >= 0 else "discount_given"
        line = MatchedLine(number, None, _NOUGHT, one.net, over, percent_over(over, 0), "not_needed")
        return line, [Variance(name, number, one.net)]
    quantity = _quantity(one, held)
    free = max(_NOUGHT, held.quantity)
    agreed = _agreed(min(quantity, free), held)
    difference = one.net - agreed
    variances: list[Variance] = []
    if quantity > free and held.line.unit_price > 0:
        extra = min(max(0, difference), _pence((quantity - free) * held.line.unit_price * 100))
        variances.append(Variance("more_than_ordered", number, extra))
        priced = difference - extra
    else:
        priced = difference
    over = max(0, difference)
    if abs(priced) == 1 and over <= 1:
        variances.append(Variance("rounding", number, priced))
        over = 0
    elif priced:
        variances.append(Variance("price_higher" if priced > 0 else "price_lower", number, priced))
    receipt = _receipt(quantity, one.net, held, ways)
    if receipt in ("part", "none"):
        waiting = ways == ACCEPTANCE and held.line.received - held.line.invoiced_quantity >= quantity
        variances.append(Variance("not_accepted" if waiting else "not_received", number, 0))
    elif quantity < held.quantity:
        variances.append(Variance("part_delivery", number, 0))
    held.quantity -= quantity
    held.covered -= quantity
    held.net -= min(one.net, agreed) if held.line.net >= 0 else one.net
    line = MatchedLine(
        number, held.line.key, quantity, one.net, over, percent_over(over, one.net - over), receipt
    )
    return line, variances


def _quantity(one: Billed, held: _Held) -> Decimal:
    """What a billed line takes of an order line. Where no quantity is printed, what its amount pays for at the price
    agreed, rounded up: so an amount without a quantity never takes too little."""
    if one.quantity is not None and (one.quantity > 0 or one.net <= 0):
        return max(_NOUGHT, one.quantity)
    if one.net == held.net or held.line.unit_price == 0:
        return max(_NOUGHT, held.quantity)
    return max(_NOUGHT, (Decimal(one.net) / 100 / held.line.unit_price).quantize(_MANY, ROUND_CEILING))


def _agreed(quantity: Decimal, held: _Held) -> int:
    """What was agreed for so much of a line, in pence. The last of it may take what rounding left of the line's net."""
    priced = _pence(quantity * held.line.unit_price * 100)
    if quantity and quantity == held.quantity and abs(held.net - priced) <= 1 + _parts(held.line):
        return held.net
    return priced


def _parts(line: Ordered) -> int:
    """How many pence may have been lost to rounding: one for an earlier share of the line."""
    return 1 if line.invoiced_quantity else 0


def _receipt(quantity: Decimal, net: int, held: _Held, ways: int) -> Receipt:
    if ways == THE_ORDER or (quantity == 0 and net <= 0) or held.line.net < 0:
        return "not_needed"
    if quantity == 0:
        return "none"
    if held.covered >= quantity:
        return "full"
    return "part" if held.covered > 0 or _came_unseen(held, ways) else "none"


def _came_unseen(held: _Held, ways: int) -> bool:
    """Whether it came and only waits for somebody to look at it."""
    return ways == ACCEPTANCE and held.line.received > held.line.invoiced_quantity


def _together(receipts: Sequence[Receipt]) -> Receipt:
    needed = [each for each in receipts if each != "not_needed"]
    if not needed:
        return "not_needed"
    if all(each == "full" for each in needed):
        return "full"
    return "none" if all(each == "none" for each in needed) else "part"


def _by_total(ordered: Sequence[Ordered], *, ways: int, net: int, invoiced_net: int) -> Match:
    whole = sum(each.net for each in ordered)
    earlier = _agreed_before(ordered, invoiced_net)
    left = whole - earlier
    over = max(0, net - max(0, left))
    variances = [Variance("over_what_is_left", None, over)] if over else []
    if 0 < over <= 1:
        variances, over = [Variance("rounding", None, over)], 0
    if ways == THE_ORDER or net <= 0:
        receipt: Receipt = "not_needed"
    else:
        # What is over has no receipt; whether it is paid is the buyer's to say, and the rest must have come.
        receipt = _cover(_worth(ordered, ways), earlier, net - over, len(ordered))
        if receipt != "full":
            seen = _cover(_worth(ordered, RECEIPTS), earlier, net - over, len(ordered))
            variances.append(Variance("not_accepted" if seen == "full" else "not_received", None, 0))
            if ways == ACCEPTANCE and seen == "full":
                receipt = "part"
        elif net < left:
            variances.append(Variance("part_delivery", None, 0))
    percent = percent_over(over, net - over)
    return Match(
        ways, False, over, percent, percent, left > 0 or net <= 0, left, receipt, (), tuple(variances)
    )


def _cover(worth: int, earlier: int, net: int, pence: int) -> Receipt:
    """Whether what came is worth what was invoiced before and this; each line may be a penny off."""
    if worth + pence >= earlier + net and worth > 0:
        return "full"
    return "part" if worth > earlier else "none"


def _worth(ordered: Sequence[Ordered], ways: int) -> int:
    """What came, in pence at the prices agreed. Never more of a line than was ordered; what comes off the order (a
    discount) comes off by the share that came of the rest."""
    came = 0
    for each in ordered:
        if each.net >= 0:
            quantity = _came(each, ways)
            came += each.net if quantity >= each.quantity else _worth_of(each, quantity)
    above = sum(each.net for each in ordered if each.net >= 0)
    below = sum(each.net for each in ordered if each.net < 0)
    return came + (_pence(Decimal(below) * came / above, ROUND_FLOOR) if above else below)


def _came(line: Ordered, ways: int) -> Decimal:
    """What counts as come. What was found right and then taken back did not come."""
    return min(line.accepted, line.received) if ways == ACCEPTANCE else line.received


def _worth_of(line: Ordered, quantity: Decimal) -> int:
    return max(0, min(line.net, _pence(quantity * line.unit_price * 100, ROUND_FLOOR)))


def _agreed_before(ordered: Sequence[Ordered], invoiced_net: int) -> int:
    """What earlier invoices took at the prices agreed: what was paid over them and accepted uses up no value."""
    by_line = sum(each.invoiced_net for each in ordered)
    agreed = sum(
        min(each.invoiced_net, _pence(each.invoiced_quantity * each.unit_price * 100, ROUND_CEILING))
        if each.net >= 0 and each.invoiced_quantity
        else each.invoiced_net
        for each in ordered
    )
    return agreed + max(0, invoiced_net - by_line)


def _pence(amount: Decimal, rounding: str = ROUND_HALF_UP) -> int:
    return int(amount.quantize(Decimal(1), rounding))
