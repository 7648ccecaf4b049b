"""Taking in the post: files are kept as they came, and the worker is told to read them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Q

from shirehall.capabilities.documents.api import LARGEST, Document, DocumentError, dispose, store
from shirehall.casework.api import plan_step
from shirehall.channels.paper.channel import NAME
from shirehall.channels.paper.models import Batch, Scan, Sheet

READ_SCAN = "read_scan"


class Upload(Protocol):
    """A file that can be read once, to a limit."""

    def read(self, size: int, /) -> bytes: ...


MOST_FILES = 50
KEPT = timedelta(days=30)
"""How long what came is kept, once each sheet of it found its form or was set aside."""
_KINDS = ("application/pdf", "image/jpeg", "image/png", "image/tiff", "image/webp")


def take_in(*, files: Sequence[tuple[str, Upload]], by: str, at: datetime) -> Batch:
    """Keep files that were scanned or photographed, and have them read. One that is not taken stands in the batch with
    the reason."""
    batch = Batch.objects.create(at=at, by=by)
    for name, content in files[:MOST_FILES]:
        _take(batch, name, content, by=by, at=at)
    return batch


def _take(batch: Batch, name: str, content: Upload, *, by: str, at: datetime) -> None:
    scan = Scan(batch=batch, name=name[:150] or "scan")
    try:
        document = store(
            content=content.read(LARGEST + 1), name=name, by=by, at=at, channel=NAME, kind=Document.Kind.POST
        )
    except DocumentError as error:
        scan.state, scan.why, scan.closed_at = Scan.State.REFUSED, str(error)[:300], None
        scan.save(force_insert=True)
        return
    scan.document = document
    if document.content_type not in _KINDS:
        scan.state, scan.why = Scan.State.REFUSED, "not_a_picture"
        scan.save(force_insert=True)
        return
    with transaction.atomic():
        scan.save(force_insert=True)
        plan_step(kind=READ_SCAN, payload={"scan": scan.pk}, at=at, key=_key(scan))


def _key(scan: Scan) -> str:
    return hashlib.sha256(f"paper-scan-{scan.pk}".encode()).hexdigest()[:32]


def close_scan(*, scan: Scan, at: datetime) -> None:
    """A person has dealt with a file that could not be read."""
    Scan.objects.filter(pk=scan.pk, closed_at=None).update(closed_at=at)


def forget_post(at: datetime) -> int:
    """Let go of the files that came by post and were dealt with long ago. Gives how many."""
    waiting = Q(state=Scan.State.WAITING) | Q(state=Scan.State.REFUSED, closed_at=None)
    open_sheets = Q(sheets__state__in=WAITS_FOR_A_PERSON)
    old = Scan.objects.filter(batch__at__lt=at - KEPT).exclude(waiting)
    old = old.exclude(pk__in=Scan.objects.filter(open_sheets).values("pk"))
    found = list(old.filter(document__isnull=False).values_list("pk", "document_id")[:200])
    scans = [scan for scan, _document in found]
    # The picture of a sheet that was read belongs to its draft by now, and goes with it; the others go with the post.
    left = Sheet.objects.filter(scan__in=scans, document__isnull=False).exclude(state=Sheet.State.READ)
    pictures = list(left.values_list("document_id", flat=True))
    dispose([*(document for _scan, document in found), *pictures], at=at)
    Sheet.objects.filter(scan__in=scans).exclude(state=Sheet.State.READ).update(document=None, read=[])
    Scan.objects.filter(pk__in=scans).update(document=None, name="")
    return len(found)


WAITS_FOR_A_PERSON = ("differs", "no_code", "unknown", "forged", "no_marks", "sent")
"""States of a sheet that only a person can settle."""
