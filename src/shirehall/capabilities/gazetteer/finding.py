"""Finding addresses, by the provider that was chosen."""

import logging
from collections.abc import Sequence

from shirehall.capabilities.gazetteer.address import (
    Address,
    GazetteerUnavailableError,
    PostcodeError,
    normal_postcode,
)
from shirehall.capabilities.gazetteer.providers import AddressProvider, provider_called
from shirehall.capabilities.gazetteer.settings import GazetteerSettings

_log = logging.getLogger("shirehall.gazetteer")


def look_up(postcode: str) -> tuple[Address, ...]:
    """The addresses at a postcode, spelt in any way; empty where none is known.

    Raises PostcodeError for what is no postcode, GazetteerUnavailableError where nobody can be asked:
    then the form offers typing the address.
    """
    return _provider().look_up(normal_postcode(postcode))


def place(uprn: str) -> Address | None:
    """The address with this property number, or None. Raises GazetteerUnavailableError."""
    number = uprn.strip()
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        return None
    return _provider().place(number)


def authority_of(postcode: str) -> str | None:
    """The one council that all known addresses of a postcode belong to; None where that is not known. Never raises."""
    try:
        councils = {address.authority for address in look_up(postcode)}
    except PostcodeError:
        return None
    except GazetteerUnavailableError as error:
        _log.warning("%s", error)
        return None
    return councils.pop() if len(councils) == 1 else None


def typed_address(*, lines: Sequence[str], town: str, postcode: str) -> Address:
    """A typed address: no property number, no ward, the council by its postcode. Raises PostcodeError."""
    return Address(
        uprn=None,
        lines=tuple(line.strip() for line in lines if line.strip()),
        town=town.strip(),
        postcode=normal_postcode(postcode),
        authority=authority_of(postcode),
        ward=None,
    )


def _provider() -> AddressProvider:
    name = GazetteerSettings.current().provider
    chosen = provider_called(name)
    if chosen is None:
        raise GazetteerUnavailableError(
            f"there is no provider of addresses '{name}': look at SHIREHALL_GAZETTEER"
        )
    return chosen
