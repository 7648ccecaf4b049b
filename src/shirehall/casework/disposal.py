"""Disposers: who takes documents away when their case's time is over. Filled from other apps' `disposal.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shirehall.casework.models import Case
from shirehall.casework.registry import Registry


@dataclass(frozen=True, slots=True)
class Disposer:
    """Takes things away for good: documents by their ids, and what else another app keeps of a case. Called within
    the transaction that disposes of the case, and harmless when called again."""

    name: str
    label: str
    dispose: Callable[[Sequence[str]], None]
    dispose_of_case: Callable[[Case], None] | None = None


disposers: Registry[Disposer] = Registry("disposer")


def register_disposer(disposer: Disposer) -> None:
    """Add a disposer."""
    disposers.add(disposer.name, disposer)
