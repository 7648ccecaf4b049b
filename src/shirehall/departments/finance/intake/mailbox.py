"""A mailbox by IMAP: what lies in its folder, the bytes of a mail, moving one, and waiting for the next.

imap-tools keeps the connection; mails are fetched as bytes, so that no reader of a library's own meets a stranger's
words.
"""

import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from imaplib import IMAP4, Internaldate2tuple
from time import mktime
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from shirehall.departments.finance.intake.settings import MailboxSettings

SECONDS = 60
"""How long the server has for one answer."""
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_VALIDITY = re.compile(rb"\d+")


class MailboxError(Exception):
    """The mailbox cannot be used just now. The text is a sentence for staff, without names or passwords."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail as the mailbox lists it: `arrived_at` is when it reached the mailbox, None where that is not said."""

    uid: int
    size: int
    arrived_at: datetime | None


class OpenMailbox:
    """A mailbox that is signed in to, with its folder chosen."""

    def __init__(self, settings: MailboxSettings, connection: BaseMailBox) -> None:
        self.settings, self._connection = settings, connection
        self.uid_validity = 0
        self.count = 0

    def look(self) -> int:
        """Choose the folder anew; gives how many mails lie in it. Its UIDs are good while `uid_validity` stays."""
        with _told():
            self._connection.folder.set(self.settings.folder)
            answers = self._connection.client.untagged_responses
            self.count = int(_last(answers.get("EXISTS")) or 0)
            validity = _VALIDITY.search(_last(answers.get("UIDVALIDITY")))
            self.uid_validity = int(validity[0]) if validity else 0
        return self.count

    def oldest(self, most: int, *, after: int = 0) -> list[Listed]:
        """The mails that lie longest, at most so many, `after` so many that lie longer still. One answer of a bounded
        length, however many there are."""
        first, last = after + 1, min(after + most, self.count)
        if last < first:
            return []
        rows = self._ask("FETCH", f"{first}:{last}", "(UID RFC822.SIZE INTERNALDATE)")
        return [listed for row in rows if (listed := _listed(row))]

    def whole(self, uid: int) -> bytes:
        """The bytes of a mail, which stays unread; empty where it is gone."""
        return self._part(uid, "BODY.PEEK[]")

    def head(self, uid: int) -> bytes:
        """The head of a mail."""
        return self._part(uid, "BODY.PEEK[HEADER]")

    def move(self, uid: int, folder: str) -> None:
        """Move a mail. Raises MailboxError; a server that cannot move copies and deletes, which done again does no
        harm."""
        with _told():
            self._connection.move(str(uid), folder)

    def make_folders(self) -> None:
        """Make the folders that mails are moved to, where they are missing."""
        with _told():
            for folder in (self.settings.done, self.settings.trouble):
                if not self._connection.folder.exists(folder):
                    self._connection.folder.create(folder)
                    with suppress(ImapToolsError):
                        self._connection.folder.subscribe(folder, True)

    def can_wait(self) -> bool:
        """Whether the server tells of mail that comes (IDLE)."""
        return "IDLE" in self._connection.client.capabilities

    def wait(self, seconds: float) -> bool:
        """Wait until the server says that something changed, or so many seconds. Whether it said so."""
        with _told():
            return any(b"EXISTS" in line for line in self._connection.idle.wait(timeout=seconds))

    def _part(self, uid: int, part: str) -> bytes:
        with _told():
            status, rows = self._connection.client.uid("FETCH", str(uid), f"({part})")
        _need_ok(status)
        return next((bytes(row[1]) for row in rows if isinstance(row, tuple)), b"")

    def _ask(self, command: str, *words: str) -> Sequence[Any]:
        with _told():
            status, rows = getattr(self._connection.client, command.lower())(*words)
        _need_ok(status)
        return [row for row in rows if row]


@contextmanager
def opened(settings: MailboxSettings) -> Iterator[OpenMailbox]:
    """Sign in to a mailbox until the block ends. Raises MailboxError."""
    password = _password(settings)
    with _told():
        connection = _connect(settings)
    try:
        with _told():
            sign_in = connection.login if (settings.user + password).isascii() else connection.login_utf8
            sign_in(settings.user, password, initial_folder=None)
        found = OpenMailbox(settings, connection)
        found.make_folders()
        yield found
    finally:
        # It may be gone already: then there is nobody to say goodbye to.
        with suppress(Exception):
            connection.logout()
        with suppress(Exception):
            connection.client.shutdown()


def _connect(settings: MailboxSettings) -> BaseMailBox:
    if settings.security == "none":
        return MailBoxUnencrypted(settings.host, settings.port, timeout=SECONDS)
    trust = ssl.create_default_context(cafile=str(settings.certificate) if settings.certificate else None)
    kind = MailBox if settings.security == "tls" else MailBoxStartTls
    return kind(settings.host, settings.port, timeout=SECONDS, ssl_context=trust)


def _password(settings: MailboxSettings) -> str:
    try:
        password = settings.password_file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, ValueError) as error:
        raise MailboxError("The file with the mailbox's password cannot be read.") from error
    if not password:
        raise MailboxError("The file with the mailbox's password is empty.")
    return password


@contextmanager
def _told() -> Iterator[None]:
    """Whatever goes wrong with the server, in words for staff."""
    try:
        yield
    except MailboxLoginError as error:
        raise MailboxError(
            "The mail server does not accept the name and the password of the mailbox."
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise MailboxError(
            "The mail server's certificate is not one that is trusted, so nothing was sent to it."
        ) from error
    except TimeoutError as error:
        raise MailboxError("The mail server did not answer in time.") from error
    except OSError as error:
        raise MailboxError(
            f"The mail server cannot be reached ({error.strerror or type(error).__name__})."
        ) from error
    except (ImapToolsError, IMAP4.error, ValueError, UnicodeError, AttributeError) as error:
        # imaplib raises nearly anything for a server that does not keep to the protocol.
        raise MailboxError(
            f"The mail server did not do what it was asked ({type(error).__name__})."
        ) from error


def _need_ok(status: object) -> None:
    if status != "OK":
        raise MailboxError("The mail server refused what it was asked.")


def _last(answer: object) -> bytes:
    return bytes(answer[-1] or b"") if isinstance(answer, list) and answer else b""


def _listed(row: object) -> Listed | None:
    line = row[0] if isinstance(row, tuple) else row
    if not isinstance(line, bytes):
        return None
    uid, size = _UID.search(line), _SIZE.search(line)
    if uid is None or size is None:
        return None
    return Listed(int(uid[1]), int(size[1]), _moment(line))


def _moment(line: bytes) -> datetime | None:
    try:
        said = Internaldate2tuple(line)
        return datetime.fromtimestamp(mktime(said), UTC) if said else None
    except (ValueError, OverflowError, OSError):
        return None
