"""Pictures of the pages of an invoice, made in the limited child and kept for some days in a folder of this machine, so
that a page is drawn once for all who look."""

import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from shirehall.capabilities.documents.api import content_of
from shirehall.departments.finance.invoices.api import FinanceSettings
from shirehall.departments.finance.invoices.models import InvoiceFile
from shirehall.departments.finance.reading.api import Limits, NoPictureError, picture_of_box_safely

KEPT_FOR = timedelta(days=7)
_WHOLE = 1_000_000.0
"""Points: a place that is larger than any page is the whole page, in dots whose number in an inch is known."""
_POINTS_A_DOT = 72 / 150
_LARGEST_IN_DOTS = 11_500_000
"""A page of more is drawn smaller, so that places on it cannot be told from its size."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """How large a page is, in points; `has_places`: whether places of fields can be drawn over its picture."""

    width: float
    height: float
    has_places: bool


def picture_of_page(file: InvoiceFile, page: int) -> bytes:
    """A page (from 1) as a PNG. Raises NoPictureError."""
    if file.document is None or not file.document.stored_as:
        raise NoPictureError("the file is gone")
    kept = _folder() / f"{file.document.pk}-{page}.png"
    with suppress(FileNotFoundError):
        return kept.read_bytes()
    chosen = FinanceSettings.current()
    limits = Limits(seconds=chosen.read_seconds, megabytes=chosen.read_megabytes)
    try:
        whole = (page, 0.0, 0.0, _WHOLE, _WHOLE)
        png = picture_of_box_safely(content_of(file.document), whole, 0.0, limits=limits)
    except OSError as error:
        raise NoPictureError("the file is gone") from error
    _keep(kept, png)
    return png


def size_of(png: bytes) -> PageSize:
    """How large the page in a picture is, from the head of the PNG."""
    width, height = struct.unpack(">II", png[16:24])
    return PageSize(width * _POINTS_A_DOT, height * _POINTS_A_DOT, width * height < _LARGEST_IN_DOTS)


def forget_old() -> int:
    """Delete pictures that were kept long enough; gives how many. A page that is looked at again is drawn again."""
    before, gone = time.time() - KEPT_FOR.total_seconds(), 0
    for kept in _folder().glob("*.png"):
        with suppress(FileNotFoundError):
            if kept.stat().st_mtime < before:
                kept.unlink()
                gone += 1
    return gone


def _keep(path: Path, png: bytes) -> None:
    """Whole or not at all: whoever reads it meanwhile never finds half a picture."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as half:
        half.write(png)
    Path(half.name).replace(path)


def _folder() -> Path:
    folder = Path(settings.SHIREHALL_DOCUMENTS).parent / "invoice_pictures"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
