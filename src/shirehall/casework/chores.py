"""Chores: what else the worker does now and then. Other apps fill the registry from their own `chores.py`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from shirehall.casework.registry import Registry

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Does a share of its work and gives how much was done; 0 when nothing is left. Any number of workers may do it
    at once, and one that is killed has done nothing or all."""

    name: str
    label: str
    work: Callable[[datetime], int]


chores: Registry[Chore] = Registry("chore")


def register_chore(chore: Chore) -> None:
    """Add a chore."""
    chores.add(chore.name, chore)


def do_chores(*, at: datetime) -> int:
    """Do a share of each chore; gives how much was done. Raises DatabaseError; whatever else goes wrong in a chore
    is logged and stops neither the others nor the worker."""
    done = 0
    for chore in chores:
        try:
            done += chore.work(at)
        except DatabaseError:
            raise
        except Exception:
            # A chore is another app's code: it must never be the worker's end.
            LOG.exception("The chore %s failed", chore.name)
    return done
