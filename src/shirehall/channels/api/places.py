"""Where an address is: looked up, so that its council and ward are the gazetteer's and never the sender's word."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from shirehall.capabilities.gazetteer import api as gazetteer
from shirehall.kernel.questions import AnswerError
from shirehall.kernel.values import Address, Repeat, Value


def place_addresses(value: Value) -> Value:
    """The value with its addresses placed, those within a list too. Raises AnswerError."""
    if isinstance(value, Address):
        return _placed(value)
    if isinstance(value, Repeat):
        return replace(value, items=tuple(_placed_item(item) for item in value.items))
    return value


def _placed_item(item: Mapping[str, Value]) -> Mapping[str, Value]:
    return {name: place_addresses(value) for name, value in item.items()}


def _placed(address: Address) -> Address:
    """With a property number, in the gazetteer's spelling; else as it was written, with the council of its postcode."""
    if address.uprn:
        return _by_number(address)
    council = gazetteer.authority_of(address.postcode) or "" if address.postcode else ""
    return replace(address, authority=council, ward="")


def _by_number(address: Address) -> Address:
    try:
        found = gazetteer.place(address.uprn)
    except gazetteer.GazetteerUnavailableError:
        # Nobody can be asked: the address counts as typed.
        return replace(address, uprn="", authority="", ward="")
    if found is None:
        raise AnswerError(_("No property has this UPRN here. Leave it out, or correct it"), box="uprn")
    return Address(
        lines=found.lines, town=found.town, postcode=found.postcode, uprn=found.uprn or "",
        authority=found.authority or "", ward=found.ward or "",
    )  # fmt: skip
