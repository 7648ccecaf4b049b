"""`shirehall decide SERVICE --answers FILE`: one decision from facts, without a database."""

import argparse
import json
import re
import sys
import zoneinfo
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from shirehall.kernel.api import Decision, Version, decide, label, load, read_facts, show
from shirehall.kernel.problems import AnswersError, DefinitionError
from shirehall.project.folders import find_service, read_texts, unknown_service

NAME = "decide"
HELP = "Decide one case from facts given as JSON"
LARGEST = 1_000_000
LONDON = zoneinfo.ZoneInfo("Europe/London")


class UnreadableError(ValueError):
    """What was given cannot be read. The message says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The service, its facts, the date and the authority."""
    parser.add_argument("service", help="a service's name, or the path of its folder")
    parser.add_argument(
        "--answers", required=True, metavar="FILE", help="a JSON object of facts; - reads standard input"
    )
    parser.add_argument(
        "--on", metavar="DATE", help="the date the decision is for, as 2026-04-01 (default: today)"
    )
    parser.add_argument(
        "--authority", help="the council it is for (default: the first that offers the service)"
    )
    parser.add_argument("--json", action="store_true", help="print the decision as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """0 when a decision was made, whatever it is; 2 where the input cannot be read."""
    try:
        decision, text = _decided(arguments)
    except (UnreadableError, AnswersError, DefinitionError) as error:
        print(f"shirehall decide: {error}", file=sys.stderr)
        return 2
    print(json.dumps(decision.to_json(), ensure_ascii=False, indent=2) if arguments.json else text)
    return 0


def _decided(arguments: argparse.Namespace) -> tuple[Decision, str]:
    folder = find_service(arguments.service)
    if folder is None:
        raise UnreadableError(unknown_service(arguments.service))
    version = load(read_texts(folder))
    on = read_date(arguments.on)
    authority = read_authority(version, arguments.authority)
    facts = read_facts(version, read_object(arguments.answers), on=on)
    decision = decide(version, facts, authority=authority, on=on)
    lines = [f"{version.service.title}, {authority}, {on.isoformat()}: {decision.outcome}"]
    lines += [
        f"  {label(version, name)}: {show(version, name, value)}" for name, value in decision.amounts.items()
    ]
    lines += [f"  because: {reason.text}" for reason in decision.reasons]
    lines += [f"  next: {step.text}" for step in decision.next_steps]
    return decision, "\n".join(lines)


def read_date(text: str | None) -> date:
    """The date that `--on` names; today where it is not given. Raises UnreadableError."""
    if text is None:
        return datetime.now(LONDON).date()
    wrong = UnreadableError(f"--on {text!r} is not a date. Write it as 2026-04-01.")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise wrong
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise wrong from error


def read_authority(version: Version, given: str | None) -> str:
    """The authority that `--authority` names; the first that offers it where none is given. Raises UnreadableError."""
    offered = version.service.offered_by
    if given is None:
        return next(iter(offered), "")
    if given not in offered:
        raise UnreadableError(f"{given!r} does not offer this service. These do: {', '.join(offered)}")
    return given


def read_object(source: str) -> dict[str, Any]:
    """The JSON object in a file or on standard input ("-"); numbers are int or Decimal. Raises UnreadableError."""
    where = "standard input" if source == "-" else source
    try:
        held = _read_bytes(source)
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{where} cannot be read: it is not UTF-8 text") from error
    except (OSError, ValueError) as error:
        raise UnreadableError(
            f"{where} cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error
    if len(held) > LARGEST:
        raise UnreadableError(f"{where} is over a million bytes long")
    try:
        given = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_twice
        )
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"{where} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from error
    except UnreadableError:
        raise
    except RecursionError as error:
        raise UnreadableError(
            f"{where} cannot be read: its lists and objects lie too deep in each other"
        ) from error
    except ValueError as error:
        raise UnreadableError(f"{where} cannot be read: it holds a number of too many digits") from error
    if not isinstance(given, dict):
        raise UnreadableError(f'{where} must hold one object: {{"fact": value, ...}}')
    return given


def _read_bytes(source: str) -> bytes:
    """What is there, and no more than is needed to know that it is too much."""
    if source == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(source).open("rb") as opened:
        return opened.read(LARGEST + 1)


def _no_constant(word: str) -> Any:
    raise UnreadableError(f"{word} is not a number that a fact can have")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableError(f"{twice!r} is given twice. Give it once.")
    return found
