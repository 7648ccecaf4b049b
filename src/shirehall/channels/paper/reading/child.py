"""Starting the process that reads a file, and talking with it. Whatever it does, it ends within its time."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MEMORY = 2_000_000_000
"""Bytes of address space; about a third is programs."""
SECONDS = 240
"""Of the processor, for a file of at most 60 pages."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sheet to be read: the text of its code, or empty with `word` the place of the words it was known by."""

    code: str
    layout: Mapping[str, Any]
    sheet: int
    word: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What is seen of a page before it is read."""

    number: int
    codes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet that was read: the straightened picture (JPEG; empty where its marks were not found) and its boxes."""

    picture: bytes
    boxes: Sequence[Mapping[str, Any]]


class ReadingFailedError(Exception):
    """The file was not read. `code` is a PageError's, or "stopped" where the process broke its limits."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_file(
    path: Path, folder: Path, geometry: Mapping[str, Any], *,
    choose: Callable[[Page], Sequence[Wanted]], keep: Callable[[Page, Sequence[Wanted], Sequence[Read]], None],
    seconds: int = SECONDS, memory: int = MEMORY,
) -> None:  # fmt: skip
    """Read a file page by page: `choose` says which sheets a page has, `keep` takes what was read of them. `folder` is
    for pictures in between. Raises ReadingFailedError; what `keep` took before stands."""
    environment = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")
    }
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "shirehall.channels.paper.reading"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    ) as process:  # fmt: skip
        guard = threading.Timer(seconds * 1.5, process.kill)
        guard.start()
        try:
            _talk(process, {
                "file": str(path), "folder": str(folder), "geometry": dict(geometry), "memory": memory,
                "seconds": seconds,
            }, choose, keep)  # fmt: skip
        finally:
            guard.cancel()
            process.kill()


def _talk(
    process: "subprocess.Popen[str]", first: Mapping[str, Any], choose: Callable[[Page], Sequence[Wanted]],
    keep: Callable[[Page, Sequence[Wanted], Sequence[Read]], None],
) -> None:  # fmt: skip
    if process.stdin is None or process.stdout is None:
        raise ReadingFailedError("stopped")
    _say(process.stdin, first)
    while True:
        said = _heard(process.stdout)
        if "error" in said:
            raise ReadingFailedError(said["error"])
        if "end" in said:
            return
        page = Page(said["page"], tuple(said["codes"]), tuple(said["words"]))
        wanted = choose(page)
        _say(process.stdin, {"sheets": [
            {
                "code": each.code, "word": each.word, "layout": {**each.layout, "boxes": []},
                "boxes": [box for box in each.layout["boxes"] if box["sheet"] == each.sheet],
            }
            for each in wanted
        ]})  # fmt: skip
        found = _heard(process.stdout)
        if "error" in found:
            raise ReadingFailedError(found["error"])
        keep(page, wanted, [
            Read(Path(each["picture"]).read_bytes() if each["picture"] else b"", each["boxes"])
            for each in found["read"]
        ])  # fmt: skip


def _say(to: IO[str], said: Mapping[str, Any]) -> None:
    try:
        to.write(json.dumps(said) + "\n")
        to.flush()
    except BrokenPipeError as error:
        raise ReadingFailedError("stopped") from error


def _heard(out: IO[str]) -> dict[str, Any]:
    line = out.readline()
    if not line:
        raise ReadingFailedError("stopped")
    heard: dict[str, Any] = json.loads(line)
    return heard
