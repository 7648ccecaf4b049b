"""What casework's retention asks for: the words of a case's messages go with its details."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from shirehall.capabilities.messages.models import Message
from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case

_KEPT_OF_NOTHING = timedelta(days=30)
"""How long a code, or a list of references, is kept that belongs to no case and no draft."""
_EMPTIED = {"to": "", "subject": "", "text": "", "html": "", "error": "", "document": None}


def dispose_of_case(case: Case) -> None:
    """Empty every message of a case. That one went out, when and how, stays."""
    Message.objects.filter(case=case, disposed_at=None).update(disposed_at=timezone.now(), **_EMPTIED)


def _no_documents(ids: Sequence[str]) -> None:
    """Documents are not kept here."""


def dispose_of_rest(at: datetime) -> int:
    """Delete what no case and no draft will take along: it says where somebody is reached. Gives how many."""
    old = Message.objects.filter(case=None, draft=None, created_at__lt=at - _KEPT_OF_NOTHING)
    return old.delete()[0]


register_disposer(
    Disposer(
        name="messages",
        label="Messages",
        dispose=_no_documents,
        dispose_of_case=dispose_of_case,
        dispose_of_rest=dispose_of_rest,
    )
)
