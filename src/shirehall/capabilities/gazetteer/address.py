"""An address, and the one spelling of a postcode."""

import re
from dataclasses import dataclass

# The shape of every postcode in use: area and district, then a digit and two letters that are not C, I, K, M, O or V.
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][ABD-HJLNP-UW-Z]{2})")


class PostcodeError(ValueError):
    """The text is not a postcode."""


class GazetteerUnavailableError(RuntimeError):
    """No address can be looked up now, and the form offers typing it. The text is for the log, not for residents."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address. `uprn` is None for one that was typed; `authority` and `ward` are codes, None where not known."""

    uprn: str | None
    lines: tuple[str, ...]
    town: str
    postcode: str
    authority: str | None
    ward: str | None

    @property
    def one_line(self) -> str:
        """The address as one line, for a list to choose from."""
        return ", ".join((*self.lines, self.town, self.postcode))

    @property
    def envelope(self) -> str:
        """The address as on an envelope, one part a line."""
        return "\n".join((*self.lines, self.town, self.postcode))


def normal_postcode(text: str) -> str:
    """A postcode in capitals with its one space, from any spelling (`dt4 9aa`, `DT49AA`). Raises PostcodeError."""
    packed = re.sub(r"[\s.\-]+", "", text).upper()
    found = _POSTCODE.fullmatch(packed)
    if found is None:
        raise PostcodeError("This is not a full postcode.")
    return f"{found[1]} {found[2]}"
