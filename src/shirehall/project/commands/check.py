"""`shirehall check [PATH]`: proves services before they are published."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shirehall.kernel.api import CHANNELS, Problem, check, load
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.reading_age import reading_age
from shirehall.partnership.loading import read_partnership
from shirehall.project.folders import known_services, partnership_folder, read_texts, service_folders
from shirehall.project.scan import find_channels

NAME = "check"
HELP = "Prove a service folder, a folder of services, or all that are known"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PATH, and whether advice is shown."""
    parser.add_argument(
        "path", nargs="?", help="a service folder, or a folder of them (default: all that are known)"
    )
    parser.add_argument("--quiet", action="store_true", help="errors only, no advice")


def run(arguments: argparse.Namespace) -> int:
    """0 where every service is proved, 1 where one has an error, 2 where there is nothing to read."""
    if arguments.path is None:
        folders = dict(known_services())
    else:
        path = Path(arguments.path)
        if not path.is_dir():
            print(
                f"shirehall check: {path} is not a folder. Name a service folder, or a folder of them.",
                file=sys.stderr,
            )
            return 2
        folders = service_folders([path])
    if not folders:
        print(
            "shirehall check: no service.yaml was found there. Make a service with `shirehall new-service NAME`.",
            file=sys.stderr,
        )
        return 2
    wrong = 0
    for name, folder in folders.items():
        problems = problems_of(folder)
        errors = [problem for problem in problems if problem.level == "error"]
        wrong += bool(errors)
        for problem in problems if not arguments.quiet else errors:
            print(f"{folder / problem.file}:{str(problem).removeprefix(problem.file).removeprefix(':')}")
        print(f"{name}: {_sum_up(problems)}{_said_age(folder)}")
    print(
        f"{len(folders)} {'service' if len(folders) == 1 else 'services'}, "
        f"{len(folders) - wrong} proved, {wrong} refused"
    )
    return 1 if wrong else 0


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a service folder."""
    partnership = read_partnership(partnership_folder())
    try:
        texts = read_texts(folder)
    except DefinitionError as error:
        return error.problems
    return check(
        texts,
        authorities=list(partnership.authorities),
        queues=list(partnership.queues),
        teams=list(partnership.teams),
        channels=tuple(dict.fromkeys((*CHANNELS, *find_channels()))),
    )


def _sum_up(problems: Sequence[Problem]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    advice = len(problems) - errors
    said = "proved" if not errors else f"refused, {errors} {'error' if errors == 1 else 'errors'}"
    return f"{said}, {advice} {'piece' if advice == 1 else 'pieces'} of advice" if advice else said


def _said_age(folder: Path) -> str:
    """The reading age of a service's words, as advice to its author; nothing where they cannot be read."""
    try:
        age = reading_age(load(read_texts(folder)).service)
    except DefinitionError:
        return ""
    return f" (reading age about {age})" if age else ""
