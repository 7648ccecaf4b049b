"""`shirehall new-service NAME`: a folder that is whole from the first moment: it proves, runs and decides."""

import argparse
import json
import sys
from pathlib import Path

from shirehall.kernel.api import schema
from shirehall.kernel.loading.place import WORD
from shirehall.partnership.loading import read_partnership
from shirehall.project.environment import read_list
from shirehall.project.folders import known_services, partnership_folder, service_roots

NAME = "new-service"
HELP = "Begin a council service in a folder of its own"
BEGINNING = Path(__file__).parent / "beginning"
LONGEST = 60
SCHEMA_FILE = "service.schema.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its name, and where it is to be."""
    parser.add_argument("name", help="small letters, digits and underscores, such as apply_for_a_bin")
    parser.add_argument(
        "--in",
        dest="within",
        metavar="FOLDER",
        help="the folder to make it in (default: the first that SHIREHALL_SERVICES names, else this one)",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when it was made, 2 where it cannot be."""
    name = arguments.name.replace("-", "_")
    if not WORD.match(name):
        return _refuse(
            f"{arguments.name!r} is not a name. Use small letters, digits and underscores, starting with a letter."
        )
    if len(name) > LONGEST:
        return _refuse(f"the name is over {LONGEST} characters long. Use a shorter one.")
    own = read_list("SHIREHALL_SERVICES", separator=":")
    folder = Path(arguments.within or next(iter(own), ".")) / name
    if folder.exists():
        return _refuse(f"{folder} exists already. Choose another name, or remove it.")
    if name in known_services():
        return _refuse(f"a service {name!r} exists already. Choose another name.")
    partnership = read_partnership(partnership_folder())
    team = next(iter(partnership.teams.values()))
    words = {
        "NAME": name, "TITLE": name.replace("_", " ").capitalize(), "TEAM": team.code,
        "QUEUE": next(iter(partnership.queues)), "AUTHORITIES": ", ".join(partnership.authorities),
    }  # fmt: skip
    for source in sorted(BEGINNING.rglob("*")):
        if source.is_file():
            text = source.read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace(f"@{word}@", value)
            target = folder / source.relative_to(BEGINNING).as_posix().removesuffix(".txt")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    (folder / SCHEMA_FILE).write_text(
        json.dumps(schema(None), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"Made {folder}. Prove it:  .venv/bin/shirehall check {folder}")
    if folder.parent.resolve() in {root.resolve() for root in service_roots()}:
        print("To run it:  make run")
    else:
        print(f"To run it:  SHIREHALL_SERVICES={folder.parent.resolve()} make run")
    return 0


def _refuse(message: str) -> int:
    print(f"shirehall new-service: {message}", file=sys.stderr)
    return 2
