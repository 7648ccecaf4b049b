"""The partnership that this installation runs for, read once a process and again when its files change."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from shirehall.partnership.data import Partnership
from shirehall.partnership.loading import read_partnership
from shirehall.partnership.reading import PartnershipError


def partnership_folder() -> Path:
    """The folder that the setting SHIREHALL_PARTNERSHIP names. Raises PartnershipError where there is none."""
    return _find(Path(settings.SHIREHALL_PARTNERSHIP))


@lru_cache(maxsize=8)
def _find(folder: Path) -> Path:
    # Looked for once: a page asks for its council several times, and each look at the disk costs as much as a query.
    if not folder.is_dir():
        raise PartnershipError(
            f"SHIREHALL_PARTNERSHIP names {folder}, which is not a folder. Mend the setting."
        )
    return folder.resolve()


def current_partnership() -> Partnership:
    """The checked data. Kept by folder and by the newest change in it, so a stale copy is never served."""
    folder = partnership_folder()
    return _read(folder, _newest_change(folder) if settings.DEBUG else 0)


@lru_cache(maxsize=8)
def _read(folder: Path, newest_change: int) -> Partnership:
    return read_partnership(folder)


def _newest_change(folder: Path) -> int:
    return max((path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()), default=0)
