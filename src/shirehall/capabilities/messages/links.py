"""Where a resident sees the case. The channel that has that page says so in its own `case_link.py`."""

from collections.abc import Callable

from shirehall.capabilities.messages.settings import MessageSettings
from shirehall.casework.models import Case

CaseLink = Callable[[Case], str]
_links: dict[str, CaseLink] = {}


def register_case_link(link: CaseLink) -> None:
    """Say where a case is seen: `link` gives the path on this site, with nothing personal in it. Raises ValueError
    where another one is registered."""
    if _links.setdefault("case", link) is not link:
        raise ValueError("two channels say where a resident sees the case")


def link_to(case: Case | None) -> str:
    """The full address of the page where the resident sees the case; the home page where no channel has one."""
    path = _links["case"](case) if case is not None and "case" in _links else "/"
    return full_address(path)


def full_address(path: str) -> str:
    """The address of a path on this site, as it stands in a message."""
    return f"{MessageSettings.current().site}/{path.lstrip('/')}"
