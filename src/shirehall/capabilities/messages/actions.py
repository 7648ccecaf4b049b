"""Messages about a case: written once, then given to a provider."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction

from shirehall.capabilities.documents.api import content_of, store_made
from shirehall.capabilities.messages.choosing import Send
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.providers.base import Carried, DeliveryError, Outgoing, provider_called
from shirehall.capabilities.messages.rendering import Rendered, render
from shirehall.capabilities.messages.settings import MessageSettings
from shirehall.capabilities.messages.sms import size_of
from shirehall.capabilities.messages.stopping import STOPPED, takes_texts
from shirehall.capabilities.messages.wording import Matter, council_name
from shirehall.casework.insertion import insert_rows
from shirehall.casework.models import Case, Draft
from shirehall.kernel.definition import MessageTemplate
from shirehall.partnership.api import authority as authority_called
from shirehall.partnership.api import current_partnership

# Written out, since each message sent costs both: Django works an update out anew every time.
_ATTEMPTED = "UPDATE shirehall_messages_message SET attempted_at = %s WHERE id = %s"
_RESULT = """
    UPDATE shirehall_messages_message SET state = %s, provider_reference = %s, error = %s, sent_at = %s WHERE id = %s
"""


def message_key(*parts: str) -> str:
    """32 hexadecimal signs that follow from the parts: the same message has the same key at every attempt."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def write_messages(
    *, matter: Matter, template: MessageTemplate, sends: Sequence[Send], step_key: str, at: datetime,
    large_print: bool = False,
) -> list[Message]:  # fmt: skip
    """Write the permanent copies for a step, all or none: one for each send. Doing it again gives what is there."""
    with transaction.atomic():
        return [_write(matter, template, send, step_key, at, large_print) for send in sends]


def _write(
    matter: Matter, template: MessageTemplate, send: Send, step_key: str, at: datetime, large_print: bool
) -> Message:
    # Large print is the person's own need, and nothing that we know of who acts for them.
    large = large_print and send.acting is None
    rendered = render(matter, template, send.channel, at=at, acting=send.acting, large_print=large)
    case = matter.case
    key = message_key(step_key, send.channel, *filter(None, (send.recipient,)))
    return new_message(
        key=key, rendered=rendered, to=send.to, authority=case.authority, at=at, case=case, step_key=step_key,
        template=template.name, event=template.on, recipient=send.recipient,
        evidence=[row.name for row in matter.evidence] if template.on == "reminder" else [],
    )  # fmt: skip


def new_message(
    *, key: str, rendered: Rendered, to: str, authority: str, at: datetime, template: str, event: str,
    case: Case | None = None, draft: Draft | None = None, step_key: str = "", recipient: str = "",
    evidence: Sequence[str] = (),
) -> Message:  # fmt: skip
    """Write one copy, and keep the PDF of a letter with the documents. Where one of that key stands, that one."""
    size = size_of(rendered.text) if rendered.channel == "sms" else None
    settings = MessageSettings.current()
    message = Message(
        key=key, case=case, draft=draft, step_key=step_key, template=template, event=event, channel=rendered.channel,
        authority=authority, to=to, subject=rendered.subject, text=rendered.text, html=rendered.html, created_at=at,
        provider=settings.providers[rendered.channel], message_id=_message_id(key, settings.sender),
        sms_length=size.length if size else 0, sms_parts=size.parts if size else 0, recipient=recipient,
        evidence=[*evidence],
    )  # fmt: skip
    try:
        with transaction.atomic():
            if rendered.pdf:
                name = f"{template.replace('_', '-')}.pdf"
                message.document = store_made(
                    content=rendered.pdf, name=name, kind="letter", at=at, case=case, document_id=key
                )
            insert_rows([message])
    except IntegrityError:
        existing = Message.objects.filter(key=key).first()
        if existing is None:
            raise
        return existing
    return message


def deliver(message: Message, *, at: datetime, text: str = "", html: str = "") -> Message:
    """Give a message to its provider, unless it has gone out. `text` and `html` stand in for what the copy masks.

    After an attempt of which nobody knows the end, a provider that can be asked is asked first. Raises
    DeliveryError; one that is not temporary is written on the message.
    """
    if message.state in Message.GONE_OUT:
        return message
    if message.channel == "sms" and message.event != STOPPED and not takes_texts(message.to):
        refused = DeliveryError("the person wants no texts", temporary=False)
        _write_failure(message, refused)
        raise refused
    provider = provider_called(message.provider)
    outgoing = _outgoing(message, text, html)
    carried = None
    try:
        if message.attempted_at is not None and provider.delivery == "look_first":
            carried = provider.look(outgoing)
        if carried is None:
            _execute(_ATTEMPTED, [_moment(at), message.pk])
            carried = provider.send(outgoing)
    except DeliveryError as error:
        _write_failure(message, error)
        raise
    _write_result(message, carried, at)
    return message


def _write_failure(message: Message, error: DeliveryError) -> None:
    state = Message.State.QUEUED if error.temporary else Message.State.FAILED
    Message.objects.filter(pk=message.pk).update(state=state, error=str(error)[:500])
    message.state, message.error = state, str(error)[:500]


def _write_result(message: Message, carried: Carried, at: datetime) -> None:
    message.state = Message.State(carried.state)
    message.provider_reference, message.error = carried.reference[:200], carried.error
    message.sent_at = at if message.state in Message.GONE_OUT else None
    sent_at = _moment(at) if message.sent_at else None
    _execute(_RESULT, [str(message.state), message.provider_reference, message.error, sent_at, message.pk])
    if message.state == Message.State.FAILED:
        raise DeliveryError(carried.error or "the provider says that it failed", temporary=False)


def _execute(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _moment(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)


def _outgoing(message: Message, text: str, html: str) -> Outgoing:
    settings = MessageSettings.current()
    council = authority_called(message.authority) if message.authority else None
    return Outgoing(
        key=message.key,
        channel=message.channel,
        to=message.to,
        subject=message.subject,
        text=text or message.text,
        html=html or message.html,
        message_id=message.message_id,
        sender_name=council_name(message.authority),
        sender=settings.sender,
        reply_to=council.email if council else current_partnership().email,
        created_at=message.created_at,
        pdf=partial(_letter_of, message),
    )


def _letter_of(message: Message) -> bytes:
    if message.document is None:
        raise DeliveryError("the letter's PDF is gone", temporary=False)
    return content_of(message.document)


def _message_id(key: str, sender: str) -> str:
    return f"<{key}@{sender.rpartition('@')[2] or 'shirehall.invalid'}>"
