"""What retention asks for: numbers and texts that belong to nothing any more go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case
from shirehall.channels.sms.models import ArrivedText, Conversation

_KEPT = timedelta(days=30)


def _no_documents(ids: Sequence[str]) -> None:
    """Documents are not kept here."""


def dispose_of_case(case: Case) -> None:
    """A text that waited for its case to be named is not kept longer than the case."""
    Conversation.objects.filter(case=case).update(case=None, held="", choices=[])
    Conversation.objects.filter(called=case).update(called=None)


def dispose_of_rest(at: datetime) -> int:
    """Delete texts that came in, and conversations without a draft, when nothing was heard for 30 days."""
    texts = ArrivedText.objects.filter(at__lt=at - _KEPT).delete()[0]
    quiet = Conversation.objects.filter(draft=None, heard_at__lt=at - _KEPT)
    return texts + quiet.delete()[0]


register_disposer(
    Disposer(
        name="sms",
        label="Conversations by text",
        dispose=_no_documents,
        dispose_of_case=dispose_of_case,
        dispose_of_rest=dispose_of_rest,
    )
)
