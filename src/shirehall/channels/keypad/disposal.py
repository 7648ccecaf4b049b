"""What retention asks for: a call is forgotten soon after it ended. What was answered is on the draft or the case."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Draft
from shirehall.channels.keypad.models import Call
from shirehall.channels.keypad.settings import keypad_settings


def _no_documents(ids: Sequence[str]) -> None:
    """Documents are not kept here."""


def dispose_of_draft(draft: Draft) -> None:
    """A call about a draft goes with it: what was said last tells what was answered."""
    Call.objects.filter(draft=draft).delete()


def dispose_of_rest(at: datetime) -> int:
    """Delete calls in which nothing was heard for a day, or as many as the council chose."""
    kept = timedelta(days=keypad_settings().days_kept)
    return Call.objects.filter(heard_at__lt=at - kept).delete()[0]


register_disposer(
    Disposer(
        name="keypad",
        label="Calls",
        dispose=_no_documents,
        dispose_of_draft=dispose_of_draft,
        dispose_of_rest=dispose_of_rest,
    )
)
