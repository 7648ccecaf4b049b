"""Suppliers who are plainly invented: telephone numbers of the range kept for plays, example.org, accounts of
sort code 00-00-xx, and VAT numbers that pass the check and begin with three noughts, as no real one does."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_TRADES = Path(__file__).with_name("trades.yaml")


@dataclass(frozen=True, slots=True)
class Supplier:
    """One line of the register of suppliers. `vat` is nine digits, or empty for who is not registered."""

    code: str
    name: str
    trade: str
    lines: tuple[str, ...]
    phone: str
    email: str
    vat: str
    company: str
    sort_code: str
    account: str
    customer: str


@dataclass(frozen=True, slots=True)
class Buyer:
    """The council that an invoice is for."""

    authority: str
    name: str
    lines: tuple[str, ...]


@cache
def trades() -> Mapping[str, Any]:
    """The file of trades."""
    found: Mapping[str, Any] = yaml.safe_load(_TRADES.read_text(encoding="utf-8"))
    return found


def buyers() -> Sequence[Buyer]:
    """The partner councils."""
    return [Buyer(each["authority"], each["name"], tuple(each["lines"])) for each in trades()["buyers"]]


def people() -> Sequence[str]:
    """Those who order."""
    return [str(each) for each in trades()["people"]]


def goods_of(trade: str) -> Sequence[tuple[str, str, int, int, int]]:
    """What a trade sells: text, unit, lowest and highest price in pence, rate of VAT."""
    return [(each[0], each[1], each[2], each[3], each[4]) for each in trades()["trades"][trade]["goods"]]


def vat_number(digits: int, *, right: bool = True) -> str:
    """000 and four digits with their two check digits; one off where it shall not be `right`."""
    seven = f"{digits % 10_000:07d}"
    total = sum(int(digit) * weight for digit, weight in zip(seven, range(8, 1, -1), strict=True))
    check = 97 - total % 97
    return f"{seven}{check if right else (check + 3) % 97:02d}"


def invent_suppliers(
    seed: int, *, per_trade: int = 5, start: int = 1, avoid: Collection[str] = ()
) -> list[Supplier]:
    """So many of each trade, the same for the same seed, numbered from `start`; none has a name to `avoid`."""
    given = random.Random(f"suppliers {seed} {start}")  # noqa: S311 - to be the same again
    listed: list[Supplier] = []
    taken = set(avoid)
    for trade, said in trades()["trades"].items():
        for number in range(per_trade):
            names = [f"{each} {said['names'][number % len(said['names'])]}" for each in trades()["first"]]
            name = given.choice([each for each in names if each not in taken])
            taken.add(name)
            listed.append(_invent(given, start + len(listed), name, trade))
    return listed


def _invent(given: random.Random, number: int, name: str, trade: str) -> Supplier:
    town = given.choice(trades()["towns"])
    street = given.choice(trades()["streets"])
    address = (
        street if "Unit" in street else f"{given.randint(1, 98)} {street}",
        town,
        f"ZZ{given.randint(1, 99)} {given.randint(1, 9)}ZZ",
    )
    word = "".join(each for each in name.lower() if each.isalpha())[:18]
    return Supplier(
        code=f"{name[:4].upper().strip()}{number:03d}",
        name=name,
        trade=trade,
        lines=address,
        phone=f"01632 960{number % 1000:03d}",
        email=f"accounts@{word}.example.org",
        vat="" if trade in ("trader", "care") else vat_number(1000 + number * 7),
        company=f"000{given.randint(10000, 99999)}",
        sort_code=f"00-00-{number % 100:02d}",
        account=f"{given.randint(1, 99_999):08d}",
        customer=f"{given.randint(10**8, 10**9 - 1)}",
    )
