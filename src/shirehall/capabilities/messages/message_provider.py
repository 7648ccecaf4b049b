"""The providers that ship, by the same door as anybody else's."""

from shirehall.capabilities.messages.providers import kannel, notify
from shirehall.capabilities.messages.providers.base import register_provider
from shirehall.capabilities.messages.providers.outbox import Outbox
from shirehall.capabilities.messages.providers.receiving import register_receiver
from shirehall.capabilities.messages.providers.smtp import Smtp

register_provider(Outbox())
register_provider(Smtp())
register_provider(notify.Notify())
register_provider(kannel.Kannel())
register_receiver(notify.RECEIVER)
register_receiver(kannel.RECEIVER)
