"""Small numbers in public: from 1 to 4 could point at a person, so they are not shown."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

LEAST: Final = 5


def is_few(count: int) -> bool:
    """Whether a count is too small for the public."""
    return 0 < count < LEAST


def few() -> str:
    """What stands in the place of a number that is hidden."""
    return _("fewer than %(least)s") % {"least": LEAST}


def hidden() -> str:
    """What stands in the place of a number that would give a hidden one away."""
    return _("not shown")


def hide(counts: Sequence[int], *, public: bool) -> list[int | str]:
    """The counts of one table as they may be shown. A single hidden one could be worked out from the whole, so then
    the smallest other goes as well."""
    if not public:
        return list(counts)
    gone = {place for place, count in enumerate(counts) if is_few(count)}
    shown: list[int | str] = [few() if place in gone else count for place, count in enumerate(counts)]
    others = [place for place, count in enumerate(counts) if count and place not in gone]
    if len(gone) == 1 and others:
        shown[min(others, key=lambda place: counts[place])] = hidden()
    return shown
