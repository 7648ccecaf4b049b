"""What was read of a form goes with its draft or its case; what came by post goes when its time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from shirehall.capabilities.documents.api import dispose
from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case, Draft
from shirehall.channels.paper.models import Batch, Confirmation, PrintedForm, Sheet
from shirehall.channels.paper.post import WAITS_FOR_A_PERSON, forget_post

_BLANK_FORMS_KEPT = timedelta(days=365)


def _no_documents(ids: Sequence[str]) -> None:
    """The pictures of sheets are the draft's own documents."""


def _forget(forms: Q) -> None:
    found = PrintedForm.objects.filter(forms)
    Confirmation.objects.filter(form__in=found).delete()
    sheets = Sheet.objects.filter(form__in=found)
    dispose(
        list(sheets.filter(document__isnull=False).values_list("document_id", flat=True)), at=timezone.now()
    )
    sheets.update(read=[])
    # Nobody has to settle a sheet of what is gone, so its post can go as well.
    sheets.filter(state__in=WAITS_FOR_A_PERSON).update(state=Sheet.State.SET_ASIDE)


def dispose_of_case(case: Case) -> None:
    """Forget what was read and confirmed of its forms."""
    _forget(Q(draft__sent_case=case))


def dispose_of_draft(draft: Draft) -> None:
    """The same of a draft that was never sent."""
    _forget(Q(draft=draft))


def dispose_of_rest(at: datetime) -> int:
    """Let go of old post, of empty batches, and of forms that were printed long ago and never came."""
    gone = forget_post(at)
    batches = Batch.objects.filter(at__lt=at - _BLANK_FORMS_KEPT)
    gone += batches.exclude(scans__document__isnull=False).delete()[0]
    forms = PrintedForm.objects.filter(made_at__lt=at - _BLANK_FORMS_KEPT, draft=None)
    return gone + forms.filter(came=None).delete()[0]


register_disposer(
    Disposer(
        "paper", gettext_noop("Forms on paper, and what came by post"), _no_documents,
        dispose_of_case=dispose_of_case, dispose_of_draft=dispose_of_draft, dispose_of_rest=dispose_of_rest,
    )
)  # fmt: skip
