"""What a council chooses about how invoices come in."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from shirehall.partnership.api import current_partnership, is_demonstration

PORTS = {"tls": 993, "starttls": 143, "none": 143}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
EVERY = "all"
"""The name of the one mailbox, where it is not one council's."""
DEMONSTRATION_SERVER = "mail.demonstration.invalid"


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """How a mailbox is reached. `authority` is the council whose invoices come there, empty for all; `name` is how we
    speak of it. `security` is `tls`, `starttls`, or `none` on this machine. `certificate` is a file of certificates to
    trust beside the system's own."""

    name: str
    host: str
    user: str
    password_file: Path
    authority: str = ""
    port: int = 993
    security: str = "tls"
    folder: str = "INBOX"
    done: str = "Done"
    trouble: str = "Trouble"
    certificate: Path | None = None

    def __post_init__(self) -> None:
        if self.security not in PORTS:
            raise ValueError(
                f"SHIREHALL_INVOICE_IMAP_SECURITY must be tls, starttls or none, not {self.security!r}"
            )
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError("SHIREHALL_INVOICE_IMAP_SECURITY may be none on this machine alone")
        if not self.host or not self.user:
            raise ValueError("a mailbox needs SHIREHALL_INVOICE_IMAP_HOST and SHIREHALL_INVOICE_IMAP_USER")
        if len({self.folder, self.done, self.trouble}) != 3:
            raise ValueError("the folders of a mailbox must be three different ones")

    @classmethod
    def from_words(cls, given: Mapping[str, Any], *, name: str) -> Self:
        """Read one mailbox by its words (`host`, `user`, `password_file`, ...). Raises ValueError."""
        known = {each.name for each in fields(cls)} - {"name"}
        if strange := sorted(set(given) - known):
            raise ValueError(f"a mailbox has no {', '.join(strange)}; it has {', '.join(sorted(known))}")
        words = {key: str(value).strip() for key, value in given.items() if str(value).strip()}
        security = words.get("security", "tls")
        port = words.get("port", str(PORTS.get(security, 0)))
        if not port.isascii() or not port.isdigit():
            raise ValueError(f"SHIREHALL_INVOICE_IMAP_PORT must be a number, not {port!r}")
        if "password_file" not in words:
            raise ValueError(
                "SHIREHALL_INVOICE_IMAP_PASSWORD_FILE must name the file that holds the password"
            )
        certificate = words.get("certificate")
        return cls(
            name=name, host=words.get("host", ""), user=words.get("user", ""), port=int(port), security=security,
            password_file=Path(words["password_file"]), authority=words.get("authority", ""),
            folder=words.get("folder", "INBOX"), done=words.get("done", "Done"),
            trouble=words.get("trouble", "Trouble"), certificate=Path(certificate) if certificate else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """`trusted_servers` are the names under which the receiving servers write what they found about senders. `an_hour`
    is how many mails of one sender are opened in an hour; the others wait. `largest` is in bytes, of a whole mail."""

    mailboxes: tuple[MailboxSettings, ...] = ()
    poll_seconds: int = 60
    folder: Path | None = None
    trusted_servers: tuple[str, ...] = ()
    our_domains: tuple[str, ...] = ()
    largest: int = 50_000_000
    an_hour: int = 200
    answers: bool = True
    api_per_minute: int = 60
    api_per_day: int = 5_000
    api_wrong_keys_an_hour: int = 60

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, sender: str = "", demonstration: Path | None = None) -> Self:
        """Read SHIREHALL_INVOICE_MAILBOXES or SHIREHALL_INVOICE_IMAP_HOST, SHIREHALL_INVOICE_IMAP_PORT,
        SHIREHALL_INVOICE_IMAP_SECURITY, SHIREHALL_INVOICE_IMAP_USER, SHIREHALL_INVOICE_IMAP_PASSWORD_FILE,
        SHIREHALL_INVOICE_IMAP_FOLDER, SHIREHALL_INVOICE_IMAP_DONE, SHIREHALL_INVOICE_IMAP_TROUBLE and
        SHIREHALL_INVOICE_IMAP_CERTIFICATE; SHIREHALL_INVOICE_POLL_SECONDS, SHIREHALL_INVOICE_FOLDER,
        SHIREHALL_INVOICE_TRUSTED_SERVERS, SHIREHALL_INVOICE_MESSAGE_MEGABYTES,
        SHIREHALL_INVOICE_MAILS_AN_HOUR_FROM_ONE_SENDER, SHIREHALL_INVOICE_ANSWERS, SHIREHALL_INVOICE_API_PER_MINUTE,
        SHIREHALL_INVOICE_API_PER_DAY and SHIREHALL_INVOICE_API_WRONG_KEYS_AN_HOUR. `demonstration` is the drop folder
        where none is chosen. Raises ValueError."""
        folder = env.get("SHIREHALL_INVOICE_FOLDER", "").strip()
        servers = _parts(env.get("SHIREHALL_INVOICE_TRUSTED_SERVERS", ""))
        if demonstration is not None:
            servers = (*servers, DEMONSTRATION_SERVER)
        domain = sender.rpartition("@")[2].lower()
        return cls(
            mailboxes=_mailboxes(env), poll_seconds=_whole(env, "SHIREHALL_INVOICE_POLL_SECONDS", 60),
            folder=Path(folder) if folder else demonstration, trusted_servers=servers,
            our_domains=(domain,) if domain else (),
            largest=_whole(env, "SHIREHALL_INVOICE_MESSAGE_MEGABYTES", 50) * 1_000_000,
            an_hour=_whole(env, "SHIREHALL_INVOICE_MAILS_AN_HOUR_FROM_ONE_SENDER", 200),
            answers=_flag(env, "SHIREHALL_INVOICE_ANSWERS"),
            api_per_minute=_whole(env, "SHIREHALL_INVOICE_API_PER_MINUTE", 60),
            api_per_day=_whole(env, "SHIREHALL_INVOICE_API_PER_DAY", 5_000),
            api_wrong_keys_an_hour=_whole(env, "SHIREHALL_INVOICE_API_WRONG_KEYS_AN_HOUR", 60),
        )  # fmt: skip


