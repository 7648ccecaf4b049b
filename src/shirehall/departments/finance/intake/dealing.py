"""What an officer does with a message: try it again, or say that it is dealt with."""

from datetime import datetime

from django.utils.translation import gettext as _

from shirehall.capabilities.documents.api import content_of
from shirehall.departments.finance.intake.models import IncomingMessage
from shirehall.departments.finance.intake.taking import open_kept


class NothingToTryError(Exception):
    """There is nothing that could be tried again. The text says why."""


def try_again(*, message: IncomingMessage, by: str, at: datetime) -> None:
    """Open a mail again that needs a person: what a setting or a scanner kept from being taken may be taken now. Files
    that were taken are not taken twice. Raises NothingToTryError; ScannerSilentError while the scanner is silent."""
    if message.state != IncomingMessage.State.TROUBLE or message.document is None:
        raise NothingToTryError(_("There is nothing to try again."))
    if "message_too_large" in message.problems:
        raise NothingToTryError(
            _("Only the head of this mail was kept. The mail itself lies in the mailbox.")
        )
    try:
        raw = content_of(message.document)
    except FileNotFoundError as error:
        raise NothingToTryError(_("The mail is no longer kept.")) from error
    open_kept(message=message, raw=raw, at=at)


def deal_with(*, message: IncomingMessage, by: str, at: datetime) -> None:
    """Write down that a person has dealt with it. Doing it again changes nothing."""
    IncomingMessage.objects.filter(pk=message.pk, state=IncomingMessage.State.TROUBLE).update(
        state=IncomingMessage.State.DEALT_WITH, dealt_by=by, dealt_at=at
    )
    message.refresh_from_db()
