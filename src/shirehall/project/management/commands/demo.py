"""`shirehall demo`: fills an empty database with invented residents, officers and cases."""

import argparse
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from shirehall.project.demonstration.api import demonstration_lines, fill_once


class Command(BaseCommand):
    """The demonstration. A database that holds cases is left as it is."""

    help = "Fill an empty database with the demonstration"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How many cases."""
        parser.add_argument(
            "--cases", type=int, default=None, help="how many invented cases (default: some hundreds)"
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Tables and services first, then the cases."""
        call_command("prepare")
        call_command("publish", by="demonstration")
        fill_once(at=timezone.now(), say=self.stdout.write, cases=options["cases"])
        for line in demonstration_lines():
            self.stdout.write(line)
