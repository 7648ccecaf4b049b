"""Reading in a child process with limits of time and memory, so that no file takes the machine or ends who reads it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shirehall.departments.finance.reading.found import Box, ReadInvoice, from_json
from shirehall.departments.finance.reading.hints import Hint, Layout, layout_from_json
from shirehall.departments.finance.reading.picture import LARGEST_PICTURE, NoPictureError
from shirehall.departments.finance.reading.served import Ended, ask
from shirehall.departments.finance.reading.work import DONE, asked

LARGEST_ANSWER = 4_000_000
LARGEST_FILE = 30_000_000


@dataclass(frozen=True)
class Limits:
    """`seconds` of the clock and of the processor, `megabytes` of address space."""

    seconds: int = 60
    megabytes: int = 512


def read_safely(
    source: Path | bytes,
    name: str = "",
    *,
    hints: Sequence[Hint] = (),
    compare: bool = True,
    limits: Limits | None = None,
    module: str = "",
) -> ReadInvoice:
    """What a file says, read apart. A file that takes too long or too much is `unsafe`; one at which the reader fails
    is `unreadable`. `hints` are what was learned of the supplier, `compare` as of read_invoice; `module` is another
    one to read with, started for this file alone. Raises OSError where a path cannot be opened."""
    request = {"do": "read", "name": name, "hints": hints, "compare": compare}
    read = _read(request, source, limits or Limits(), module)
    return read if isinstance(read, ReadInvoice) else read[0]


def read_each_safely(
    source: Path | bytes,
    name: str = "",
    *,
    hints: Sequence[Hint] = (),
    compare: bool = True,
    limits: Limits | None = None,
) -> list[ReadInvoice]:
    """The invoices of a file, at least one, as `read_each` finds them; read apart as `read_safely` does."""
    request = {"do": "each", "name": name, "hints": hints, "compare": compare}
    read = _read(request, source, limits or Limits(), "")
    return [read] if isinstance(read, ReadInvoice) else read


def page_picture_safely(
    source: Path | bytes, page: int, width: int, *, limits: Limits | None = None
) -> bytes:
    """A page (from 1) as a PNG so many dots wide, drawn apart. Raises NoPictureError; OSError as read_safely."""
    return _picture({"do": "page", "page": page, "width": width}, source, limits or Limits())


def picture_of_box_safely(
    source: Path | bytes, box: Box, margin: float = 12.0, *, limits: Limits | None = None
) -> bytes:
    """A part of a page as a PNG, drawn apart. Raises NoPictureError; OSError as read_safely."""
    return _picture({"do": "box", "box": list(box), "margin": margin}, source, limits or Limits())


def page_count_safely(source: Path | bytes, *, limits: Limits | None = None) -> int:
    """How many pages a file shows, counted apart; 0 for XML and for what cannot be opened."""
    ended, _problem = _ended({"do": "count"}, source, limits or Limits(), "", LARGEST_ANSWER)
    try:
        return int(json.loads(ended.said[1:])) if ended else 0
    except (ValueError, TypeError):
        return 0


def teach_safely(
    layout: Layout,
    source: Path | bytes,
    values: Mapping[str, str | None],
    *,
    part: tuple[int, int] | None = None,
    limits: Limits | None = None,
) -> Layout:
    """What is remembered of a supplier after a person said what stands on a file (or on its pages from one to another):
    see `learning.teach`. The file is read apart; where that fails the memory stays as it was."""
    request = {
        "do": "teach",
        "hints": layout.to_json(),
        "values": dict(values),
        "part": list(part) if part else None,
    }
    ended, _problem = _ended(request, source, limits or Limits(), "", LARGEST_ANSWER)
    try:
        return layout_from_json(json.loads(ended.said[1:])) if ended else layout
    except (ValueError, KeyError, TypeError):
        return layout


def _read(
    request: Mapping[str, Any], source: Path | bytes, limits: Limits, module: str
) -> ReadInvoice | list[ReadInvoice]:
    called = request["name"] or (source.name if isinstance(source, Path) else "")
    whole = {**request, "name": called, "hints": [each.to_json() for each in request["hints"]]}
    ended, problem = _ended(whole, source, limits, module, LARGEST_ANSWER)
    if ended is None:
        return problem
    try:
        said = json.loads(ended.said[1:])
        return [from_json(each) for each in said] if isinstance(said, list) and said else from_json(said)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ReadInvoice("unreadable", {}, ("Reading the file failed.",))


def _picture(request: Mapping[str, Any], source: Path | bytes, limits: Limits) -> bytes:
    ended, problem = _ended(request, source, limits, "", LARGEST_PICTURE + 1)
    if ended is None:
        raise NoPictureError(" ".join(problem.problems))
    if ended.said[:1] != DONE or not ended.said[1:].startswith(b"\x89PNG"):
        raise NoPictureError(ended.said[1:500].decode(errors="replace") or "the picture could not be drawn")
    return ended.said[1:]


_FAILED = ReadInvoice("unreadable", {}, ("Reading the file failed.",))


def _ended(
    request: Mapping[str, Any], source: Path | bytes, limits: Limits, module: str, most: int
) -> tuple[Ended | None, ReadInvoice]:
    """What came of a request; None where nothing did, and then what is to be said of the file."""
    content = source if isinstance(source, bytes) else _content(source)
    if len(content) > LARGEST_FILE:
        return None, ReadInvoice("unsafe", {}, ("The file is larger than an invoice may be.",))
    sent = asked(request, content)
    if module:
        ended = _alone(module, sent, limits)
    else:
        ended = ask(
            sent, environment=_environment(), seconds=limits.seconds, megabytes=limits.megabytes, most=most
        )
    if ended.code == 0 and len(ended.said) <= most:
        return ended, _FAILED
    return None, _trouble(ended, limits)


def _alone(module: str, sent: bytes, limits: Limits) -> Ended:
    command = [
        sys.executable, "-m", module, "--seconds", str(limits.seconds), "--megabytes", str(limits.megabytes),
    ]  # fmt: skip
    try:
        ran = subprocess.run(
            command, input=sent, capture_output=True, timeout=limits.seconds, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired:
        return Ended(None, b"", b"")
    return Ended(ran.returncode, ran.stdout, ran.stderr[-4000:])


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


MUCH = 0.6
"""A process that had so much of its memory when it came to grief did so for want of more: the reader of PDFs ends
without a word when it gets none."""
_CAME_TO_GRIEF = (-4, -5, -6, -7, -11)


def _trouble(ended: Ended, limits: Limits) -> ReadInvoice:
    said = ended.complaints
    if ended.code is None:
        return _unsafe(f"{limits.seconds} seconds")
    if b"MemoryError" in said or b"bad_alloc" in said or b"memory" in said.lower():
        return _unsafe(f"{limits.megabytes} MB of memory")
    if ended.code in _CAME_TO_GRIEF and ended.held > limits.megabytes * MUCH:
        return _unsafe(f"{limits.megabytes} MB of memory")
    if ended.code in (-24, -9):
        return _unsafe(f"{limits.seconds} seconds or {limits.megabytes} MB")
    return _FAILED


def _unsafe(what: str) -> ReadInvoice:
    return ReadInvoice("unsafe", {}, (f"Stopped: reading took more than {what}.",))
