"""The whole of Shirehall as `make run` serves it, on a free port, with a folder and a database of its own."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg

READY_SECONDS = 120
STOP_SECONDS = 20
CASES = "6"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs. `folder` holds its database and its log."""

    url: str
    folder: Path


@contextmanager
def serving(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve the demonstration, few cases in it, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with database_of_its_own() as database, (folder / "server.log").open("wb") as log:
        port = free_port()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SHIREHALL_")},
            "SHIREHALL_VAR": str(folder), "SHIREHALL_DEMO_CASES": CASES, **database, **(settings or {}),
        }  # fmt: skip
        command = [
            sys.executable,
            "-m",
            "shirehall.project.cli",
            "serve",
            "--demo",
            "--port",
            str(port),
            "--threads",
            "4",
        ]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            server = Server(f"http://127.0.0.1:{port}", folder)
            _wait(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Until it answers. What it wrote is in the error where it does not."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{server.url}/help", timeout=5):  # noqa: S310 - an address of ours
                return
        except HTTPError as answer:
            answer.close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    log = (server.folder / "server.log").read_text()[-4000:]
    raise RuntimeError(f"The server did not start:\n{log}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def database_of_its_own() -> Iterator[dict[str, str]]:
    """A new database on the PostgreSQL server that the tests run on; SQLite in the server's folder without one."""
    given = os.environ.get("SHIREHALL_DATABASE", "")
    if not given.startswith("postgres"):
        yield {}
        return
    name = f"browser_{secrets.token_hex(6)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {"SHIREHALL_DATABASE": urlunsplit(urlsplit(given)._replace(path=f"/{name}"))}
    finally:
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
