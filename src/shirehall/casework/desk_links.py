"""Links in the officers' navigation to pages that other apps bring. Filled from their `desk_links.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from shirehall.casework.registry import Registry
from shirehall.partnership.api import Officer, scope


def _nothing_missing() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class DeskLink:
    """A page of another app that officers go to. `url` gives its address; it is shown to who may do `needs`, or one of
    `or_needs`, somewhere, in the order of `order`."""

    name: str
    label: str
    url: Callable[[], str]
    needs: str = "work_case"
    order: int = 100
    check_config: Callable[[], tuple[str, ...]] = _nothing_missing
    or_needs: tuple[str, ...] = ()

    def is_for(self, officer: Officer) -> bool:
        """Whether the officer sees it."""
        return any(not scope(officer, action).is_empty for action in (self.needs, *self.or_needs))


desk_links: Registry[DeskLink] = Registry("desk link")


def register_desk_link(link: DeskLink) -> None:
    """Add a link."""
    desk_links.add(link.name, link)
