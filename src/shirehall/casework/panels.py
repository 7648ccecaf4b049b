"""Panels: what other apps show on the officers' case page, as data and a template. Filled from their `panels.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shirehall.casework.models import Case
from shirehall.casework.registry import Registry


def _nothing_missing() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page: `data` gives what `template` (Jinja2) shows; None from `data` leaves it out."""

    name: str
    label: str
    template: str
    data: Callable[[Case], Mapping[str, Any] | None]
    order: int = 100
    check_config: Callable[[], tuple[str, ...]] = _nothing_missing


panels: Registry[Panel] = Registry("panel")


def register_panel(panel: Panel) -> None:
    """Add a panel."""
    panels.add(panel.name, panel)
