"""Invented people. Their telephone numbers and mail addresses are of the ranges that are kept for invention."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from shirehall.capabilities.gazetteer.api import Address as Found
from shirehall.kernel.values import Address

FORENAMES = (
    "Amberly", "Bertwin", "Cressida", "Dunstan", "Elowen", "Fenwick", "Gwendra", "Hartley", "Isolde", "Jessamy",
    "Kerensa", "Lorimer", "Marigold", "Ninian", "Oswin", "Perpetua", "Quillon", "Rosalba", "Sylvester", "Tamsin",
    "Ursley", "Valda", "Wilfric", "Yestin", "Zennor",
)  # fmt: skip
SURNAMES = (
    "Applethwick", "Brambleholt", "Candleford", "Dapplemere", "Elderwick", "Foxglovely", "Greenhayes", "Hollowbrook",
    "Inglethorpe", "Junipervale", "Kestrelby", "Larkenfield", "Meadowcroft", "Nettleship", "Oatfield", "Plumtreeson",
    "Quarrystone", "Rushwater", "Saltmarshall", "Thistledown", "Underhedge", "Vetchling", "Willowsend", "Yarrowgate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented resident."""

    name: str
    born_on: date
    email: str
    telephone: str
    national_insurance_number: str
    address: Address


def relative_of(person: Invented, chance: random.Random) -> str:
    """The name of somebody of an invented resident's family."""
    return f"{chance.choice(FORENAMES)} {person.name.split()[-1]}"


def invent(
    chance: random.Random, number: int, homes: tuple[Found, ...], on: date, *, pension_age: bool
) -> Invented:
    """The invented resident of this number; the same seed gives the same person."""
    forename, surname = chance.choice(FORENAMES), chance.choice(SURNAMES)
    years = chance.randint(66, 92) if pension_age else chance.randint(19, 65)
    home = chance.choice(homes)
    mobile = f"+447700900{number % 1000:03d}"
    return Invented(
        name=f"{forename} {surname}", born_on=on - timedelta(days=years * 365 + chance.randint(0, 364)),
        email=f"{forename}.{surname}.{number}@example.org".lower(), telephone=mobile,
        national_insurance_number=f"AA{number % 1_000_000:06d}{'ABCD'[number % 4]}",
        address=Address(
            lines=tuple(home.lines[:2]), town=home.town, postcode=home.postcode, uprn=home.uprn or "",
            authority=home.authority or "", ward=home.ward or "",
        ),
    )  # fmt: skip
