"""`shirehall dispose`: deletes what its time of keeping has run out for."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from shirehall.casework.api import dispose


class Command(BaseCommand):
    """To be run once a day, by cron or a timer."""

    help = "Delete what its time of keeping has run out for"

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Says what was deleted, without a name."""
        self.stdout.write(str(dispose(at=timezone.now())))
