"""The front door of the measures: draining the inbox, and registering a figure of one's own."""

from shirehall.capabilities.measures.actions import drain, drain_all
from shirehall.capabilities.measures.registry import Drawn, Measure, Row, register_measure

__all__ = ["Drawn", "Measure", "Row", "drain", "drain_all", "register_measure"]
