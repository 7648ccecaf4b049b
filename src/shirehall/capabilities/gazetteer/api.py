"""The front door of the gazetteer."""

from shirehall.capabilities.gazetteer.address import (
    Address,
    GazetteerUnavailableError,
    PostcodeError,
    normal_postcode,
)
from shirehall.capabilities.gazetteer.asking import AddressScreen, answer_address
from shirehall.capabilities.gazetteer.demonstration import invented_addresses
from shirehall.capabilities.gazetteer.finding import authority_of, look_up, place, typed_address
from shirehall.capabilities.gazetteer.providers import AddressProvider, providers, register

__all__ = [
    "Address",
    "AddressProvider",
    "AddressScreen",
    "GazetteerUnavailableError",
    "PostcodeError",
    "answer_address",
    "authority_of",
    "invented_addresses",
    "look_up",
    "normal_postcode",
    "place",
    "providers",
    "register",
    "typed_address",
]
