"""The registry of those who know addresses. A new one is a module `address_provider.py` in any app."""

from collections.abc import Mapping
from typing import Any, Protocol

from shirehall.capabilities.gazetteer.address import Address


class AddressProvider(Protocol):
    """Somebody who knows addresses.

    `name` is what SHIREHALL_GAZETTEER says; `label` is for people; `options` is a JSON Schema of the settings it reads.
    """

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def options(self) -> Mapping[str, Any]: ...

    def check_config(self) -> tuple[str, ...]:
        """What is wrong with its settings, each with the mend; empty where all is well. Uses no network."""
        ...

    def look_up(self, postcode: str) -> tuple[Address, ...]:
        """The addresses of a postcode in its normal spelling, in order. Raises GazetteerUnavailableError."""
        ...

    def place(self, uprn: str) -> Address | None:
        """The address with this number, or None. Raises GazetteerUnavailableError."""
        ...


_providers: dict[str, AddressProvider] = {}


def register(provider: AddressProvider) -> None:
    """Add a provider. Raises ValueError for a name that is taken by another."""
    if _providers.setdefault(provider.name, provider) is not provider:
        raise ValueError(f"two providers of addresses are called '{provider.name}': give one another name")


def providers() -> tuple[AddressProvider, ...]:
    """Every provider, by name."""
    return tuple(_providers[name] for name in sorted(_providers))


def provider_called(name: str) -> AddressProvider | None:
    """One provider, or None."""
    return _providers.get(name)
