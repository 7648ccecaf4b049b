"""Makes the feed's things out of definitions and the partnership: each service of each council that offers it.

An id is worked out from the names, so that it is the same in every answer and on every installation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from shirehall.casework.models import ServiceVersion
from shirehall.kernel.api import Version
from shirehall.partnership.api import Authority, Office, current_partnership, offices, team

Thing = dict[str, Any]
_TAXONOMIES: Mapping[str, tuple[str, str, str]] = {
    "lgsl": (
        "Local Government Services List", "What councils do, numbered by the Local Government Association.",
        "http://id.esd.org.uk/service/{code}",
    ),
}  # fmt: skip
_OTHER = ("{name}", "Codes by which others know a service.", "")


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as one council offers it. `url` is where a person begins."""

    row: ServiceVersion
    version: Version
    council: Authority
    url: str

    @property
    def name(self) -> str:
        """What its ids are made of."""
        return f"{self.version.service.name}/{self.council.code}"


def identifier(*names: str) -> str:
    """A lasting id of the things of this name."""
    return str(uuid5(NAMESPACE_URL, "shirehall:" + "/".join(names)))


def offers_of(
    rows: Iterable[tuple[ServiceVersion, Version]], start: Callable[[str], str]
) -> tuple[Offer, ...]:
    """Every service of every council, services in their order and councils in theirs."""
    councils = current_partnership().authorities
    return tuple(
        Offer(row, version, councils[code], start(version.service.name))
        for row, version in rows
        for code in version.service.offered_by
        if code in councils
    )


def brief(offer: Offer) -> Thing:
    """A service without its lists."""
    service = offer.version.service
    found = {
        "id": identifier("service", offer.name), "organization_id": identifier("organization", offer.council.code),
        "name": service.title, "description": service.summary or service.title, "url": offer.url,
        "email": offer.council.email, "status": "active", "organization": organization(offer.council),
        "last_modified": offer.row.published_at.isoformat(timespec="milliseconds"),
        "eligibility_description": f"For people who live in the area of {offer.council.name}. {_decided_by(offer)}",
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def whole(offer: Offer) -> Thing:
    """A service with everything that belongs to it."""
    return {
        **brief(offer),
        "service_areas": [{"id": identifier("area", offer.name), "name": offer.council.name}],
        "service_at_locations": [at_location(offer, office) for office in offices(offer.council.code)],
        "contacts": _contacts(offer),
        "phones": [_phone(offer.council.phone, offer.name)],
        "cost_options": [{"id": identifier("cost", offer.name), "option": "Applying is free", "amount": 0}],
        "schedules": [{"id": identifier("hours", offer.name), "description": current_partnership().hours}],
        "attributes": attributes(offer),
    }  # fmt: skip


def at_location(offer: Offer, office: Office) -> Thing:
    """Where a person can get help with it."""
    name = f"{offer.name}/{office.code}"
    lines = [*office.address]
    address = {
        "id": identifier("address", office.code), "address_1": lines[0], "city": lines[-2] if len(lines) > 2 else "",
        "postal_code": lines[-1], "state_province": "", "country": "GB", "address_type": "physical",
    }  # fmt: skip
    return {
        "id": identifier("service_at_location", name), "service_id": identifier("service", offer.name),
        "location_id": identifier("location", office.code),
        "location": {
            "id": identifier("location", office.code), "location_type": "physical", "name": office.name,
            "addresses": [address], "phones": [_phone(office.phone, office.code)],
        },
        "schedules": [{"id": identifier("hours", name), "description": office.hours}],
    }  # fmt: skip


def organization(council: Authority) -> Thing:
    """A council."""
    data = current_partnership()
    return {
        "id": identifier("organization", council.code), "name": council.name,
        "description": f"{council.name}, one of {data.name}.", "email": council.email, "website": data.web,
    }  # fmt: skip


def attributes(offer: Offer) -> list[Thing]:
    """The codes by which others know the service, each as a term of its list."""
    return [
        {
            "id": identifier("attribute", offer.name, list_name, code), "link_id": identifier("service", offer.name),
            "link_entity": "service", "link_type": list_name, "value": code, "taxonomy_term": term(list_name, code),
        }
        for list_name, code in sorted(offer.version.service.codes.items())
    ]  # fmt: skip


def term(list_name: str, code: str) -> Thing:
    """One code of a list."""
    title, _description, address = _TAXONOMIES.get(list_name, _OTHER)
    title = title.format(name=list_name.upper())
    found = {
        "id": identifier("term", list_name, code), "code": code, "name": f"{code} of the {title}",
        "description": f"Number {code} of the {title}.", "taxonomy": title, "taxonomy_detail": taxonomy(list_name),
        "language": "en", "term_uri": address.format(code=code),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def taxonomy(list_name: str) -> Thing:
    """A list of codes."""
    title, description, _address = _TAXONOMIES.get(list_name, _OTHER)
    return {
        "id": identifier("taxonomy", list_name), "name": title.format(name=list_name.upper()),
        "description": description, "version": "1",
    }  # fmt: skip


def _contacts(offer: Offer) -> list[Thing]:
    found = team(offer.version.service.owner)
    if found is None:
        return []
    name = f"{offer.name}/{found.code}"
    return [
        {
            "id": identifier("contact", name), "name": found.title, "department": found.title, "email": found.email,
            "phones": [_phone(found.phone, name)],
        }
    ]  # fmt: skip


def _phone(number: str, name: str) -> Thing:
    return {"id": identifier("phone", name, number), "number": number}


def _decided_by(offer: Offer) -> str:
    days = offer.version.service.decide_within_days
    return f"Answer what we ask and we tell you within {days} working days whether you can get it."
