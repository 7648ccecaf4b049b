"""`shirehall schema [SERVICE]`: the JSON Schema that an editor checks service files against."""

import argparse
import json
import sys

from shirehall.kernel.api import load, schema
from shirehall.project.folders import find_service, read_texts, unknown_service

NAME = "schema"
HELP = "Print the JSON Schema of service files, with a service's own facts and rates where one is named"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The service whose names are to be offered."""
    parser.add_argument("service", nargs="?", help="a service's name, or the path of its folder")


def run(arguments: argparse.Namespace) -> int:
    """0 when the schema was printed, 2 where there is no such service."""
    version = None
    if arguments.service:
        folder = find_service(arguments.service)
        if folder is None:
            print(f"shirehall schema: {unknown_service(arguments.service)}", file=sys.stderr)
            return 2
        version = load(read_texts(folder))
    print(json.dumps(schema(version), indent=2, ensure_ascii=False))
    return 0
