"""`shirehall invoices read FILE...`, `score FOLDER` and `samples FOLDER`: what invoices say, without a database; and
`month`, which brings one of its own."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from shirehall.departments.finance.reading.api import FIELDS, Limits, ReadInvoice, read_safely
from shirehall.departments.finance.reading.scoring import Score, Tally, TruthError, documents_of, score
from shirehall.departments.finance.samples import command as samples
from shirehall.project.invoice_month import command as month

NAME = "invoices"
HELP = "Read suppliers' invoices, score how well they are read, make samples, or live a month of them"
UNREADABLE = 2
GOOD_KINDS = ("xml", "pdf-with-xml", "pdf-text", "pdf-scan", "image")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands."""
    within = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    reading = within.add_parser("read", help="what each file says")
    reading.add_argument("files", nargs="+", metavar="FILE")
    reading.add_argument("--json", action="store_true", help="one JSON object a line")
    scoring = within.add_parser(
        "score", help="how well the files of a folder are read, against what is known of them"
    )
    scoring.add_argument("folder", metavar="FOLDER", help="the folder of the files")
    scoring.add_argument("--truth", required=True, metavar="FILE", help="JSON of what stands on each file")
    scoring.add_argument("--json", action="store_true", help="one JSON object")
    samples.add_arguments(within.add_parser("samples", help=samples.HELP))
    month.add_arguments(within.add_parser("month", help=month.HELP))
    for each in (reading, scoring):
        each.add_argument(
            "--seconds", type=int, default=Limits().seconds, help="the most that a file may take (60)"
        )


def run(arguments: argparse.Namespace) -> int:
    """0 when every file was read; 1 where one was not, or a wrong value passed as certain; 2 where input is
    not there."""
    if arguments.action == "samples":
        return samples.run(arguments)
    if arguments.action == "month":
        return month.run(arguments)
    limits = Limits(seconds=max(1, arguments.seconds))
    return _read(arguments, limits) if arguments.action == "read" else _score(arguments, limits)


def _read(arguments: argparse.Namespace, limits: Limits) -> int:
    code = 0
    for file in arguments.files:
        try:
            found = read_safely(Path(file), limits=limits)
        except OSError as error:
            found = ReadInvoice("unreadable", {}, (f"The file cannot be opened: {error.strerror}.",))
        code = max(code, int(found.kind not in GOOD_KINDS))
        said: dict[str, Any] = {"file": file, **found.to_json()}
        print(json.dumps(said, ensure_ascii=False) if arguments.json else _in_words(file, found), flush=True)
    return code


def _in_words(file: str, found: ReadInvoice) -> str:
    lines = [f"{file}: {found.kind}"]
    for name in FIELDS if found.fields else ():
        each = found.fields[name]
        sure = "certain" if each.certain else "to be looked at"
        lines.append(f"  {name:15} {each.value or '-':32} {sure if each.value else ''}".rstrip())
    lines += [f"  account {each}" for each in found.bank]
    lines += [f"  ! {each}" for each in found.problems]
    return "\n".join(lines)


def _score(arguments: argparse.Namespace, limits: Limits) -> int:
    folder = Path(arguments.folder)
    try:
        documents = documents_of(json.loads(Path(arguments.truth).read_text(encoding="utf-8")))
        missing = [each["file"] for each in documents if not (folder / each["file"]).is_file()]
        if missing:
            raise TruthError(f"the folder lacks {', '.join(missing[:5])}")
    except (TruthError, ValueError) as error:
        print(f"shirehall invoices: {arguments.truth}: {error}", file=sys.stderr)
        return UNREADABLE
    read = {each["file"]: read_safely(folder / each["file"], limits=limits) for each in documents}
    result = score(documents, read)
    print(json.dumps(result.to_json(), ensure_ascii=False, indent=2) if arguments.json else _table(result))
    return int(result.of(result.known_kinds).wrong_certain > 0)


def _table(result: Score) -> str:
    lines = [
        f"{'kind':13} {'field':15} {'right':>9} {'accuracy':>9} {'certain':>8} {'wrong and certain':>18}"
    ]
    for kind in result.known_kinds:
        lines.append(_row(kind, "all", result.of([kind])))
        lines += [_row("", name, result.tallies[kind, name]) for name in FIELDS]
    lines.append(_row("all", "all", result.of(result.known_kinds)))
    for each in result.wrong:
        mark = "  CERTAIN" if each["certain"] else ""
        lines.append(
            f"not right: {each['file']}: {each['field']} is {each['truth']}, read {each['read']}{mark}"
        )
    lines += [
        f"other kind: {each['file']} is {each['kind']}, read as {each['read_as']}" for each in result.kinds
    ]
    return "\n".join(lines)


def _row(kind: str, name: str, tally: Tally) -> str:
    said = tally.to_json()
    accuracy, coverage = (
        f"{said[key]:.0%}" if said[key] is not None else "-" for key in ("accuracy", "coverage")
    )
    counted = f"{tally.right:>4}/{tally.asked:<4}"
    return f"{kind:13} {name:15} {counted} {accuracy:>9} {coverage:>8} {tally.wrong_certain:>18}"
