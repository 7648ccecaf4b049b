"""Which addresses may be called. Whoever can set one must not reach what only our own network reaches."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

MOST_SIGNS = 500
_PORTS = (443, 8443)
_BEHIND_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(ValueError):  # noqa: N818 - it reads as the sentence it raises
    """It may not be called. The text is a sentence for who set it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an event goes: `number` is the address that was looked at, and the one that is connected to."""

    host: str
    port: int
    path: str
    number: str
    encrypted: bool


Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The numbers that a name leads to. Raises AddressRefused where there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(_("There is no server called %(host)s") % {"host": host}) from error
    return [str(each[4][0]) for each in found]


def check_form(address: str, *, private: bool) -> tuple[str, int, str, bool]:
    """Host, port, path and whether it is encrypted. Nothing is looked up. Raises AddressRefused."""
    if len(address) > MOST_SIGNS or not address.isascii() or not address.isprintable() or " " in address:
        raise AddressRefused(_("Write the address without spaces or special signs"))
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(_("This is not a web address")) from error
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise AddressRefused(_("The address must begin with https://"))
    if not parts.hostname or parts.username or parts.password or parts.fragment:
        raise AddressRefused(_("The address must have a host name, and no password or #"))
    encrypted = parts.scheme == "https"
    port = port or (443 if encrypted else 80)
    if not private and port not in _PORTS:
        raise AddressRefused(_("The address must use port 443 or 8443"))
    path = parts.path or "/"
    return parts.hostname, port, f"{path}?{parts.query}" if parts.query else path, encrypted


def target_of(address: str, *, private: bool, resolve: Resolve = resolve) -> Target:
    """Where an address leads now. Every number that its name has must be public. Raises AddressRefused."""
    host, port, path, encrypted = check_form(address, private=private)
    numbers = resolve(host, port)
    if not numbers:
        raise AddressRefused(_("There is no server called %(host)s") % {"host": host})
    for number in numbers:
        if not private and not is_public(number):
            raise AddressRefused(_("%(host)s is within a private network") % {"host": host})
    return Target(host, port, path, numbers[0], encrypted)


def is_public(number: str) -> bool:
    """Whether a numeric address is out in the world, also where it holds an old-style address within."""
    try:
        found = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if within is not None:
            return is_public(str(within))
        if found in _BEHIND_NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast
