"""What casework's retention asks for: the words of a case's messages go with its details."""

from collections.abc import Sequence

from django.utils import timezone

from shirehall.capabilities.messages.models import Message
from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case

_EMPTIED = {"to": "", "subject": "", "text": "", "html": "", "error": "", "document": None}


def dispose_of_case(case: Case) -> None:
    """Empty every message of a case. That one went out, when and how, stays."""
    Message.objects.filter(case=case, disposed_at=None).update(disposed_at=timezone.now(), **_EMPTIED)


def _no_documents(ids: Sequence[str]) -> None:
    """Documents are not kept here."""


register_disposer(
    Disposer(name="messages", label="Messages", dispose=_no_documents, dispose_of_case=dispose_of_case)
)
