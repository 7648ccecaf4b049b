"""`shirehall rehearse`: the part of `shirehall parity` that sees the demonstration server's database."""

import argparse
import json
from itertools import count
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from shirehall.casework.api import local_date
from shirehall.partnership import api as partnership
from shirehall.project.parity.rehearsing import rehearse_channels


class Command(BaseCommand):
    """Prints one JSON line a channel, as each is done."""

    help = "Take the examples of a service through its channels, on a demonstration server that runs"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The services, the server, and a folder for files."""
        parser.add_argument("services", nargs="+")
        parser.add_argument("--url", required=True)
        parser.add_argument("--folder", required=True)
        parser.add_argument("--cases", type=int, default=0)
        parser.add_argument("--channel", action="append", default=[])

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """As somebody who may help any resident."""
        data = partnership.current_partnership()
        helps_all = [
            each for each in data.demonstration.officers
            if "help_resident" in data.roles[each.role].may and data.roles[each.role].reach == "every_team"
        ]  # fmt: skip
        helper = (helps_all or list(data.demonstration.officers))[0]
        officer = (helper.email, partnership.shared_password() or "")
        numbers = count(1)
        for service in options["services"]:
            lines = rehearse_channels(
                service=service, wanted=options["channel"], url=options["url"], officer=officer,
                folder=Path(options["folder"]) / service, on=local_date(timezone.now()), most=options["cases"],
                numbers=numbers,
            )  # fmt: skip
            for line in lines:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
                self.stdout.flush()
