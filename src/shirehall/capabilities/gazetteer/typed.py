"""No gazetteer at all: residents type their addresses."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from shirehall.capabilities.gazetteer.address import GazetteerUnavailableError


class Typed:
    """The provider of a council that has none. Every form offers typing the address."""

    name = "typed"
    label = "None: residents type their addresses"
    options: Mapping[str, Any] = MappingProxyType(
        {"type": "object", "properties": {}, "additionalProperties": False}
    )

    def check_config(self) -> tuple[str, ...]:
        """There is nothing to set."""
        return ()

    def look_up(self, postcode: str) -> NoReturn:
        """Raise GazetteerUnavailableError."""
        raise GazetteerUnavailableError("addresses are typed here: SHIREHALL_GAZETTEER names no look-up")

    def place(self, uprn: str) -> NoReturn:
        """Raise GazetteerUnavailableError."""
        raise GazetteerUnavailableError("addresses are typed here: SHIREHALL_GAZETTEER names no look-up")
