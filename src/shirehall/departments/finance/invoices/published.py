"""The published service that takes suppliers' invoices: found by the role it serves, never by its name."""

from functools import cache

from shirehall.casework.api import UnknownService, current_version, published_services
from shirehall.kernel.api import Service

ROLE = "supplier_invoice"


def invoice_service() -> Service:
    """Its definition. Raises UnknownService where none is published."""
    for row in published_services():
        if ROLE in _serves(row.service, row.hash):
            return current_version(row.service).service
    raise UnknownService(f"no published service serves {ROLE}")


def owner_team() -> str:
    """The code of the team that owns it."""
    return invoice_service().owner


@cache
def _serves(service: str, _hash: str) -> tuple[str, ...]:
    return current_version(service).service.serves
