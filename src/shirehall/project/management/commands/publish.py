"""`shirehall publish [SERVICE ...]`: makes what stands in the service folders current."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shirehall.casework.api import publish
from shirehall.kernel.problems import DefinitionError
from shirehall.partnership import api as partnership
from shirehall.project.folders import find_service, known_services, read_texts


class Command(BaseCommand):
    """Publishing the same text twice changes nothing."""

    help = "Publish services: all that are known, or those that are named"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The services, and who publishes."""
        parser.add_argument("services", nargs="*", help="names or paths (default: all that are known)")
        parser.add_argument("--by", default="command line", help="who publishes, for the record")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Publishes each; a service that is refused is named with its faults, and the others go on."""
        at = timezone.now()
        partnership.load_partnership(by=options["by"], at=at)
        names = options["services"] or list(known_services())
        refused = []
        for name in names:
            folder = find_service(name)
            if folder is None:
                raise CommandError(f"there is no service {name!r}. There are: {', '.join(known_services())}")
            try:
                row = publish(texts=read_texts(folder), by=options["by"], at=at)
            except DefinitionError as error:
                refused.append(name)
                self.stderr.write(f"{name}: not published\n{error}")
                continue
            self.stdout.write(f"{row.service}: version {row.hash[:12]} is current")
        if refused:
            raise CommandError(f"{len(refused)} of {len(names)} were not published: {', '.join(refused)}")
