"""E-mail by SMTP. Mail servers cannot be asked what they have, so after an uncertain end the same message goes again
under the same Message-ID, by which mail programs and servers drop the second."""

import base64
import os
import re
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, Self

from shirehall.capabilities.messages.providers.base import Carried, DeliveryError, Outgoing
from shirehall.capabilities.messages.providers.smtp_connection import connected
from shirehall.casework.steps import Delivery

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_PERMANENT = 500
_PICTURE = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=]+)"')


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """How the mail server is reached. `security` is `starttls`, `tls` or `none`; times are seconds."""

    host: str
    port: int
    security: str
    user: str
    password: str
    timeout: int = 30

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_SMTP_HOST, _PORT, _SECURITY, _USER and _PASSWORD. Raises ValueError."""
        security = env.get("SHIREHALL_SMTP_SECURITY", "").strip() or "starttls"
        if security not in _PORTS:
            raise ValueError(f"SHIREHALL_SMTP_SECURITY must be starttls, tls or none, not {security!r}")
        port = env.get("SHIREHALL_SMTP_PORT", "").strip() or str(_PORTS[security])
        if not port.isdigit():
            raise ValueError(f"SHIREHALL_SMTP_PORT must be a number, not {port!r}")
        return cls(
            host=env.get("SHIREHALL_SMTP_HOST", "").strip(), port=int(port), security=security,
            user=env.get("SHIREHALL_SMTP_USER", "").strip(), password=env.get("SHIREHALL_SMTP_PASSWORD", ""),
        )  # fmt: skip


class Smtp:
    """A mail server of the council's."""

    name = "smtp"
    label = "Mail server (SMTP)"
    channels = frozenset({"email"})
    delivery: Delivery = "at_least_once"
    options: Mapping[str, Any] = {
        "type": "object",
        "required": ["SHIREHALL_SMTP_HOST"],
        "properties": {
            "SHIREHALL_SMTP_HOST": {"type": "string"},
            "SHIREHALL_SMTP_PORT": {"type": "integer"},
            "SHIREHALL_SMTP_SECURITY": {"enum": ["starttls", "tls", "none"]},
            "SHIREHALL_SMTP_USER": {"type": "string"},
            "SHIREHALL_SMTP_PASSWORD": {"type": "string"},
        },
    }

    def check_config(self) -> tuple[str, ...]:
        """What is missing or cannot be read."""
        try:
            chosen = SmtpSettings.from_env(os.environ)
        except ValueError as error:
            return (str(error),)
        if not chosen.host:
            return ("SHIREHALL_SMTP_HOST must name the mail server.",)
        if chosen.user and chosen.security == "none":
            return ("SHIREHALL_SMTP_SECURITY must not be none where a password is sent.",)
        return ()

    def send(self, message: Outgoing) -> Carried:
        """Send one e-mail over this thread's connection."""
        chosen = SmtpSettings.from_env(os.environ)
        try:
            with connected(chosen) as server:
                server.send_message(compose(message))
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            raise DeliveryError(
                f"the mail server refused the address ({', '.join(map(str, codes))})",
                temporary=all(code < _PERMANENT for code in codes),
            ) from error
        except smtplib.SMTPResponseException as error:
            raise DeliveryError(
                f"the mail server answered {error.smtp_code}", temporary=error.smtp_code < _PERMANENT
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryError(f"the mail server cannot do this: {error}", temporary=False) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(
                f"the mail server was not reached ({type(error).__name__})", temporary=True
            ) from error
        return Carried("sent", message.message_id)

    def look(self, message: Outgoing) -> Carried | None:
        """A mail server cannot be asked."""
        return None


def compose(message: Outgoing) -> EmailMessage:
    """The e-mail: plain text with HTML beside it. Raises DeliveryError where the address is none."""
    try:
        to = Address(addr_spec=message.to)
        sender = Address(message.sender_name, addr_spec=message.sender)
    except (ValueError, IndexError) as error:
        raise DeliveryError("the e-mail address cannot be used", temporary=False) from error
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = sender
    mail["To"] = to
    if message.reply_to and message.reply_to != message.sender:
        mail["Reply-To"] = message.reply_to
    mail["Message-ID"] = message.message_id
    mail["Date"] = message.created_at
    mail["Content-Language"] = "en-GB"
    # So that nobody's absence note answers it.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text + "\n")
    if message.html:
        _add_html(mail, message)
    return mail


def _add_html(mail: EmailMessage, message: Outgoing) -> None:
    """The HTML, and its pictures beside it: mail programs show no picture that stands in an address."""
    pictures: list[bytes] = []

    def part(found: re.Match[str]) -> str:
        pictures.append(base64.b64decode(found[1]))
        return f'src="cid:{message.key}.{len(pictures)}"'

    mail.add_alternative(_PICTURE.sub(part, message.html), subtype="html")
    shown = mail.get_payload()
    if pictures and isinstance(shown, list) and isinstance(shown[1], EmailMessage):
        for number, png in enumerate(pictures, 1):
            shown[1].add_related(
                png, "image", "png", cid=f"<{message.key}.{number}>", disposition="inline",
                filename=f"picture-{number}.png",
            )  # fmt: skip
