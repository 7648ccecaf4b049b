"""The asking side of `forking`: processes that wait to read, taken and put back."""

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from shirehall.departments.finance.reading.forking import CODE, HEAD

MODULE = "shirehall.departments.finance.reading.forking"
MOST_IDLE = 2
MOST_AT_ONCE = 3
"""So many files are read at once for one process; who else asks waits for a place."""
_WAIT_FOR_CODE = 5.0


@dataclass(frozen=True)
class Ended:
    """How a reading process ended. `code` as of subprocess: less than 0 is a signal; None, it was stopped for time.
    `held` how many megabytes of memory it had at most, where that is known."""

    code: int | None
    said: bytes
    complaints: bytes
    held: int = 0


class _Server:
    """One waiting process."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.owner = os.getpid()
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", MODULE, str(theirs.fileno())],
                pass_fds=[theirs.fileno()], env=dict(environment), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip

    def ask(self, sent: bytes, *, seconds: int, megabytes: int, most: int) -> Ended:
        """Raises OSError where the server is gone."""
        until = time.monotonic() + seconds
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        try:
            with theirs:
                socket.send_fds(self.control, [b"?"], [theirs.fileno(), writing])
            os.close(writing)
            writing = -1
            with ours:
                said = self._talk(ours, HEAD.pack(seconds, megabytes, len(sent)) + sent, until, most)
            if said is None:
                self.end()
                return Ended(None, b"", b"")
            self.control.settimeout(_WAIT_FOR_CODE)
            code = self.control.recv(CODE.size, socket.MSG_WAITALL)
            if len(code) < CODE.size:
                raise ConnectionError("the reading process is gone")
            ended, held = CODE.unpack(code)
            os.set_blocking(reading, False)
            complaints = b""
            with contextlib.suppress(BlockingIOError):
                complaints = os.read(reading, 1 << 16)[-4000:]
            return Ended(ended, said, complaints, held)
        finally:
            os.close(reading)
            if writing >= 0:
                os.close(writing)

    def _talk(self, ours: socket.socket, sent: bytes, until: float, most: int) -> bytes | None:
        """What is answered to what was sent; None where time ran out. No more than `most` bytes and one are kept."""
        try:
            ours.settimeout(max(0.01, until - time.monotonic()))
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                ours.sendall(sent)
            held = bytearray()
            while len(held) <= most:
                ours.settimeout(max(0.01, until - time.monotonic()))
                part = ours.recv(1 << 16)
                if not part:
                    return bytes(held)
                held += part
            return bytes(held[: most + 1])
        except TimeoutError:
            return None
        except ConnectionResetError:
            return b""

    def end(self) -> None:
        """End it with the child that it may have."""
        self.control.close()
        if self.owner == os.getpid():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)

    @property
    def is_here(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None and self.control.fileno() >= 0


_idle: list[_Server] = []
_lock = threading.Lock()
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


def _begin_anew() -> None:
    """A process that was forked has none of the threads that hold locks, and no right to what others started."""
    global _lock, _places
    _lock, _places = threading.Lock(), threading.BoundedSemaphore(MOST_AT_ONCE)
    while _idle:
        _idle.pop().control.close()


os.register_at_fork(after_in_child=_begin_anew)


def ask(sent: bytes, *, environment: Mapping[str, str], seconds: int, megabytes: int, most: int) -> Ended:
    """The answer to a request, made in a child process within limits. `most` is how many bytes an answer may have.
    Raises OSError where no process can be started."""
    with _places:
        return _ask(sent, environment, seconds=seconds, megabytes=megabytes, most=most)


def _ask(sent: bytes, environment: Mapping[str, str], *, seconds: int, megabytes: int, most: int) -> Ended:
    server = _taken() or _Server(environment)
    try:
        ended = server.ask(sent, seconds=seconds, megabytes=megabytes, most=most)
    except OSError:
        server.end()
        # One that waited may have ended on its own in this very moment; a new one has not.
        server = _Server(environment)
        try:
            ended = server.ask(sent, seconds=seconds, megabytes=megabytes, most=most)
        except OSError:
            server.end()
            raise
    _put_back(server)
    return ended


def _taken() -> _Server | None:
    with _lock:
        while _idle:
            server = _idle.pop()
            if server.is_here:
                return server
            server.end()
    return None


def _put_back(server: _Server) -> None:
    with _lock:
        if server.is_here and len(_idle) < MOST_IDLE:
            _idle.append(server)
            return
    server.end()


@atexit.register
def end_all() -> None:
    """End every waiting process."""
    with _lock:
        while _idle:
            _idle.pop().end()
