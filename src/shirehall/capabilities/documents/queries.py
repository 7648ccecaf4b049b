"""Reading documents."""

from collections.abc import Iterable

from django.db.models import Q

from shirehall.capabilities.documents.models import Document
from shirehall.casework.models import Case, Draft


def document(document_id: str) -> Document | None:
    """One document that can still be opened, with its case and draft. None for what is no id at all."""
    if not (document_id.isascii() and document_id.isalnum()):
        return None
    kept = Document.objects.select_related("case", "draft__sent_case").filter(disposed_at=None)
    return kept.filter(pk=document_id).first()


def for_case(case: Case, *, evidence: str = "", uploads_only: bool = False) -> list[Document]:
    """The documents of a case, oldest first, those of the draft it was sent from among them."""
    rows = Document.objects.filter(Q(case=case) | Q(draft__sent_case=case), disposed_at=None)
    if evidence:
        rows = rows.filter(evidence=evidence)
    if uploads_only:
        rows = rows.filter(kind=Document.Kind.UPLOAD)
    return list(rows)


def for_draft(draft: Draft, *, evidence: str = "") -> list[Document]:
    """The documents of a draft, oldest first."""
    rows = Document.objects.filter(draft=draft, disposed_at=None)
    return list(rows.filter(evidence=evidence) if evidence else rows)


def by_id(ids: Iterable[str]) -> dict[str, Document]:
    """Those of the documents that are still kept, by id."""
    return {each.pk: each for each in Document.objects.filter(pk__in=list(ids), disposed_at=None)}
