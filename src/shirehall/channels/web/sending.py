"""What this channel sends to people: a code, and references that were lost. The messages capability carries it."""

import logging
from collections.abc import Sequence
from datetime import datetime

from shirehall.capabilities.messages.api import DeliveryError
from shirehall.capabilities.messages.api import send_code as _send_code
from shirehall.capabilities.messages.api import send_reference_reminder as _send_references
from shirehall.casework.models import Draft
from shirehall.channels.web.contacts import Contact
from shirehall.channels.web.settings import web_settings
from shirehall.partnership.api import is_demonstration

_log = logging.getLogger("shirehall.web")


def send_code(*, contact: Contact, code: str, draft: Draft | None, authority: str, at: datetime) -> bool:
    """Send a code. False where it could not be sent; why stands in the log, without the contact."""
    try:
        _send_code(
            contact=contact.address, channel=contact.kind, code=code, at=at, minutes=web_settings().code_minutes,
            authority=authority, draft=draft,
        )  # fmt: skip
    except DeliveryError as error:
        _log.warning("a code could not be sent: %s", error)
        return False
    return True


def send_references(
    *, contact: Contact, references: Sequence[tuple[str, str]], authority: str, at: datetime
) -> None:
    """Send the references that go with a contact: title of the service, and reference. Nothing where there are none."""
    if not references:
        return
    try:
        _send_references(
            contact=contact.address, channel=contact.kind, references=references, at=at, authority=authority
        )
    except DeliveryError as error:
        _log.warning("references could not be sent: %s", error)


def outbox_url() -> str:
    """Where a demonstration shows what would have been sent; empty outside it."""
    return "/outbox/" if is_demonstration() else ""
