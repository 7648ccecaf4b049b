"""GOV.UK Notify by its own client. It keeps our key as its reference, so it is asked before anything goes out twice."""

import hmac
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Self

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from shirehall.capabilities.messages.providers.base import Carried, DeliveryError, Outgoing
from shirehall.capabilities.messages.providers.receiving import (
    LONGEST_TEXT,
    NOT_UNDERSTOOD,
    UNAUTHORISED,
    Incoming,
    NotReceivedError,
    PlainReceiver,
    ReceivedText,
)
from shirehall.casework.steps import Delivery

PUBLIC_ADDRESS = "https://api.notifications.service.gov.uk"
_SHORTEST_KEY = 74  # a name, the service's number and the secret, with dashes between
_SHORTEST_TOKEN = 16
_TOO_MANY, _SERVER_FAILED, _TIMED_OUT = 429, 500, 408
_FAILED = frozenset(
    {"permanent-failure", "temporary-failure", "technical-failure", "virus-scan-failed", "validation-failed",
     "cancelled", "failed"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NotifySettings:
    """`key` and `url` of Notify; the ids of the one template each for email and text, which hold ((subject)) and
    ((body)). Letters need none: they go as PDF. `inbound_token` is what Notify sends along with a text that came in."""

    key: str
    url: str
    email_template: str
    sms_template: str
    inbound_token: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_NOTIFY_KEY, _URL, _EMAIL_TEMPLATE, _SMS_TEMPLATE and _INBOUND_TOKEN."""
        return cls(
            key=env.get("SHIREHALL_NOTIFY_KEY", "").strip(),
            url=env.get("SHIREHALL_NOTIFY_URL", "").strip() or PUBLIC_ADDRESS,
            email_template=env.get("SHIREHALL_NOTIFY_EMAIL_TEMPLATE", "").strip(),
            sms_template=env.get("SHIREHALL_NOTIFY_SMS_TEMPLATE", "").strip(),
            inbound_token=env.get("SHIREHALL_NOTIFY_INBOUND_TOKEN", "").strip(),
        )


class Notify:
    """GOV.UK Notify, which councils may use without charge for email."""

    name = "notify"
    label = "GOV.UK Notify"
    channels = frozenset({"email", "sms", "letter"})
    delivery: Delivery = "look_first"
    options: Mapping[str, Any] = {
        "type": "object",
        "required": ["SHIREHALL_NOTIFY_KEY"],
        "properties": {
            "SHIREHALL_NOTIFY_KEY": {"type": "string"},
            "SHIREHALL_NOTIFY_URL": {"type": "string"},
            "SHIREHALL_NOTIFY_EMAIL_TEMPLATE": {"type": "string"},
            "SHIREHALL_NOTIFY_SMS_TEMPLATE": {"type": "string"},
            "SHIREHALL_NOTIFY_INBOUND_TOKEN": {"type": "string"},
        },
    }

    def check_config(self) -> tuple[str, ...]:
        """What is missing or cannot be right."""
        chosen = NotifySettings.from_env(os.environ)
        problems = []
        if len(chosen.key) < _SHORTEST_KEY:
            problems.append("SHIREHALL_NOTIFY_KEY must be a whole API key, as Notify showed it once.")
        for channel, template in (("EMAIL", chosen.email_template), ("SMS", chosen.sms_template)):
            used = os.environ.get(f"SHIREHALL_{channel}_PROVIDER", "").strip() == self.name
            if used and not template:
                problems.append(
                    f"SHIREHALL_NOTIFY_{channel}_TEMPLATE must be the id of a template in Notify."
                )
        if chosen.inbound_token and len(chosen.inbound_token) < _SHORTEST_TOKEN:
            problems.append(f"SHIREHALL_NOTIFY_INBOUND_TOKEN must have at least {_SHORTEST_TOKEN} signs.")
        return tuple(problems)

    def send(self, message: Outgoing) -> Carried:
        """Send it with our key as Notify's reference."""
        chosen = NotifySettings.from_env(os.environ)
        client = _client(chosen)
        try:
            answer = _send(client, chosen, message)
        except APIError as error:
            raise _delivery_error(error) from error
        return Carried("sent", str(answer["id"]))

    def look(self, message: Outgoing) -> Carried | None:
        """Ask for our key."""
        client = _client(NotifySettings.from_env(os.environ))
        try:
            found = client.get_all_notifications(reference=message.key)["notifications"]
        except APIError as error:
            raise _delivery_error(error) from error
        if not found:
            return None
        status = str(found[0]["status"])
        return Carried(_state(status), str(found[0]["id"]), error=status if status in _FAILED else "")


def _send(client: NotificationsAPIClient, chosen: NotifySettings, message: Outgoing) -> Mapping[str, Any]:
    answer: Mapping[str, Any]
    if message.channel == "email":
        answer = client.send_email_notification(
            email_address=message.to, template_id=chosen.email_template, reference=message.key,
            personalisation={"subject": message.subject, "body": message.text},
        )  # fmt: skip
    elif message.channel == "sms":
        answer = client.send_sms_notification(
            phone_number=message.to, template_id=chosen.sms_template, reference=message.key,
            personalisation={"body": message.text},
        )  # fmt: skip
    else:
        answer = client.send_precompiled_letter_notification(
            reference=message.key, pdf_file=io.BytesIO(message.pdf()), postage="second"
        )
    return answer


def _client(chosen: NotifySettings) -> NotificationsAPIClient:
    if len(chosen.key) < _SHORTEST_KEY:
        raise DeliveryError("SHIREHALL_NOTIFY_KEY is not a whole API key", temporary=False)
    return NotificationsAPIClient(chosen.key, base_url=chosen.url)


def _delivery_error(error: APIError) -> DeliveryError:
    code = error.status_code
    temporary = code in (_TOO_MANY, _TIMED_OUT) or code >= _SERVER_FAILED
    kinds = error.message if isinstance(error.message, list) else []
    words = ", ".join(sorted({str(each.get("error", "")) for each in kinds if isinstance(each, dict)}))
    return DeliveryError(f"Notify answered {code} {words}".strip(), temporary=temporary)


def _state(status: str) -> Literal["sent", "delivered", "failed"]:
    if status in _FAILED:
        return "failed"
    return "delivered" if status in ("delivered", "received") else "sent"


def _ready() -> bool:
    return len(NotifySettings.from_env(os.environ).inbound_token) >= _SHORTEST_TOKEN


def _read(incoming: Incoming) -> ReceivedText:
    """Notify's callback for a text received: JSON, with the bearer token that was set in Notify."""
    token = NotifySettings.from_env(os.environ).inbound_token
    given = incoming.headers.get("authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        raise NotReceivedError("the bearer token is wrong", status=UNAUTHORISED)
    try:
        said = json.loads(incoming.body)
        id_, sender, text = said["id"], said["source_number"], said["message"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotReceivedError("this is not Notify's callback", status=NOT_UNDERSTOOD) from error
    if not all(isinstance(each, str) for each in (id_, sender, text)) or not id_:
        raise NotReceivedError("this is not Notify's callback", status=NOT_UNDERSTOOD)
    # Notify writes 447700900123, and a reader of numbers wants the sign of a whole number in front.
    number = f"+{sender}" if sender.isdigit() and not sender.startswith("0") else sender
    return ReceivedText(id_[:200], number[:50], text[:LONGEST_TEXT], _moment(said.get("date_received")))


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


RECEIVER = PlainReceiver("notify", "GOV.UK Notify", _ready, _read, Notify.options)
