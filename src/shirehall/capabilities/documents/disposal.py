"""What casework's retention asks for: a case's documents go with its details."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from shirehall.capabilities.documents.actions import attach, dispose
from shirehall.capabilities.documents.models import Document
from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case, Draft


def dispose_documents(ids: Sequence[str]) -> None:
    """Delete documents by id. The moment is only noted on the row, so the clock is read here."""
    dispose(ids, at=timezone.now())


def dispose_of_case(case: Case) -> None:
    """Delete every document of a case, letters among them, which no answer names."""
    rows = Document.objects.filter(Q(case=case) | Q(draft__sent_case=case), disposed_at=None)
    dispose(list(rows.values_list("pk", flat=True)), at=timezone.now())


def dispose_of_draft(draft: Draft) -> None:
    """Delete the documents of a draft nobody sent. Those of one that was sent stay with its case."""
    if draft.sent_case is not None:
        attach(case=draft.sent_case, draft=draft)
        return
    rows = Document.objects.filter(draft=draft, case=None, disposed_at=None)
    dispose(list(rows.values_list("pk", flat=True)), at=timezone.now())


register_disposer(
    Disposer(
        name="documents",
        label="Files and letters",
        dispose=dispose_documents,
        dispose_of_case=dispose_of_case,
        dispose_of_draft=dispose_of_draft,
    )
)
