"""Mails that wait their turn, because very many of their sender came at once."""

from datetime import datetime

from shirehall.capabilities.documents.api import content_of
from shirehall.departments.finance.intake.models import IncomingMessage
from shirehall.departments.finance.intake.settings import intake_settings
from shirehall.departments.finance.intake.taking import open_kept, opened_lately

_AT_ONCE = 10


def open_waiting(at: datetime) -> int:
    """Open the oldest whose sender has room again, a few at once. Gives how many."""
    most, opened = intake_settings().an_hour, 0
    full: set[str] = set()
    waiting = IncomingMessage.objects.filter(state=IncomingMessage.State.WAITING).select_related("document")
    waiting = waiting.filter(document__isnull=False).order_by("received_at", "pk")
    while opened < _AT_ONCE and (message := waiting.exclude(sender__in=full).first()):
        if opened_lately(message.sender, at) >= most:
            full.add(message.sender)
            continue
        assert message.document is not None
        open_kept(message=message, raw=content_of(message.document), at=at)
        opened += 1
    return opened
