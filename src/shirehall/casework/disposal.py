"""Disposers: who takes documents away when their case's time is over. Filled from other apps' `disposal.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shirehall.casework.models import Case, Draft
from shirehall.casework.registry import Registry


@dataclass(frozen=True, slots=True)
class Disposer:
    """Takes things away for good: documents by their ids, and what else another app keeps of a case or of a draft whose
    time is over. Called within the transaction that disposes of it, and harmless when called again. What was sent
    with a draft belongs to its case and stays. `dispose_of_rest` takes what belongs to neither, and gives how much."""

    name: str
    label: str
    dispose: Callable[[Sequence[str]], None]
    dispose_of_case: Callable[[Case], None] | None = None
    dispose_of_draft: Callable[[Draft], None] | None = None
    dispose_of_rest: Callable[[datetime], int] | None = None


disposers: Registry[Disposer] = Registry("disposer")


def register_disposer(disposer: Disposer) -> None:
    """Add a disposer."""
    disposers.add(disposer.name, disposer)
