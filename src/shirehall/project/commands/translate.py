"""`shirehall translate SERVICE --to cy`: writes what a translator fills in, and keeps what is done."""

import argparse
import re
import sys
from pathlib import Path

from shirehall.kernel.api import load
from shirehall.kernel.translating import from_csv, to_csv, write_language
from shirehall.kernel.translation.reading import ENGLISH
from shirehall.project.environment import shipped_folder
from shirehall.project.folders import SHARED, find_service, read_texts, unknown_service

NAME = "translate"
HELP = "Write or update the file of a further language of a service, and keep what is done"
_CODE = re.compile(r"[a-z]{2,3}\Z")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """SERVICE, the language, its name, and a table for who works in a spreadsheet."""
    parser.add_argument("service", help="the name of a service, or its folder")
    parser.add_argument("--to", required=True, metavar="CODE", help="the language: cy, pl, ...")
    parser.add_argument("--name", default="", help="what the language calls itself, such as Cymraeg")
    parser.add_argument(
        "--csv", metavar="FILE", help="write a table of all texts instead (- for standard output)"
    )
    parser.add_argument("--from-csv", metavar="FILE", help="take the translations in from such a table")


def run(arguments: argparse.Namespace) -> int:
    """0 when written, 2 where the service or the language cannot be."""
    folder = find_service(arguments.service)
    if folder is None:
        print(f"shirehall translate: {unknown_service(arguments.service)}", file=sys.stderr)
        return 2
    if not _CODE.match(arguments.to) or arguments.to == ENGLISH:
        said = f"{arguments.to!r} is not the code of a further language. Write two or three small letters, like cy."
        print(f"shirehall translate: {said}", file=sys.stderr)
        return 2
    version = load(read_texts(folder))
    if arguments.csv:
        table = to_csv(version, arguments.to)
        if arguments.csv == "-":
            print(table, end="")
        else:
            # A spreadsheet program takes it for UTF-8 only with this mark.
            Path(arguments.csv).write_text(table, encoding="utf-8-sig")
        return 0
    given = None
    if arguments.from_csv:
        try:
            given = from_csv(Path(arguments.from_csv).read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            said = f"{arguments.from_csv} is not UTF-8 text. Save the table as CSV in UTF-8."
            print(f"shirehall translate: {said}", file=sys.stderr)
            return 2
    for written in write_language(version, arguments.to, name=arguments.name, given=given):
        path = _path(folder, written.file)
        path.parent.mkdir(exist_ok=True)
        path.write_text(written.text, encoding="utf-8")
        print(f"{path}: {written.done} done, {written.missing} missing, {written.changed} changed in English")
    return 0


def _path(folder: Path, file: str) -> Path:
    if not file.startswith(f"{SHARED}/"):
        return folder / file
    beside = folder.parent / SHARED
    return (folder.parent if beside.is_dir() else shipped_folder("services")) / file
