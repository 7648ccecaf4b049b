"""An invented gazetteer: real wards and towns, invented streets, the same on every machine.

Numbers begin with 999, which no true property has. Postcodes lie in sector 9 of the ward's district.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from shirehall.capabilities.gazetteer.address import Address
from shirehall.capabilities.gazetteer.settings import GazetteerSettings
from shirehall.partnership.api import Ward, wards

_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_POSTCODES_A_WARD = 5
_FEWEST, _MOST = 10, 25
_FLATS_EVERY = 6

_FIRST = (
    *("Marmalade", "Teacup", "Thimble", "Button", "Candlewick", "Gingerbread", "Humbug", "Jigsaw", "Kettle"),
    *("Lollipop", "Mitten", "Nutmeg", "Oddment", "Parsnip", "Quilt", "Rhubarb", "Saucepan", "Toffee"),
    *("Umbrella", "Waistcoat", "Bobbin", "Custard", "Doorknob", "Featherbed", "Hopscotch", "Inkpot"),
    *("Jellybean", "Lantern", "Muffin", "Pepperpot"),
)
_KINDS = ("Row", "Street", "Lane", "Close", "Road", "Gardens", "Mews", "Hill")


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_postcode: Mapping[str, tuple[Address, ...]]
    by_uprn: Mapping[str, Address]


class DemonstrationGazetteer:
    """The invented gazetteer as a provider. It needs no settings and no network."""

    name = "demonstration"
    label = "Invented addresses, for demonstrations"
    options: Mapping[str, Any] = MappingProxyType(
        {"type": "object", "properties": {}, "additionalProperties": False}
    )

    def check_config(self) -> tuple[str, ...]:
        """Warn where real residents would be offered invented addresses."""
        if GazetteerSettings.current().demonstration:
            return ()
        mend = "Set SHIREHALL_OS_PLACES_KEY, or SHIREHALL_GAZETTEER to a provider of your own."
        return (f"Residents would be offered invented addresses. {mend}",)

    def look_up(self, postcode: str) -> tuple[Address, ...]:
        """The invented addresses of this postcode; empty for a postcode that is not among them."""
        return _gazetteer().by_postcode.get(postcode, ())

    def place(self, uprn: str) -> Address | None:
        """The invented address with this number, or None."""
        return _gazetteer().by_uprn.get(uprn)


def invented_addresses(ward: str | None = None) -> tuple[Address, ...]:
    """Every invented address, or those of one ward, in order."""
    return tuple(address for address in _gazetteer().by_uprn.values() if ward in (None, address.ward))


def _gazetteer() -> _Gazetteer:
    return _invent(wards())


@lru_cache(maxsize=4)
def _invent(of: tuple[Ward, ...]) -> _Gazetteer:
    by_postcode = {
        postcode: tuple(_at_postcode(ward, postcode, street, number))
        for number, (ward, postcode, street) in enumerate(_postcodes(of), start=1)
    }
    by_uprn = {address.uprn: address for found in by_postcode.values() for address in found if address.uprn}
    return _Gazetteer(MappingProxyType(by_postcode), MappingProxyType(by_uprn))


def _postcodes(of: Sequence[Ward]) -> Iterator[tuple[Ward, str, str]]:
    """Each ward's postcodes, each with a street that no other postcode of the same post town has."""
    units: dict[str, int] = defaultdict(int)
    streets: dict[str, int] = defaultdict(int)
    for ward in of:
        for _ in range(_POSTCODES_A_WARD):
            unit, street = units[ward.postcodes], streets[ward.post_town]
            units[ward.postcodes] += 1
            streets[ward.post_town] += 1
            first, second = divmod(unit, len(_LETTERS))
            yield ward, f"{ward.postcodes} 9{_LETTERS[first]}{_LETTERS[second]}", _street(street)


def _street(number: int) -> str:
    round_number, first = divmod(number, len(_FIRST))
    return f"{_FIRST[first]} {_KINDS[(first + round_number) % len(_KINDS)]}"


def _at_postcode(ward: Ward, postcode: str, street: str, number: int) -> Iterator[Address]:
    # A digest and not a random generator: the same on every version of Python.
    digest = sha256(postcode.encode()).digest()
    count = _FEWEST + digest[0] % (_MOST - _FEWEST + 1)
    house = f"{_FIRST[digest[1] % len(_FIRST)]} House" if digest[2] % _FLATS_EVERY == 0 else None
    for door in range(1, count + 1):
        yield Address(
            uprn=f"999{number:05d}{door:04d}",
            lines=(f"Flat {door}, {house}", street) if house else (f"{door} {street}",),
            town=ward.post_town,
            postcode=postcode,
            authority=ward.authority,
            ward=ward.code,
        )
