"""The front door of messages: what was sent about a case, and the system's own messages to a contact."""

from shirehall.capabilities.messages.actions import message_key
from shirehall.capabilities.messages.choosing import mobile_number
from shirehall.capabilities.messages.codes import send_code, send_reference_reminder, send_way_back
from shirehall.capabilities.messages.links import CaseLink, full_address, link_to, register_case_link
from shirehall.capabilities.messages.mails import FOR_STAFF, Picture, send_mail
from shirehall.capabilities.messages.markup import escaped
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.providers.base import (
    Carried,
    DeliveryError,
    Outgoing,
    Provider,
    providers,
    register_provider,
)
from shirehall.capabilities.messages.providers.kannel import DEMONSTRATION_SECRET
from shirehall.capabilities.messages.providers.receiving import (
    Incoming,
    NotReceivedError,
    PlainReceiver,
    ReceivedText,
    Receiver,
    receiver_called,
    receivers,
    register_receiver,
)
from shirehall.capabilities.messages.queries import (
    OutboxPage,
    SentMessage,
    channels_of_decision,
    for_case,
    message_called,
    outbox_page,
)
from shirehall.capabilities.messages.quiet import STILL_AN_ANSWER, quiet_until
from shirehall.capabilities.messages.sms import SmsSize, plain_signs, size_of
from shirehall.capabilities.messages.stopping import STOPPED, allow_texts, stop_texts, takes_texts
from shirehall.capabilities.messages.texts import plan_texts, texts_about_cases, texts_to, write_text

__all__ = [
    "DEMONSTRATION_SECRET",
    "FOR_STAFF",
    "STILL_AN_ANSWER",
    "STOPPED",
    "Carried",
    "CaseLink",
    "DeliveryError",
    "Incoming",
    "Message",
    "NotReceivedError",
    "OutboxPage",
    "Outgoing",
    "Picture",
    "PlainReceiver",
    "Provider",
    "ReceivedText",
    "Receiver",
    "SentMessage",
    "SmsSize",
    "allow_texts",
    "channels_of_decision",
    "escaped",
    "for_case",
    "full_address",
    "link_to",
    "message_called",
    "message_key",
    "mobile_number",
    "outbox_page",
    "plain_signs",
    "plan_texts",
    "providers",
    "quiet_until",
    "receiver_called",
    "receivers",
    "register_case_link",
    "register_provider",
    "register_receiver",
    "send_code",
    "send_mail",
    "send_reference_reminder",
    "send_way_back",
    "size_of",
    "stop_texts",
    "takes_texts",
    "texts_about_cases",
    "texts_to",
    "write_text",
]
