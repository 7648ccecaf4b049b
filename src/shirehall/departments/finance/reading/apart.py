"""Reading in a child process with limits of time and memory, so that no file takes the machine or ends who reads it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from shirehall.departments.finance.reading.found import ReadInvoice, from_json

MODULE = "shirehall.departments.finance.reading.child"
LARGEST_ANSWER = 1_000_000
LARGEST_FILE = 30_000_000


@dataclass(frozen=True)
class Limits:
    """`seconds` of the clock and of the processor, `megabytes` of address space."""

    seconds: int = 60
    megabytes: int = 512


def read_safely(
    source: Path | bytes, name: str = "", *, limits: Limits | None = None, module: str = MODULE
) -> ReadInvoice:
    """What a file says, read apart. A file that takes too long or too much is `unsafe`; one at which the
    reader fails is `unreadable`. Raises OSError where a path cannot be opened."""
    kept = limits or Limits()
    content = source if isinstance(source, bytes) else _content(source)
    called = name or (source.name if isinstance(source, Path) else "")
    if len(content) > LARGEST_FILE:
        return ReadInvoice("unsafe", {}, ("The file is larger than an invoice may be.",))
    command = [
        sys.executable, "-m", module, "--name", called,
        "--seconds", str(kept.seconds), "--megabytes", str(kept.megabytes),
    ]  # fmt: skip
    try:
        ended = subprocess.run(
            command, input=content, capture_output=True, timeout=kept.seconds, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired:
        return ReadInvoice("unsafe", {}, (f"Stopped: reading took more than {kept.seconds} seconds.",))
    return _answer(ended, kept)


def _content(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _environment() -> dict[str, str]:
    """Paths alone, and no secrets: threads and arenas reserve memory that counts against the limit."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "HOME")
    }
    single = dict.fromkeys(
        ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MALLOC_ARENA_MAX"), "1"
    )
    return {**kept, **single, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}


def _answer(ended: "subprocess.CompletedProcess[bytes]", limits: Limits) -> ReadInvoice:
    if ended.returncode != 0 or len(ended.stdout) > LARGEST_ANSWER:
        said = ended.stderr[-2000:]
        if b"MemoryError" in said or b"bad_alloc" in said or b"memory" in said.lower():
            return ReadInvoice(
                "unsafe", {}, (f"Stopped: reading took more than {limits.megabytes} MB of memory.",)
            )
        if ended.returncode in (-24, -9):
            return ReadInvoice(
                "unsafe",
                {},
                (f"Stopped: reading took more than {limits.seconds} seconds or {limits.megabytes} MB.",),
            )
        return ReadInvoice("unreadable", {}, ("Reading the file failed.",))
    try:
        return from_json(json.loads(ended.stdout))
    except (ValueError, KeyError, TypeError):
        return ReadInvoice("unreadable", {}, ("Reading the file failed.",))
