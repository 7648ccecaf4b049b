"""`shirehall invoices samples FOLDER`: makes invoices to try things with."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from shirehall.departments.finance.samples.api import COUNCIL_MIX, KINDS, half, make_samples

HELP = "make invented invoices, with what stands on them and the registers they belong to"
WRONG = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be wished for."""
    parser.add_argument(
        "folder", metavar="FOLDER", help="where the files go; truth.json and registers.json beside them"
    )
    parser.add_argument("--count", type=int, default=40, help="how many (40)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same (1)")
    parser.add_argument(
        "--kinds",
        nargs="+",
        choices=KINDS,
        default=list(KINDS),
        help="the kinds of file, each as often as named (all)",
    )
    parser.add_argument(
        "--half",
        choices=("dev", "holdout"),
        help="the layouts to tune reading on, or those to show it on (both)",
    )
    parser.add_argument(
        "--planted",
        action="store_true",
        help="with the duplicates, wrong prices and hostile files that a council gets",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when they were made; 2 where they could not be."""
    try:
        made = make_samples(
            count=arguments.count, seed=arguments.seed, folder=Path(arguments.folder), kinds=arguments.kinds,
            names=half(arguments.half) if arguments.half else (), planted=COUNCIL_MIX if arguments.planted else None,
        )  # fmt: skip
    except (ValueError, OSError) as error:
        print(f"shirehall invoices samples: {error}", file=sys.stderr)
        return WRONG
    kinds = ", ".join(f"{many} {kind}" for kind, many in sorted(Counter(each.kind for each in made).items()))
    print(
        f"{len(made)} files in {arguments.folder}: {kinds}. "
        "What stands on them is in truth.json, the registers in registers.json."
    )
    return 0
