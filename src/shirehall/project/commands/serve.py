"""`shirehall serve`: prepares the database, then runs the web server and the worker as one process tree."""

import argparse
import ctypes
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from shirehall.project.environment import read_flag, read_text

NAME = "serve"
HELP = "Serve everything: web pages, and the worker that does the steps"
DEFAULT_PORT = 8000
_PAUSE_SECONDS = 0.2
_GRACE_SECONDS = 15
_SIGNAL_ON_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether this is a demonstration."""
    parser.add_argument(
        "--demo",
        action="store_true",
        help="demonstration: invented people, sign-in codes shown, loopback only",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"the port (default: {DEFAULT_PORT})")
    parser.add_argument("--processes", type=int, default=1, help="web server processes (default: 1)")
    parser.add_argument("--threads", type=int, default=8, help="threads a process (default: 8)")


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is told to stop; 2 where it cannot begin."""
    try:
        demonstration = arguments.demo or read_flag("SHIREHALL_DEMO")
    except ValueError as error:
        print(f"shirehall serve: {error}", file=sys.stderr)
        return 2
    if demonstration and not _is_loopback(arguments.host):
        print(
            "shirehall serve: a demonstration shows sign-in codes, so it listens on a loopback address only, "
            f"not on {arguments.host}.",
            file=sys.stderr,
        )
        return 2
    if problem := _taken(arguments.host, arguments.port):
        print(f"shirehall serve: {problem}", file=sys.stderr)
        return 2
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "shirehall.project.settings"}
    if demonstration:
        environment["SHIREHALL_DEMO"] = "1"
        environment.setdefault("SHIREHALL_SITE", f"http://127.0.0.1:{arguments.port}")
    prepared = subprocess.run(
        [*_command("prepare"), *(["--demo"] if demonstration else [])], env=environment, check=False
    )
    if prepared.returncode:
        return prepared.returncode
    where = f"{_written(arguments.host)}:{arguments.port}"
    web = [
        sys.executable, "-m", "gunicorn", "shirehall.project.wsgi:application", "--bind", where,
        "--worker-class", "gthread", "--workers", str(arguments.processes), "--threads", str(arguments.threads),
        "--no-control-socket", "--log-level", "warning", "--graceful-timeout", "10", "--keep-alive", "5",
    ]  # fmt: skip
    workers = [_command("work"), *([_command("invoices_mail")] if _has_mailbox() else [])]
    return _supervise(web, workers, environment, f"\nShirehall is at http://{where}/  (stop: Ctrl+C)")


def _has_mailbox() -> bool:
    """Whether suppliers' invoices are fetched from a mailbox."""
    return bool(read_text("SHIREHALL_INVOICE_IMAP_HOST") or read_text("SHIREHALL_INVOICE_MAILBOXES"))


def _command(name: str) -> list[str]:
    return [sys.executable, "-m", "shirehall.project.cli", name]


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _taken(host: str, port: int) -> str:
    """Why the address cannot be listened on, or nothing."""
    if not 0 < port < 65536:
        return f"{port} is not a port. Use a number from 1024 to 65535."
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return f"port {port} on {host} cannot be used ({error.strerror}). Choose another: PORT={port + 1} make run"
    return ""


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509 - one thread


def _end_with_parent() -> None:
    """On Linux, has the kernel end this process when the one that started it is killed: no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_ON_PARENT_DEATH, int(signal.SIGTERM))


def _supervise(
    web: list[str], workers: list[list[str]], environment: dict[str, str], announcement: str
) -> int:
    """Runs all until one is told to stop. A worker that dies is started again: its leases run out by themselves."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    # SIGHUP is what a terminal sends when its window is closed.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    serving = _start(web, environment)
    working = [_start(each, environment) for each in workers]
    print(announcement, flush=True)
    try:
        while not stopping and serving.poll() is None:
            for place, process in enumerate(working):
                if process.poll() is not None:
                    working[place] = _start(workers[place], environment)
                    time.sleep(1)
            time.sleep(_PAUSE_SECONDS)
    finally:
        code = serving.poll()
        for process in (serving, *working):
            if process.poll() is None:
                process.terminate()
        for process in (serving, *working):
            try:
                process.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
    return code or 0
