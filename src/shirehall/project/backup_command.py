"""The commands around a backup: they read the settings, the clock and FORCE, and say what was done."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from shirehall.project.backup import BackupError, Store, restore_backup, write_backup


def back_up(arguments: Sequence[str]) -> int:
    """Write a backup to the file that is named, or to one named by the time. Gives the exit code."""
    at = datetime.now(UTC)
    file = Path(arguments[0] if arguments else at.strftime("backup-%Y%m%d-%H%M%S.tar"))
    try:
        count = write_backup(_store(), file, at=at)
    except (BackupError, ValueError) as error:
        return _refuse(error)
    sys.stdout.write(f"{file}: files in it, with the database: {count}.\n")
    return 0


def restore(arguments: Sequence[str]) -> int:
    """Put back the backup that is named. Gives the exit code."""
    at = datetime.now(UTC)
    if len(arguments) != 1:
        return _refuse("Name the backup: make restore FILE=backup.tar")
    try:
        count = restore_backup(_store(), Path(arguments[0]), force=os.environ.get("FORCE") == "1", at=at)
    except (BackupError, ValueError) as error:
        return _refuse(error)
    sys.stdout.write(
        f"Files put back, with the database: {count}. Documents, and a SQLite file, that stood there before "
        "lie beside them, named before-restore.\n"
    )
    return 0


def _store() -> Store:
    # Without a key nothing else is set either: this is the demonstration.
    if not os.environ.get("SHIREHALL_SECRET_KEY"):
        os.environ.setdefault("SHIREHALL_DEMO", "1")
    # Reading the settings reads the environment, so they are not imported before it is complete.
    settings = import_module("shirehall.project.settings")
    return Store(
        database=settings.DATABASES["default"],
        documents=settings.SHIREHALL_DOCUMENTS,
        key=settings.SHIREHALL_VAR / "secret-key",
    )


def _refuse(reason: object) -> int:
    sys.stderr.write(f"{reason}\n")
    return 2
