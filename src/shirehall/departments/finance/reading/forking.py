"""A process that has everything loaded and makes a child of itself for each file, which spares the third of a second
that starting takes. It never sees a file: the child alone does, within its limits, and ends with it, so that a file
that took over its reader could lie of nothing but itself. It ends when who started it does, or when nobody asked for
a while."""

import contextlib
import gc
import os
import signal
import socket
import struct
import sys
import traceback
from typing import NoReturn

from shirehall.departments.finance.reading import ocr
from shirehall.departments.finance.reading.labels import all_labels
from shirehall.departments.finance.reading.limits import limit_process
from shirehall.departments.finance.reading.line_words import line_words
from shirehall.departments.finance.reading.work import answered

IDLE = 120.0
HEAD = struct.Struct("!IIQ")
"""What is sent before a request: seconds, megabytes, and how many bytes follow."""
CODE = struct.Struct("!iI")
"""What is said when a child has ended: its code, and how many megabytes it held at most."""


def main() -> int:
    """Serve until the other end is closed. The one argument is the number of the socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    control.settimeout(IDLE)
    all_labels()
    line_words()
    ocr.make_ready()
    gc.freeze()
    with contextlib.suppress(TimeoutError, ConnectionError):
        while _serve(control):
            pass
    return 0


def _serve(control: socket.socket) -> bool:
    """One request: the child's ends of a socket and of a pipe for its complaints come with it."""
    said, ends, _flags, _from = socket.recv_fds(control, 1, 2)
    if not said or len(ends) != 2:
        return False
    child = os.fork()
    if child == 0:
        control.close()
        _answer(*ends)
    for end in ends:
        os.close(end)
    _child, status, used = os.wait4(child, 0)
    control.sendall(CODE.pack(os.waitstatus_to_exitcode(status), used.ru_maxrss // 1024))
    return True


def _answer(asking: int, complaints: int) -> NoReturn:
    """In the child: read what is asked, answer, end. Nothing returns from here."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.dup2(complaints, 2)
        with socket.socket(fileno=asking) as peer:
            seconds, megabytes, size = HEAD.unpack(_exactly(peer, HEAD.size))
            limit_process(seconds=seconds, megabytes=megabytes)
            peer.sendall(answered(_exactly(peer, size)))
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was, the child must end here
        traceback.print_exc()
    finally:
        os._exit(code)


def _exactly(peer: socket.socket, size: int) -> bytes:
    held = bytearray()
    while len(held) < size:
        part = peer.recv(min(1 << 20, size - len(held)))
        if not part:
            raise ConnectionError("the request came to an end too early")
        held += part
    return bytes(held)


if __name__ == "__main__":
    sys.exit(main())
