"""The drop folder: files that a scanner or another system puts there. A file is taken once it is whole, and moved to
`done` or `trouble` only when what came of it stands in the database."""

import hashlib
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from shirehall.capabilities.documents.api import ScannerSilentError
from shirehall.departments.finance.intake.files_found import kind_of, safe_name
from shirehall.departments.finance.intake.models import IncomingMessage, Mailbox
from shirehall.departments.finance.intake.reading_mail import look_at_files
from shirehall.departments.finance.intake.settings import EVERY, intake_settings
from shirehall.departments.finance.intake.taking import (
    FOLDER,
    Box,
    take_in_files,
    take_in_mail,
)
from shirehall.departments.finance.intake.words import why_left_out
from shirehall.partnership.api import authorities

DONE, TROUBLE = "done", "trouble"
STEADY_SECONDS = 2.0
"""A file that was written to less long ago may not be whole."""
_AT_ONCE = 20
_NOT_YET = (".part", ".tmp", ".crdownload", ".filepart", "~")
NAME = "folder"


def take_from_folder(at: datetime) -> int:
    """Take in what lies in the folder, the oldest first, a few at once. In a folder of a council's code lie that
    council's. Gives how many files were moved away."""
    folder = intake_settings().folder
    if folder is None:
        return 0
    try:
        moved = _take(folder, at)
    except OSError as error:
        _write(at, problem=f"The drop folder cannot be used ({error.strerror}).")
        return 0
    return moved


def _take(folder: Path, at: datetime) -> int:
    places = [(folder, ""), *((folder / each.code, each.code) for each in authorities())]
    for place, authority in places:
        for name in ("", DONE, TROUBLE) if not authority else ("",):
            (place / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    found = sorted(
        (each.stat().st_mtime, each.name, each, authority)
        for place, authority in places
        for each in _whole_files(place, at)
    )
    moved = sum(_take_one(folder, path, authority, at) for _time, _name, path, authority in found[:_AT_ONCE])
    if moved or not Mailbox.objects.filter(name=NAME, problem="").exists():
        _write(at, waiting=max(len(found) - moved, 0))
    return moved


def _whole_files(place: Path, at: datetime) -> list[Path]:
    """Files that nobody is writing any more. Links are left alone: they may lead anywhere."""
    steady, found = at.timestamp() - STEADY_SECONDS, []
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.lower().endswith(_NOT_YET):
                continue
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime <= steady:
                    found.append(Path(entry.path))
    return found


def _take_one(folder: Path, path: Path, authority: str, at: datetime) -> bool:
    """Take in one file and move it; whether it is out of the way."""
    settings = intake_settings()
    try:
        content = _read(path, settings.largest)
    except FileNotFoundError:
        return False
    if content is None:
        _move(folder, path, "", ["message_too_large"])
        return True
    arrived = min(datetime.fromtimestamp(path.stat().st_mtime, UTC), at)
    box = Box(FOLDER, authority or EVERY, authority)
    try:
        message = _taken(path, content, box, at, arrived)
    except ScannerSilentError:
        return False
    words = [*message.problems, *(each.said or each.why for each in message.files.filter(file=None))]
    trouble = message.state == IncomingMessage.State.TROUBLE
    _move(folder, path, str(message.pk), words if trouble else None)
    return True


def _taken(path: Path, content: bytes, box: Box, at: datetime, arrived: datetime) -> IncomingMessage:
    if kind_of(content, name=path.name) == "mail":
        return take_in_mail(raw=content, box=box, at=arrived, now=at).message
    # A path and its bytes: the same file again under the same name is the same coming.
    key = hashlib.sha256(f"{path.name}\n".encode(errors="surrogateescape") + content).hexdigest()
    look = look_at_files([(path.name, content)])
    try:
        with transaction.atomic():
            return take_in_files(look=look, key=key, box=box, at=arrived, now=at, subject=path.name).message
    except IntegrityError:
        return IncomingMessage.objects.get(channel=box.channel, box=box.name, key=key)


def _read(path: Path, largest: int) -> bytes | None:
    """The bytes; None where there are too many."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        content = file.read(largest + 1)
    return None if len(content) > largest else content


def _move(folder: Path, path: Path, number: str, trouble: list[str] | None) -> None:
    """Move a file out of the way, under a name that nothing there has. What is wrong with it stands beside it."""
    target = folder / (DONE if trouble is None else TROUBLE)
    name = safe_name(path.name, "other", instead="file")
    stem, dot, ending = name.rpartition(".")
    chosen = target / (f"{number}-{name}" if number else name)
    count = 1
    while chosen.exists():
        count += 1
        chosen = target / f"{number or 'file'}-{stem}-{count}{dot}{ending}"
    if trouble is not None:
        said = "\n".join(why_left_out(each) for each in trouble) or why_left_out("other")
        chosen.with_name(f"{chosen.name}.txt").write_text(f"{said}\n", encoding="utf-8")
    with suppress(FileNotFoundError):
        path.rename(chosen)


def _write(at: datetime, *, waiting: int | None = None, problem: str = "") -> None:
    values: dict[str, object] = {"tried_at": at, "problem": problem[:300]}
    if waiting is not None:
        values |= {"reached_at": at, "waiting": waiting}
    Mailbox.objects.update_or_create(name=NAME, defaults=values)
