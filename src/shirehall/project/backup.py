"""Writes database and documents to one file, and puts them back.

A backup is a tar file: `manifest.json` first, then the database, then the documents. The manifest holds the SHA-256 of
every file, and nothing is put back before all of them were compared. Outside demonstration mode the secret key is
not in it: keep that apart, for without it officers' second factors cannot be read.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"
KEY = "secret-key"
DOCUMENTS = "documents"
# What SQLite keeps beside its file while it is open. Left beside another file, it would be taken for that one's.
COMPANIONS = ("", "-wal", "-shm", "-journal")


class BackupError(Exception):
    """Says to a person what is wrong and what to do."""


@dataclass(frozen=True)
class Store:
    """Where an installation keeps what it must not lose. `database` is Django's settings for it."""

    database: Mapping[str, Any]
    documents: Path
    key: Path

    @property
    def is_sqlite(self) -> bool:
        return str(self.database["ENGINE"]).endswith("sqlite3")


def write_backup(store: Store, file: Path, *, at: datetime) -> int:
    """Write everything to `file` while the server runs, and give the number of files in it.

    Raises BackupError where there is nothing to keep, or where `file` is there already.
    """
    if file.exists():
        raise BackupError(f"{file} is there already. Name another file.")
    unfinished = file.with_name(f".{file.name}.unfinished")
    with TemporaryDirectory() as folder:
        # The database first: a document is stored before the row that names it, so none that is named is missing.
        parts = {_database_name(store): _dump(store, Path(folder))}
        parts |= {
            f"{DOCUMENTS}/{path.relative_to(store.documents).as_posix()}": path
            for path in _files(store.documents)
        }
        if store.key.is_file():
            parts[KEY] = store.key
        manifest = {
            "format": FORMAT,
            "made_at": at.isoformat(timespec="seconds"),
            "files": {name: _digest(path) for name, path in parts.items()},
        }
        try:
            _pack(unfinished, manifest, parts)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    return len(parts)


def restore_backup(store: Store, file: Path, *, force: bool, at: datetime) -> int:
    """Put back what `file` holds, and give the number of files put back. The server must be stopped.

    What stood there before is kept beside it under a name with the time. Raises BackupError, and changes nothing, when
    the backup is damaged or of another kind of database, or when something stands there and `force` is not given.
    """
    if not force and _stands(store):
        raise BackupError(
            "There are cases or documents here already. To replace them: make restore FILE=... FORCE=1"
        )
    store.documents.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=store.documents.parent) as folder:
        unpacked = Path(folder)
        names = _unpack(file, unpacked)
        if _database_name(store) not in names:
            raise BackupError(f"{file} was made from another kind of database than the one that is set here.")
        aside = at.strftime("before-restore-%Y%m%d-%H%M%S")
        _load(store, unpacked / _database_name(store), aside=aside)
        _put(unpacked / DOCUMENTS, store.documents, aside=aside)
        if KEY in names:
            _put(unpacked / KEY, store.key, aside=aside)
    return len(names)


def _database_name(store: Store) -> str:
    return SQLITE if store.is_sqlite else POSTGRESQL


def _stands(store: Store) -> bool:
    if any(_files(store.documents)):
        return True
    if store.is_sqlite:
        return Path(store.database["NAME"]).exists()
    return _run_postgresql(store, "psql", "--tuples-only", "--no-align", "--command", r"\dt").strip() not in (
        "",
        "Did not find any relations.",
    )


def _dump(store: Store, folder: Path) -> Path:
    copy = folder / _database_name(store)
    if not store.is_sqlite:
        _run_postgresql(store, "pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
        return copy
    source = Path(store.database["NAME"])
    if not source.is_file():
        raise BackupError(f"There is no database at {source}, so there is nothing to back up.")
    address = f"{source.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as live, closing(sqlite3.connect(copy)) as made:
        live.backup(made)
    return copy


def _load(store: Store, dump: Path, *, aside: str) -> None:
    if not store.is_sqlite:
        # One transaction: either all of it is back, or nothing changed.
        _run_postgresql(
            store,
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            str(dump),
            name="--dbname",
        )
        return
    with closing(sqlite3.connect(f"{dump.resolve().as_uri()}?mode=ro", uri=True)) as database:
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise BackupError(f"The database in the backup is damaged: {verdict}")
    target = Path(store.database["NAME"])
    for ending in COMPANIONS:
        _set_aside(target.with_name(target.name + ending), aside)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(dump, target)


def _put(source: Path, target: Path, *, aside: str) -> None:
    _set_aside(target, aside)
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)


def _set_aside(path: Path, aside: str) -> None:
    if path.exists():
        path.rename(path.with_name(f"{path.name}-{aside}"))


def _run_postgresql(store: Store, program: str, *arguments: str, name: str = "") -> str:
    """Run one of PostgreSQL's own programs on the database; `name` is its option for the database's name."""
    given = store.database
    variables = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGDATABASE": given["NAME"],
        "PGSSLMODE": given["OPTIONS"].get("sslmode", ""),
    }
    command = [program, *([f"{name}={given['NAME']}"] if name else []), *arguments]
    environment = os.environ | {key: value for key, value in variables.items() if value}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    except FileNotFoundError as missing:
        raise BackupError(f"{program} is missing. On Debian: apt-get install postgresql-client") from missing
    except subprocess.CalledProcessError as failed:
        raise BackupError(f"{program} failed: {failed.stderr.strip()}") from failed
    return done.stdout


def _pack(file: Path, manifest: Mapping[str, Any], parts: Mapping[str, Path]) -> None:
    with tarfile.open(file, "x") as tar:
        text = json.dumps(manifest, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        tar.addfile(entry, io.BytesIO(text))
        for name, path in parts.items():
            tar.add(path, arcname=name, recursive=False)
    file.chmod(0o600)


def _unpack(file: Path, folder: Path) -> list[str]:
    """Unpack what the manifest names, and compare each with its hash. Gives the names."""
    try:
        with tarfile.open(file, "r:") as tar:
            manifest = json.loads(_read(tar, MANIFEST))
            if manifest["format"] != FORMAT:
                raise BackupError(f"{file} has format {manifest['format']}; this version reads {FORMAT}.")
            for name, digest in manifest["files"].items():
                _unpack_one(tar, name, digest, folder)
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as damage:
        raise BackupError(f"{file} is not a whole backup: {damage}") from damage
    return list(manifest["files"])


def _unpack_one(tar: tarfile.TarFile, name: str, digest: str, folder: Path) -> None:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts[0] not in (SQLITE, POSTGRESQL, KEY, DOCUMENTS):
        raise BackupError(f"The backup names a file outside itself: {name}")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = tar.extractfile(name)
    if source is None:
        raise BackupError(f"The backup holds something other than a file: {name}")
    with source, target.open("xb") as made:
        shutil.copyfileobj(source, made)
    target.chmod(0o600)
    if _digest(target) != digest:
        raise BackupError(f"The backup is damaged: {name} is not what was written.")


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    source = tar.extractfile(name)
    if source is None:
        raise KeyError(name)
    with source:
        return source.read()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
