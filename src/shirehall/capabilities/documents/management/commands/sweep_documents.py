"""`sweep_documents`: delete files that belong to nothing any more."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from shirehall.capabilities.documents.actions import sweep


class Command(BaseCommand):
    """For the nightly timer. Harmless when run again."""

    help = "Delete files that no document names, and documents whose draft is gone, once they are a day old."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say how many went."""
        self.stdout.write(f"{sweep(at=timezone.now())} swept")
