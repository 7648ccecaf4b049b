"""The front door of the measures: draining the inbox, registering a figure of one's own, and the shape of a figure for
who counts something else than cases, with its export."""

from shirehall.capabilities.measures.actions import drain, drain_all
from shirehall.capabilities.measures.exporting import as_csv, harmless
from shirehall.capabilities.measures.registry import Column, Drawn, Measure, Row, register_measure

__all__ = [
    "Column",
    "Drawn",
    "Measure",
    "Row",
    "as_csv",
    "drain",
    "drain_all",
    "harmless",
    "register_measure",
]
