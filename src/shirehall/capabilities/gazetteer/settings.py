"""What a council chooses for its addresses."""

from dataclasses import dataclass
from typing import Self

from django.conf import settings

OS_PLACES_ADDRESS = "https://api.os.uk/search/places/v1"


@dataclass(frozen=True, slots=True)
class GazetteerSettings:
    """`provider` is a provider's name; key and address are those of OS Places; `demonstration` is the site's mode."""

    provider: str
    os_places_key: str
    os_places_address: str
    demonstration: bool

    @classmethod
    def current(cls) -> Self:
        """Read Django's settings SHIREHALL_GAZETTEER, SHIREHALL_OS_PLACES_KEY and SHIREHALL_OS_PLACES_ADDRESS.

        Without a named provider it is OS Places where a key is set, else the invented addresses in a demonstration,
        else none: real residents type their address.
        """
        key = str(getattr(settings, "SHIREHALL_OS_PLACES_KEY", ""))
        named = str(getattr(settings, "SHIREHALL_GAZETTEER", ""))
        demonstration = bool(getattr(settings, "SHIREHALL_DEMO", False))
        unnamed = "os_places" if key else "demonstration" if demonstration else "typed"
        return cls(
            provider=named or unnamed,
            os_places_key=key,
            os_places_address=str(getattr(settings, "SHIREHALL_OS_PLACES_ADDRESS", "")) or OS_PLACES_ADDRESS,
            demonstration=demonstration,
        )
