"""The front door of messages: what was sent about a case, and the system's own messages to a contact."""

from shirehall.capabilities.messages.codes import send_code, send_reference_reminder
from shirehall.capabilities.messages.links import CaseLink, link_to, register_case_link
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.providers.base import (
    Carried,
    DeliveryError,
    Outgoing,
    Provider,
    providers,
    register_provider,
)
from shirehall.capabilities.messages.queries import (
    OutboxPage,
    SentMessage,
    for_case,
    message_called,
    outbox_page,
)
from shirehall.capabilities.messages.sms import SmsSize, size_of

__all__ = [
    "Carried",
    "CaseLink",
    "DeliveryError",
    "Message",
    "OutboxPage",
    "Outgoing",
    "Provider",
    "SentMessage",
    "SmsSize",
    "for_case",
    "link_to",
    "message_called",
    "outbox_page",
    "providers",
    "register_case_link",
    "register_provider",
    "send_code",
    "send_reference_reminder",
    "size_of",
]