def _mailboxes(env: Mapping[str, str]) -> tuple[MailboxSettings, ...]:
    file = env.get("SHIREHALL_INVOICE_MAILBOXES", "").strip()
    prefix = "SHIREHALL_INVOICE_IMAP_"
    one = {
        name.removeprefix(prefix).lower(): value
        for name, value in env.items()
        if name.startswith(prefix) and value
    }
    if file and one:
        raise ValueError("set SHIREHALL_INVOICE_MAILBOXES or SHIREHALL_INVOICE_IMAP_HOST, not both")
    if not file:
        return (MailboxSettings.from_words(one, name=EVERY),) if one.get("host", "").strip() else ()
    try:
        tables = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"SHIREHALL_INVOICE_MAILBOXES cannot be read: {error}") from error
    if set(tables) - {"mailbox"} or not isinstance(rows := tables.get("mailbox"), list):
        raise ValueError("SHIREHALL_INVOICE_MAILBOXES must hold [[mailbox]] tables and nothing else")
    found = [MailboxSettings.from_words(row, name=str(row.get("authority", "")) or EVERY) for row in rows]
    if len({each.name for each in found}) != len(found):
        raise ValueError("SHIREHALL_INVOICE_MAILBOXES names the same council twice")
    return tuple(found)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip().casefold() for part in text.split(",") if part.strip())


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "").strip() or "1"
    if text not in ("0", "1"):
        raise ValueError(f"{name} must be 1 or 0, not {text!r}")
    return text == "1"


def intake_settings() -> IntakeSettings:
    """The settings of this process."""
    demonstration = Path(settings.SHIREHALL_VAR) / "invoices-in" if is_demonstration() else None
    sender = os.environ.get("SHIREHALL_SENDER", "").strip() or current_partnership().email
    return IntakeSettings.from_env(os.environ, sender=sender, demonstration=demonstration)
