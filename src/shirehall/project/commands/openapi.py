"""`shirehall openapi [SERVICE]`: the OpenAPI 3.1 document of a service, or of all that programs may use."""

import argparse
import json
import sys

from shirehall.channels.api.documents.openapi import openapi
from shirehall.kernel.api import Version, load
from shirehall.project.commands.decide import UnreadableError, read_date
from shirehall.project.folders import find_service, known_services, read_texts, unknown_service

NAME = "openapi"
HELP = "Print the OpenAPI 3.1 document of a service, or of every service that declares the channel `api`"
CHANNEL = "api"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The service, the site that serves it, and the day of the examples."""
    parser.add_argument("service", nargs="?", help="a service's name, or the path of its folder")
    parser.add_argument(
        "--site", default="", metavar="URL", help="where the API is served, such as https://example.org"
    )
    parser.add_argument(
        "--on", metavar="DATE", help="examples as on this date, as 2026-04-01 (default: today)"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when the document was printed, 1 where the service does not declare `api`, 2 where there is no such service."""
    try:
        on = read_date(arguments.on)
    except UnreadableError as error:
        print(f"shirehall openapi: {error}", file=sys.stderr)
        return 2
    versions: list[Version] = []
    if arguments.service:
        folder = find_service(arguments.service)
        if folder is None:
            print(f"shirehall openapi: {unknown_service(arguments.service)}", file=sys.stderr)
            return 2
        version = load(read_texts(folder))
        if CHANNEL not in version.service.channels:
            print(
                f"shirehall openapi: add `api` to the channels of {version.service.name} first",
                file=sys.stderr,
            )
            return 1
        versions = [version]
    else:
        loaded = (load(read_texts(folder)) for _name, folder in sorted(known_services().items()))
        versions = [version for version in loaded if CHANNEL in version.service.channels]
    site = arguments.site.rstrip("/")
    print(json.dumps(openapi(versions, site=site, on=on), indent=2, ensure_ascii=False))
    return 0
