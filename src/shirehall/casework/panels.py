"""Panels: what other apps show on the officers' case page, as data and a template. Filled from their `panels.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from shirehall.casework.models import Case
from shirehall.casework.registry import Registry


def _nothing_missing() -> tuple[str, ...]:
    return ()


def _no_lines(case: Case) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page: `data` gives what `template` (Jinja2) shows; None from `data` leaves it out. `lines`
    gives what every officer must see before they act, at the head of each page on which they do."""

    name: str
    label: "str | Promise"
    template: str
    data: Callable[[Case], Mapping[str, Any] | None]
    order: int = 100
    lines: Callable[[Case], Sequence[str]] = _no_lines
    check_config: Callable[[], tuple[str, ...]] = _nothing_missing


panels: Registry[Panel] = Registry("panel")


def register_panel(panel: Panel) -> None:
    """Add a panel."""
    panels.add(panel.name, panel)


def lines_of(case: Case) -> list[str]:
    """What officers must see before they act on a case, from every panel."""
    return [line for panel in sorted(panels, key=lambda each: each.order) for line in panel.lines(case)]
