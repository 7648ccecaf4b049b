"""What is in a ZIP archive of a stranger's: bounded in count, size and ratio, nothing written, no path used. Pure."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MOST_FILES = 60
MOST_FILE = 30_000_000
MOST_ALTOGETHER = 80_000_000
MOST_RATIO = 150
_RATIO_COUNTS_FROM = 1_000_000
_MOST_DIRECTORY = 200_000
_END, _END_LENGTH, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_ZIP64 = b"PK\x06\x07"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED_FLAG = 0x1
_NOT_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file of an archive: its name as given, and its bytes, or `why` it was not unpacked."""

    name: str
    content: bytes = b""
    why: str = ""


class NotUnpackedError(ValueError):
    """Nothing of the archive is taken. The text is the word for why: `broken`, `locked`, `bomb` or `too_many`."""


def unpack(content: bytes, *, most: int = MOST_ALTOGETHER) -> list[Unpacked]:
    """Every file of the archive in its order; `most` bytes may come out. Raises NotUnpackedError for one that
    is broken or made to harm."""
    _look_at_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if _is_file(each)]
            _look_at_list(entries, len(content))
            return list(_each(archive, entries, min(most, MOST_ALTOGETHER)))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, struct.error) as error:
        if isinstance(error, NotUnpackedError):
            raise
        raise NotUnpackedError("broken") from error


def _look_at_end(content: bytes) -> None:
    """The end of the archive says how long its list is: looked at first, since the list is read whole. The end that
    the library uses is the last but for one without a comment; both are looked at."""
    tail = content[-_LONGEST_COMMENT - _END_LENGTH :]
    places = {tail.rfind(_END), len(tail) - _END_LENGTH}
    ends = [place for place in places if place >= 0 and tail[place : place + 4] == _END]
    if not ends:
        raise NotUnpackedError("broken")
    for place in ends:
        if len(tail) - place < _END_LENGTH:
            raise NotUnpackedError("broken")
        count, length = struct.unpack_from("<HI", tail, place + 10)
        if (
            tail[max(place - 20, 0) : place].startswith(_ZIP64)
            or length > _MOST_DIRECTORY
            or count > MOST_FILES * 4
        ):
            raise NotUnpackedError("too_many")


def _is_file(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and not any(
        entry.filename.startswith(each) or entry.filename.rsplit("/", 1)[-1] == each for each in _NOT_FILES
    )


def _look_at_list(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MOST_FILES:
        raise NotUnpackedError("too_many")
    if any(each.flag_bits & _LOCKED_FLAG for each in entries):
        raise NotUnpackedError("locked")
    said = sum(each.file_size for each in entries)
    if said > MOST_ALTOGETHER or (said > _RATIO_COUNTS_FROM and said > packed * MOST_RATIO):
        raise NotUnpackedError("bomb")


def _each(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], left: int) -> Iterator[Unpacked]:
    """What the list says of sizes may be a lie, so what comes out is counted as well."""
    for entry in entries:
        if entry.compress_type not in _METHODS:
            yield Unpacked(entry.filename, why="broken")
            continue
        try:
            with archive.open(entry) as file:
                content = file.read(min(MOST_FILE, left) + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            OSError,
            EOFError,
            ValueError,
        ):
            yield Unpacked(entry.filename, why="broken")
            continue
        left -= len(content)
        if left < 0:
            raise NotUnpackedError("bomb")
        yield (
            Unpacked(entry.filename, why="too_large")
            if len(content) > MOST_FILE
            else Unpacked(entry.filename, content)
        )
