"""`shirehall parity PATH`: takes a service's examples through every channel that it declares, and compares."""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from shirehall.kernel.api import CHANNELS, load
from shirehall.project.commands.check import problems_of
from shirehall.project.folders import SHARED, find_service, read_texts, service_folders

NAME = "parity"
HELP = (
    "Take a service's examples through every channel it declares, and hold the decisions against each other"
)
MOST_CASES = 6
READY_SECONDS = 120
STOP_SECONDS = 20
UNREADABLE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PATH, how many examples, which channels, and how to print."""
    parser.add_argument(
        "path", help="a service folder, a folder of them, or the name of a service that ships"
    )
    parser.add_argument(
        "--cases", type=int, default=MOST_CASES,
        help=f"at most so many examples of each service, as different as can be; 0 for all (default: {MOST_CASES})",
    )  # fmt: skip
    parser.add_argument(
        "--channel", action="append", default=[], help="only this channel; may be given again"
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object a line, one line a channel"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 where every channel decides the same, 1 where one does not, 2 where there is nothing that can be run."""
    path = Path(arguments.path)
    folders = service_folders([path]) if path.is_dir() else {}
    if not folders and (found := find_service(arguments.path)):
        folders = {found.name: found}
    if not folders:
        print(
            f"shirehall parity: no service.yaml was found at {path}. Name a service folder.", file=sys.stderr
        )
        return UNREADABLE
    if arguments.cases < 0:
        print("shirehall parity: --cases must be 0 or more.", file=sys.stderr)
        return UNREADABLE
    names: list[str] = []
    rehearsed: list[Path] = []
    for folder in folders.values():
        errors = [each for each in problems_of(folder) if each.level == "error"]
        if errors:
            print(f"shirehall parity: {folder} is not proved, so it cannot be published:", file=sys.stderr)
            print(*errors, sep="\n", file=sys.stderr)
            return UNREADABLE
        service = load(read_texts(folder)).service
        if set(service.channels) & set(CHANNELS):
            names.append(service.name)
            rehearsed.append(folder)
        else:
            # What a department takes in by channels of its own is held there: no resident's answers begin it.
            print(f"shirehall parity: {service.name} is not applied for, so it is left out.", file=sys.stderr)
    return _held(rehearsed, names, arguments)


def _held(folders: list[Path], names: list[str], arguments: argparse.Namespace) -> int:
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="shirehall-parity-") as made:
        scratch = Path(made)
        for folder in folders:
            shutil.copytree(folder, scratch / "services" / folder.name)
            if (folder.parent / SHARED).is_dir():
                shutil.copytree(folder.parent / SHARED, scratch / "services" / SHARED, dirs_exist_ok=True)
        with _serving(scratch) as (url, environment):
            unheard = set(names)
            for line in _rehearsed(names, url, scratch, environment, arguments):
                unheard.discard(line["service"])
                wrong += bool(line["differences"]) or line["same"] != line["cases"]
                _print(line, as_json=arguments.json)
            for name in sorted(unheard):
                print(f"shirehall parity: {name}: nothing was rehearsed.", file=sys.stderr)
            wrong += len(unheard)
    return 1 if wrong else 0


def _rehearsed(
    names: list[str], url: str, scratch: Path, environment: dict[str, str], arguments: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    command = [
        sys.executable, "-m", "shirehall.project.cli", "rehearse", *names, "--url", url,
        "--folder", str(scratch / "rehearsals"), "--cases", str(arguments.cases),
        *(f"--channel={each}" for each in arguments.channel),
    ]  # fmt: skip
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        raise OSError(process.returncode, "the rehearsal ended with an error", "rehearse")


def _print(line: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(line, ensure_ascii=False), flush=True)
        return
    print(f"{line['service']:28} {line['channel']:10} {line['same']} of {line['cases']} the same", flush=True)
    for each in line["differences"]:
        print(f"  {json.dumps(each, ensure_ascii=False)}", flush=True)


@contextmanager
def _serving(scratch: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A demonstration server without cases, on a free port, with a database in an empty folder. What this machine is
    set to (a database, providers) does not reach it; the partnership's data does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    kept = ("SHIREHALL_PARTNERSHIP",)
    outside = {name: text for name, text in os.environ.items() if not name.startswith("SHIREHALL_")}
    environment = {
        **outside, **{name: os.environ[name] for name in kept if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "shirehall.project.settings", "SHIREHALL_VAR": str(scratch / "var"),
        "SHIREHALL_SERVICES": str(scratch / "services"), "SHIREHALL_DEMO": "1", "SHIREHALL_DEMO_CASES": "0",
        "SHIREHALL_SITE": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    log = scratch / "server.log"
    command = [sys.executable, "-m", "shirehall.project.cli", "serve", "--demo", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen([*command, "--threads", "4"], env=environment, stdout=out, stderr=out)
    try:
        _wait(port, process, log)
        yield f"http://127.0.0.1:{port}", environment
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/help", timeout=5):
                return
        except HTTPError as answer:
            answer.close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise OSError(1, f"the demonstration server did not start:\n{log.read_text()[-3000:]}", "serve")
