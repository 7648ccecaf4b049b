"""`shirehall`: the command line. What needs no database stands in `commands`; the rest are Django commands."""

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line, get_commands
from django.db import Error as DatabaseError

from shirehall.kernel.problems import AnswersError, DefinitionError
from shirehall.partnership.reading import PartnershipError
from shirehall.project.commands import found_commands

UNREADABLE = 2
DATABASE_COMMANDS = {
    "api_key": "Add a partner, list its keys, make one or revoke one",
    "demo": "Fill an empty database with invented residents, officers and cases",
    "dispose": "Delete what its time of keeping has run out for",
    "invoices_mail": "Fetch suppliers' invoices from their mailboxes, until stopped",
    "load_partnership": "Write the partnership's data into the database; safe to repeat",
    "officer": "Add an officer, give a new password, close or open an account",
    "paper_trial": "Fill forms by a program, spoil them, read them back, and print what was right",
    "prepare": "Bring the database in step: tables, partnership, served files",
    "publish": "Publish the services that are named, or all",
    "registers": "Bring suppliers, orders, receipts, budgets or payments in from a table, or take them out",
    "rehearse": "Take examples through the channels of a server that runs (for `parity`)",
    "sweep_documents": "Delete files that belong to nothing any more",
    "work": "Do the steps that are due, until stopped",
}
"""Django commands that a person calls by name, with what each is for. Others of Django pass through as they are."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. 0 when done, 1 where what was looked at has faults, 2 where it cannot be read."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    commands = found_commands()
    parser = build_parser()
    if not arguments or (arguments[0] not in commands and not arguments[0].startswith("-")):
        return _with_database(parser, arguments)
    given = parser.parse_args(arguments)
    try:
        return int(commands[given.command].run(given))
    except (DefinitionError, AnswersError, PartnershipError) as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            print(f"shirehall {given.command}: {_said_of_file(error)}", file=sys.stderr)
            return UNREADABLE
        # The reader (head, less) has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command, for --help and for the test of the documentation."""
    listed = "\n".join(f"  {name:16} {text}" for name, text in DATABASE_COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="shirehall", description="A council service, described once, on every channel.",
        epilog=f"commands that need the database:\n{listed}", formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    within = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in found_commands().items():
        module.add_arguments(within.add_parser(name, help=module.HELP, description=module.HELP))
    return parser


def _with_database(parser: argparse.ArgumentParser, arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shirehall.project.settings")
    if not arguments:
        parser.print_help()
        return UNREADABLE
    if arguments[0] == "demo":
        # It invents people, so it is a demonstration whatever else is set.
        os.environ["SHIREHALL_DEMO"] = "1"
    if arguments[0] == "paper_trial" or {"-h", "--help"} & set(arguments[1:]):
        # What touches no record needs no key of the council's: one is made up, and forgotten at the end.
        os.environ.setdefault("SHIREHALL_SECRET_KEY", secrets.token_urlsafe(50))
    try:
        if arguments[0] not in DATABASE_COMMANDS and not _is_of_django(arguments[0]):
            known = ", ".join([*found_commands(), *DATABASE_COMMANDS])
            print(f"shirehall: there is no command {arguments[0]!r}. There are: {known}", file=sys.stderr)
            return UNREADABLE
        execute_from_command_line([Path(sys.argv[0]).name, *arguments])
    except (DefinitionError, PartnershipError, ValueError) as error:
        print(f"shirehall {arguments[0]}: {error}", file=sys.stderr)
        return UNREADABLE
    except DatabaseError as error:
        print(
            f"shirehall {arguments[0]}: the database cannot be used: {error}\n"
            "Is SHIREHALL_DATABASE right, and its server up? A new database needs `shirehall prepare` first.",
            file=sys.stderr,
        )
        return UNREADABLE
    except KeyboardInterrupt:
        return 130
    return 0


def _is_of_django(name: str) -> bool:
    # Before the settings are read, Django knows its own commands alone, and remembers that.
    return bool(settings.INSTALLED_APPS) and name in get_commands()


def _said_of_file(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


if __name__ == "__main__":
    sys.exit(main())
