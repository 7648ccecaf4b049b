"""What processes cost: user and system time of one with all that it started, read from /proc."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _FIRST, _LAST = 1, 11, 15


def _fields(pid: int) -> list[str]:
    # The name stands in brackets and may hold spaces; what follows it is one word a field.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def parent_of(pid: int) -> int:
    """Give the process that started a process."""
    return int(_fields(pid)[_PARENT])


def cpu_seconds(pid: int) -> float:
    """User and system seconds of a process, of those that it started, and of those of them that have ended."""
    while True:
        try:
            return _cpu_seconds(pid)
        except (FileNotFoundError, ProcessLookupError):
            # One ended after it was listed. Its cost is its parent's now, so all is read again.
            if not Path(f"/proc/{pid}").exists():
                raise


def _cpu_seconds(pid: int) -> float:
    own = sum(int(ticks) for ticks in _fields(pid)[_FIRST:_LAST]) / _TICKS
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(_cpu_seconds(int(child)) for child in started)
