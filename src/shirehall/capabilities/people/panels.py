"""How the person is reached, on the officers' pages: a panel, and the lines that stand at the head."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shirehall.capabilities.people.queries import other_cases, uncertain_for, ways_of
from shirehall.capabilities.people.ways import AUTHORITIES, CHANNELS, COPIES, FORMATS, LANGUAGES, word
from shirehall.casework.api import Panel, register_panel
from shirehall.casework.models import Case

ADDRESS = "/desk/case/{reference}/way/"


def _lines(case: Case) -> Sequence[str]:
    """The panel is drawn at the edge: here the clock is read."""
    return ways_of(case, at=timezone.now()).lines()


def _data(case: Case) -> Mapping[str, Any] | None:
    if case.disposed_at is not None:
        return None
    ways = ways_of(case, at=timezone.now())
    return {
        "ways": ways, "channel": word(CHANNELS, ways.channel) if ways.channel else "",
        "format": word(FORMATS, ways.format), "language": word(LANGUAGES, ways.language),
        "acting": [(each, word(AUTHORITIES, each.authority), word(COPIES, each.copies)) for each in ways.acting],
        "others": len(other_cases(case)), "uncertain": len(uncertain_for(case)),
        "address": ADDRESS.format(reference=case.reference),
    }  # fmt: skip


register_panel(
    Panel(
        name="way", label=_("How to reach them"), template="shirehall_people/panel.html", data=_data, order=20,
        lines=_lines,
    )
)  # fmt: skip
