"""`invoice_month`: the part of `shirehall invoices month` that needs a database. That command calls it, on a database
of its own that is gone afterwards; it is not called by people."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from shirehall.casework.models import Case
from shirehall.project.invoice_month.api import in_words, live_month


class Command(BaseCommand):
    """Live a simulated month in an empty database."""

    help = "Live a simulated month of suppliers' invoices in an empty database"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How many invoices, which, and where their files lie."""
        parser.add_argument("--count", type=int, required=True)
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--scans", type=int, required=True)
        parser.add_argument("--folder", type=Path, required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Live it and print what was found. Raises CommandError for a database that holds cases."""
        call_command("prepare", verbosity=0)
        call_command("publish", by="month", verbosity=0)
        if Case.objects.exists():
            raise CommandError("The month is lived in an empty database.")
        month = live_month(
            count=options["count"], seed=options["seed"], scans=options["scans"], folder=options["folder"],
            say=self.stderr.write,
        )  # fmt: skip
        self.stdout.write(
            json.dumps(month.to_json(), ensure_ascii=False) if options["json"] else in_words(month)
        )
        if not month.findings.is_good:
            raise CommandError("The month is not as it must be.", returncode=1)
