"""`shirehall prepare`: brings a database in step before anything is served."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from shirehall.partnership import api as partnership
from shirehall.project.demonstration.api import demonstration_lines, fill_once


class Command(BaseCommand):
    """Tables, static files, partnership; in demonstration also services, officers and invented cases."""

    help = "Bring the database in step: tables, partnership, served files"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whether to fill an empty database with the demonstration."""
        parser.add_argument(
            "--demo", action="store_true", help="publish what ships and fill an empty database"
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Does what is not done yet; a second time it is over in a moment."""
        # The database of residents' affairs lies in it: nobody else on the machine reads it.
        settings.SHIREHALL_VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        at = timezone.now()
        partnership.load_partnership(by="start-up", at=at)
        if options["demo"]:
            call_command("publish", by="start-up")
            fill_once(at=at, say=self.stdout.write)
            for line in demonstration_lines():
                self.stdout.write(line)
