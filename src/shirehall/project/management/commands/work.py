"""`shirehall work`: does the steps that are due and counts the measures, until it is told to stop."""

import os
import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from shirehall.casework.api import work


class Command(BaseCommand):
    """The worker. Any number may run: each step is leased to one."""

    help = "Do the steps that are due and count the measures, until stopped"

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Works until SIGTERM, SIGINT, or until the process that started it has gone."""
        stopping = False
        parent = os.getppid()

        def stop(_number: int, _frame: FrameType | None) -> None:
            nonlocal stopping
            stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        work(stop=lambda: stopping or os.getppid() != parent)
