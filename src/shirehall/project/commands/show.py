"""`shirehall show SERVICE`: the plain-English sheet that a manager signs."""

import argparse
import sys

from shirehall.kernel.api import load, sheet
from shirehall.project.commands.decide import UnreadableError, read_authority, read_date
from shirehall.project.folders import find_service, read_texts, unknown_service

NAME = "show"
HELP = "Print a service in plain English, with the amounts in force on a date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The service, the date and the authority."""
    parser.add_argument("service", help="a service's name, or the path of its folder")
    parser.add_argument(
        "--on", metavar="DATE", help="amounts as on this date, as 2026-04-01 (default: today)"
    )
    parser.add_argument(
        "--authority", help="amounts of this council (default: the first that offers the service)"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when the sheet was printed, 2 where there is no such service."""
    folder = find_service(arguments.service)
    if folder is None:
        print(f"shirehall show: {unknown_service(arguments.service)}", file=sys.stderr)
        return 2
    version = load(read_texts(folder))
    try:
        on, authority = read_date(arguments.on), read_authority(version, arguments.authority)
    except UnreadableError as error:
        print(f"shirehall show: {error}", file=sys.stderr)
        return 2
    print(sheet(version, on=on, authority=authority))
    return 0
