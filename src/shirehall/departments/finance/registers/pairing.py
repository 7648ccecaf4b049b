"""Which line of an order a line of an invoice is about. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

_ENOUGH, _SURE = 70.0, 88.0
_PRICE, _QUANTITY, _NET = 25.0, 15.0, 25.0
_PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line of an order as it stands. `unit_price` is in pounds, `net` and `invoiced_net` in pence; `received`,
    `accepted` and `invoiced_quantity` are what came, what of it was found right, and what earlier invoices took."""

    key: int
    position: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: int
    received: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)
    invoiced_quantity: Decimal = Decimal(0)
    invoiced_net: int = 0


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of an invoice. `unit_price` in pounds and `quantity` are None where they are not printed; `net` in
    pence."""

    description: str
    quantity: Decimal | None
    unit_price: Decimal | None
    net: int


def pair(ordered: Sequence[Ordered], billed: Sequence[Billed]) -> list[Ordered | None]:
    """For each billed line the order line it is about, or None. Each order line is taken once, the surest pair first;
    what is left over may share a line whose words are the same."""
    scores = sorted(
        (
            (_score(one, other), -place, -number)
            for place, one in enumerate(billed)
            for number, other in enumerate(ordered)
        ),
        reverse=True,
    )
    found: list[Ordered | None] = [None] * len(billed)
    taken: set[int] = set()
    for score, place, number in scores:
        if score >= _ENOUGH and found[-place] is None and -number not in taken:
            found[-place] = ordered[-number]
            taken.add(-number)
    for place, one in enumerate(billed):
        if found[place] is None and ordered:
            best = max(ordered, key=lambda other: likeness(one.description, other.description))
            if likeness(one.description, best.description) >= _SURE:
                found[place] = best
    _pair_by_amount(ordered, billed, found, taken)
    return found


def _pair_by_amount(
    ordered: Sequence[Ordered], billed: Sequence[Billed], found: list[Ordered | None], taken: set[int]
) -> None:
    """What is called otherwise here and there ("Carriage", "Delivery charge") is the same where the one line that is
    left on each side has the same amount, to the penny, and no other price or quantity."""
    left = [each for number, each in enumerate(ordered) if number not in taken and each not in found]
    open_places = [place for place, each in enumerate(found) if each is None]
    if len(left) != 1 or len(open_places) != 1:
        return
    one, other = billed[open_places[0]], left[0]
    if (
        one.net == other.net - other.invoiced_net
        and one.quantity in (None, other.quantity)
        and (one.unit_price is None or abs(one.unit_price - other.unit_price) < _PENNY)
    ):
        found[open_places[0]] = other


def likeness(one: str, other: str) -> float:
    """How alike two descriptions are, 0 to 100."""
    first, second = _plain(one), _plain(other)
    return float(fuzz.token_sort_ratio(first, second)) if first and second else 0.0


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]", " ", text.casefold()).split())


def _score(one: Billed, other: Ordered) -> float:
    alike = likeness(one.description, other.description)
    # A longer text of the same goods: "Copier paper" is meant by "A4 copier paper 80gsm white, box".
    if fuzz.token_set_ratio(_plain(one.description), _plain(other.description)) == 100 and alike > 30:
        alike = max(alike, _ENOUGH)
    score = alike
    if one.unit_price is not None and abs(one.unit_price - other.unit_price) < _PENNY:
        score += _PRICE
    if one.quantity is not None and one.quantity in (
        other.quantity,
        other.quantity - other.invoiced_quantity,
    ):
        score += _QUANTITY
    if one.net in (other.net, other.net - other.invoiced_net):
        score += _NET
    return score
