"""The processes that wait to read: several at once, one that is gone, one whose owner is gone."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from shirehall.departments.finance.reading import served
from shirehall.departments.finance.reading.api import Limits, read_safely
from shirehall.departments.finance.reading.test_file import UBL, bytes_of, written


def e_invoice(number: str) -> bytes:
    return UBL.format(number=number, gross="600.00").encode()


def test_each_of_many_askers_at_once_gets_its_own_answer() -> None:
    numbers = [f"INV-{number}" for number in range(12)]
    with ThreadPoolExecutor(5) as pool:
        read = list(pool.map(lambda number: read_safely(e_invoice(number)).value("invoice_number"), numbers))
    assert read == numbers
    assert len(served._idle) <= served.MOST_IDLE


def test_one_that_ended_while_it_waited_is_replaced() -> None:
    read_safely(e_invoice("INV-1"))
    for server in served._idle:
        os.kill(server.process.pid, signal.SIGKILL)
    assert read_safely(e_invoice("INV-2")).value("invoice_number") == "INV-2"
    for server in served._idle:
        server.control.close()
    assert read_safely(e_invoice("INV-3")).value("invoice_number") == "INV-3"


def test_waiting_processes_end_with_who_started_them() -> None:
    asked = (
        "from shirehall.departments.finance.reading import served\n"
        "from shirehall.departments.finance.reading.api import read_safely\n"
        f"read_safely({e_invoice('INV-1')!r})\n"
        "print(served._idle[0].process.pid, flush=True)\n"
        "import os; os._exit(1)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)},
    )  # fmt: skip
    server = int(ran.stdout)
    until = time.monotonic() + 5
    while _is_alive(server) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_alive(server)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_one_owner_does_not_use_what_another_started() -> None:
    """A process that was forked from one that had a waiting process starts its own."""
    read_safely(e_invoice("INV-1"))
    before = [server.process.pid for server in served._idle]
    child = os.fork()
    if child == 0:
        code = 1
        try:
            same = read_safely(e_invoice("INV-2")).value("invoice_number") == "INV-2"
            code = 0 if same and not {server.process.pid for server in served._idle} & set(before) else 2
            served.end_all()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert read_safely(e_invoice("INV-3")).value("invoice_number") == "INV-3"
    assert all(_is_alive(process) for process in before)


def test_a_small_limit_stops_and_the_next_is_read() -> None:
    content = bytes_of(written())
    assert read_safely(content, limits=Limits(seconds=5, megabytes=30)).kind in ("unsafe", "unreadable")
    assert read_safely(content).kind == "pdf-text"
