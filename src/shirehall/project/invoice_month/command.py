"""`shirehall invoices month`: a simulated month in a database of its own, which is gone afterwards."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HELP = "live a simulated month of invoices, from arrival to payment, and hold it against what was planted"
UNREADABLE = 2
_KEPT = ("SHIREHALL_PARTNERSHIP", "SHIREHALL_SERVICES")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many, which, how many scans, and where."""
    parser.add_argument("--count", type=int, default=2000, help="how many files come (default: 2000)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same month (default: 7)")
    parser.add_argument(
        "--scans", type=int, default=10, help="of a hundred files, so many are scans (default: 10)"
    )
    parser.add_argument("--folder", metavar="FOLDER", help="an empty folder in which files and database stay")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """0 where more than half were paid within 5 working days with nobody's hand on them, none was paid that should not
    have been, and each of the rest reached the right person; else 1. 2 where it cannot be run."""
    if arguments.count < 1 or not 0 <= arguments.scans <= 100:
        print("shirehall invoices month: --count is from 1, --scans from 0 to 100.", file=sys.stderr)
        return UNREADABLE
    if arguments.folder is None:
        with tempfile.TemporaryDirectory(prefix="shirehall-month-") as made:
            return _live(Path(made), arguments)
    folder = Path(arguments.folder)
    if folder.is_dir() and any(folder.iterdir()):
        print(f"shirehall invoices month: {folder} is not empty.", file=sys.stderr)
        return UNREADABLE
    return _live(folder.absolute(), arguments)


def _live(folder: Path, arguments: argparse.Namespace) -> int:
    """What this machine is set to (a database, providers) does not reach the month."""
    files = folder / "files"
    files.mkdir(parents=True)
    outside = {name: text for name, text in os.environ.items() if not name.startswith("SHIREHALL_")}
    environment = {
        **outside, **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "shirehall.project.settings", "SHIREHALL_VAR": str(folder / "var"),
        "SHIREHALL_DEMO": "1", "SHIREHALL_DEMO_CASES": "0",
    }  # fmt: skip
    command = [
        sys.executable, "-m", "django", "invoice_month", "--count", str(arguments.count), "--seed", str(arguments.seed),
        "--scans", str(arguments.scans), "--folder", str(files), *(["--json"] if arguments.json else []),
    ]  # fmt: skip
    return subprocess.run(command, env=environment, check=False).returncode
