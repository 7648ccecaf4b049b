"""Inventing one invoice: who sends it to whom, for what, and when."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from shirehall.departments.finance.samples.bill import Bill, Line, of_rate
from shirehall.departments.finance.samples.layouts import Layout
from shirehall.departments.finance.samples.trade import Buyer, Supplier, goods_of

_HOW_MANY = {
    "kWh": (200, 3000),
    "day": (1, 6),
    "days": (28, 31),
    "hour": (2, 38),
    "call": (20, 200),
    "metre": (20, 150),
    "week": (1, 4),
    "line": (2, 12),
    "circuit": (1, 3),
    "head": (8, 30),
    "lot": (1, 1),
    "month": (1, 1),
    "user": (2, 12),
}
_OFTEN = (1, 4)
_SHORT = 6
_ORDERS = {"north_dorset": "ND-{:06d}", "west_dorset": "45{:06d}", "weymouth_and_portland": "WP/{:06d}"}


def order_number(buyer: Buyer, number: int) -> str:
    """As each council writes its orders."""
    return _ORDERS.get(buyer.authority, "PO{:06d}").format(100_000 + number)


def invoice_number(given: random.Random, pattern: str, taken: set[str]) -> str:
    """Figures for each #, the first of them no nought; longer where all short ones are taken."""
    for attempt in range(200):
        figures = iter([given.randint(1, 9), *(given.randint(0, 9) for _each in range(30))])
        shape = pattern if attempt < 100 else f"{pattern}##"
        found = "".join(str(next(figures)) if each == "#" else each for each in shape)
        if found not in taken:
            taken.add(found)
            return found
    raise ValueError(f"no invoice number is left of {pattern}")


def invent_bill(
    given: random.Random,
    *,
    layout: Layout,
    supplier: Supplier,
    buyer: Buyer,
    number: str,
    serial: int,
    on: date,
    short: bool,
) -> Bill:
    """An invoice of a layout. `serial` numbers the order; a `short` one fits on a page."""
    lines = _lines(given, layout, supplier.trade, short)
    one_rate = len({each.rate for each in lines}) == 1
    percent = given.choice([0, 0, 5, 10]) if layout.discount and one_rate else 0
    previous = given.randint(5_000, 90_000) if layout.previous else 0
    return Bill(
        layout=layout.name,
        supplier=replace(supplier, customer=f"{supplier.customer[:4]}{serial:05d}"),
        buyer=buyer,
        number=number,
        on=on,
        due_on=on + timedelta(days=given.choice([14, 28, 30, 30])) if layout.due else None,
        order=order_number(buyer, serial) if layout.order else None,
        lines=lines,
        carriage=given.choice([0, 695, 950, 1250, 1850]) if layout.carriage else 0,
        discount=of_rate(sum(each.net for each in lines), percent),
        discount_percent=percent,
        previous=previous,
        received=given.choice([previous, previous, previous // 2]),
        cis=layout.cis,
        shows_bank=layout.bank,
        registered=bool(supplier.vat),
    )


def _lines(given: random.Random, layout: Layout, trade: str, short: bool) -> tuple[Line, ...]:
    goods = goods_of(trade)
    most = min(layout.long, _SHORT) if short else layout.long
    if most > _SHORT * 2:
        most = most if given.random() < 0.34 else _SHORT
    many = (
        given.randint(min(30, most), most)
        if most > _SHORT * 2
        else min(given.randint(1, most), given.randint(1, most))
    )
    chosen = (
        given.sample(goods, many) if many <= len(goods) else [given.choice(goods) for _each in range(many)]
    )
    return tuple(_line(given, goods.index(each), each) for each in _whole(chosen, trade))


def _whole(
    chosen: Sequence[tuple[str, str, int, int, int]], trade: str
) -> Sequence[tuple[str, str, int, int, int]]:
    """A bill for work of builders says its labour first, as a sub-contractor's must."""
    return (
        sorted(chosen, key=lambda each: not each[0].startswith("Labour")) if trade == "building" else chosen
    )


def _line(given: random.Random, place: int, good: tuple[str, str, int, int, int]) -> Line:
    text, unit, lowest, highest, rate = good
    return Line(
        f"{text[:2].upper()}{100 + place * 17}",
        text,
        given.randint(*_HOW_MANY.get(unit, _OFTEN)),
        unit,
        given.randint(lowest, highest),
        rate,
    )
