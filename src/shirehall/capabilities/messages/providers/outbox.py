"""The built-in outbox: nothing leaves, and a page shows every message as it would arrive."""

from collections.abc import Mapping
from typing import Any

from shirehall.capabilities.messages.providers.base import Carried, Outgoing
from shirehall.casework.steps import Delivery


class Outbox:
    """Keeps messages where they are: the row of the message is the outbox."""

    name = "outbox"
    label = "Built-in outbox"
    channels = frozenset({"email", "sms", "letter"})
    options: Mapping[str, Any] = {"type": "object", "properties": {}}
    delivery: Delivery = "idempotent_key"

    def check_config(self) -> tuple[str, ...]:
        """It needs nothing."""
        return ()

    def send(self, message: Outgoing) -> Carried:
        """Hold it."""
        return Carried("held", message.key)

    def look(self, message: Outgoing) -> Carried | None:
        """Holding again changes nothing, so there is nothing to look for."""
        return None
