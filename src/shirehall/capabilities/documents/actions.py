"""Keeping documents and letting them go."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shirehall.capabilities.documents import files
from shirehall.capabilities.documents.contents import PDF, content_type_of
from shirehall.capabilities.documents.models import Document, new_document_id
from shirehall.capabilities.documents.names import clean_name
from shirehall.capabilities.documents.problems import DocumentError
from shirehall.capabilities.documents.scanning import scan
from shirehall.capabilities.documents.settings import LARGEST, DocumentSettings
from shirehall.casework.models import Case, Draft

_ORPHANED_AFTER = timedelta(days=1)


def store(
    *, content: BinaryIO | bytes, name: str, by: str, at: datetime, channel: str, case: Case | None = None,
    draft: Draft | None = None, evidence: str = "", kind: str = Document.Kind.UPLOAD,
) -> Document:  # fmt: skip
    """Keep a file that somebody sent. Raises DocumentError, whose text is for that person.

    Of an infected file only the fact that it came is kept.
    """
    data = content if isinstance(content, bytes) else content.read(LARGEST + 1)
    found, cleaned = content_type_of(data, name)
    document = Document(
        case=case, draft=draft, evidence=evidence, kind=kind, name=cleaned, content_type=found.mime, by=by,
        channel=channel, uploaded_at=at,
    )  # fmt: skip
    document.scan = scan(data, where=DocumentSettings.current().clamd)
    document.scanned_at = None if document.scan == Document.Scan.NOT_SCANNED else at
    if document.scan == Document.Scan.INFECTED:
        _describe(document, data)
        document.disposed_at = at
        document.save(force_insert=True)
        raise DocumentError(_("The file has a virus in it, so we did not keep it. Send another file."))
    return _keep(document, data)


def store_made(
    *, content: bytes, name: str, kind: str, at: datetime, case: Case | None = None, draft: Draft | None = None,
    document_id: str = "",
) -> Document:  # fmt: skip
    """Keep a PDF that we made: a letter, or a copy of what was sent. With `document_id` it is made once."""
    if not content.startswith(b"%PDF-"):
        raise ValueError("what we make is a PDF")
    if document_id and (existing := Document.objects.filter(pk=document_id).first()):
        return existing
    document = Document(
        id=document_id or new_document_id(), case=case, draft=draft, kind=kind, name=clean_name(name, ".pdf"),
        content_type=PDF.mime, by="shirehall", channel="", uploaded_at=at, scan=Document.Scan.NOT_SCANNED,
    )  # fmt: skip
    return _keep(document, content)


def store_as_it_came(
    *, content: bytes, name: str, content_type: str, by: str, at: datetime, channel: str
) -> Document:
    """Keep a file of a stranger whatever it is, for a program that reads it apart and under limits. It belongs to
    whoever keeps it, as post does, and is never shown as it is. Raises DocumentError for one with a virus, which is
    not kept, and for an empty one;
    ScannerSilentError where nothing is wrong with it and it may be tried again."""
    if not content:
        raise DocumentError(_("The file is empty."))
    document = Document(
        kind=Document.Kind.POST, name=clean_name(name, ".bin"), content_type=content_type, by=by, channel=channel,
        uploaded_at=at, scan=scan(content, where=DocumentSettings.current().clamd),
    )  # fmt: skip
    document.scanned_at = None if document.scan == Document.Scan.NOT_SCANNED else at
    if document.scan == Document.Scan.INFECTED:
        _describe(document, content)
        document.disposed_at = at
        document.save(force_insert=True)
        raise DocumentError(_("The file has a virus in it, so we did not keep it. Send another file."))
    return _keep(document, content)


def attach(
    *, case: Case, draft: Draft | None = None, documents: Sequence[str] = (), evidence: str = ""
) -> int:
    """Let a draft's documents, or those named, belong to the case as well. Documents of other cases stay there.
    Gives how many went over; doing it again does nothing."""
    theirs = Q(pk__in=documents, draft=None)
    if draft is not None:
        theirs |= Q(draft=draft)
    changed: dict[str, object] = {"case": case}
    if evidence:
        changed["evidence"] = evidence
    return Document.objects.filter(theirs, case=None, disposed_at=None).update(**changed)


def remove(*, document: Document, at: datetime) -> None:
    """Take a document away that its sender does not want to send after all. Raises DocumentError once it was sent."""
    if document.case_id is not None:
        raise DocumentError(_("The file was sent already, so it cannot be taken away."))
    dispose(Document.objects.filter(pk=document.pk).values_list("pk", flat=True), at=at)


def dispose(ids: Sequence[str] | object, *, at: datetime) -> int:
    """Delete the bytes of documents for good, once the caller's transaction stands. The row stays, without a name.
    Gives how many were disposed of; harmless when done again."""
    rows = Document.objects.filter(pk__in=ids, disposed_at=None)  # type: ignore[misc]
    with transaction.atomic():
        gone = list(rows.select_for_update(of=("self",)).values_list("pk", "stored_as"))
        kept = Document.objects.filter(pk__in=[pk for pk, _path in gone])
        kept.update(disposed_at=at, stored_as="", name="", evidence="", by="", sha256="")
        for _pk, stored_as in gone:
            transaction.on_commit(lambda path=stored_as: files.remove(path))  # type: ignore[misc]
    return len(gone)


def sweep(*, at: datetime) -> int:
    """Delete files that no document names (a process was killed between file and row, or row and file) and documents
    that belong to nothing (their draft is gone), once they are a day old; not what came by post. Gives how many of
    both."""
    before, swept = at - _ORPHANED_AFTER, 0
    for stored_as in files.stored(before=before.timestamp()):
        if not Document.objects.filter(stored_as=stored_as).exists():
            files.remove(stored_as)
            swept += 1
    orphans = Document.objects.filter(case=None, draft=None, uploaded_at__lt=before, disposed_at=None)
    orphans = orphans.exclude(kind=Document.Kind.POST)
    return swept + dispose(list(orphans.values_list("pk", flat=True)), at=at)


def _describe(document: Document, data: bytes) -> None:
    document.size, document.sha256 = len(data), hashlib.sha256(data).hexdigest()


def _keep(document: Document, data: bytes) -> Document:
    _describe(document, data)
    document.stored_as = files.put(document.pk, data)
    document.save(force_insert=True)
    return document
