"""The bytes on disc: a private folder, sharded by the document's id, never by a name that somebody gave."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from shirehall.capabilities.documents.settings import DocumentSettings

_FOLDER_MODE = 0o700


def put(document_id: str, content: bytes) -> str:
    """Write the bytes whole or not at all, and give their path within the folder."""
    stored_as = f"{document_id[:2]}/{document_id[2:4]}/{document_id}"
    path = _path(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    # A temporary file of this kind is for its owner alone, and so is what it is renamed to.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return stored_as


def read(stored_as: str) -> BinaryIO:
    """Open the bytes. Raises FileNotFoundError."""
    return _path(stored_as).open("rb")


def remove(stored_as: str) -> None:
    """Delete the bytes; harmless where they are gone."""
    _path(stored_as).unlink(missing_ok=True)


def stored(*, before: float) -> Iterator[str]:
    """The paths of all files last written before a moment (seconds since 1970)."""
    folder = DocumentSettings.current().folder
    for path in folder.glob("??/??/*"):
        if path.is_file() and path.stat().st_mtime < before:
            yield path.relative_to(folder).as_posix()


def _path(stored_as: str) -> Path:
    return DocumentSettings.current().folder / stored_as
