"""The same server for every side: the one that `shirehall serve` starts, on a free port of this machine alone."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.measuring.processes import cpu_seconds

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, THREADS = 1, 8
_STARTS_WITHIN_SECONDS = 60
_STOPS_WITHIN_SECONDS = 15


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A process that we started and that we end."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        with log.open("wb") as written:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environment}, stdout=written, stderr=written
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End it, and wait until it has gone."""
        self._process.terminate()
        try:
            self._process.wait(_STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu(self) -> float:
        """User and system seconds so far."""
        return cpu_seconds(self._process.pid)

    def fail_if_ended(self) -> None:
        """Raise RuntimeError with the end of its log where it has ended by itself."""
        if self._process.poll() is not None:
            raise RuntimeError(f"a process ended: {self._log.read_text()[-2000:]}")


class Server(Running):
    """A web server, ready to answer."""

    def __init__(self, application: str, environment: Mapping[str, str], folder: Path) -> None:
        self.port = free_port()
        command = [
            sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}",
            "--worker-class", "gthread", "--workers", str(PROCESSES), "--threads", str(THREADS),
            "--no-control-socket", "--log-level", "warning", "--keep-alive", "5",
        ]  # fmt: skip
        super().__init__(command, environment, folder / "web.log")
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + _STARTS_WITHIN_SECONDS
        while time.monotonic() < until:
            self.fail_if_ended()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("a server does not listen")
