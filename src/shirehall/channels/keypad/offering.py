"""Which services the automated telephone offers, and the one that takes requests to be called back."""

from shirehall.casework.api import current_version, published_services
from shirehall.channels.keypad.channel import NAME
from shirehall.kernel.api import Service, Version

MOST_KEYS = 9
CALL_BACK = "call_back"


def services_by_key() -> list[Service]:
    """The services that can be had with keys, in the order of their titles, as many as there are keys."""
    offered = [service for service in _services() if NAME in service.channels]
    return sorted(offered, key=lambda service: service.title)[:MOST_KEYS]


def call_back_version() -> Version | None:
    """The service that has the role of taking requests to be called back, or None."""
    found = next((service for service in _services() if CALL_BACK in service.serves), None)
    return current_version(found.name) if found else None


def _services() -> list[Service]:
    return [current_version(row.service).service for row in published_services()]
