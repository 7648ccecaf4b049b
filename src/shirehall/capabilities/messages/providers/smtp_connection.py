"""The connection to the mail server, kept by each thread from one message to the next: to connect, greet and sign in
costs more than to send.

What a message's end is worth does not change. A kept connection is asked whether it still stands before a message goes
over it, so that one the server has closed meanwhile is never an uncertain end; and after any trouble it is dropped.
"""

import smtplib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

_OK = 250
# Servers close what says nothing for minutes, and some take only so many messages over one connection.
_IDLE_SECONDS = 20.0
_MESSAGES = 50


class Chosen(Protocol):
    """How the mail server is reached, as the provider's settings say."""

    @property
    def host(self) -> str: ...

    @property
    def port(self) -> int: ...

    @property
    def security(self) -> str: ...

    @property
    def user(self) -> str: ...

    @property
    def password(self) -> str: ...

    @property
    def timeout(self) -> int: ...


@dataclass(slots=True)
class _Kept:
    server: smtplib.SMTP
    chosen: Chosen
    used_at: float
    sent: int = 0


_own = threading.local()


@contextmanager
def connected(chosen: Chosen) -> Iterator[smtplib.SMTP]:
    """This thread's connection, to send one message over. Raises what smtplib raises."""
    kept = _kept_for(chosen) or _Kept(_connect(chosen), chosen, time.monotonic())
    try:
        yield kept.server
    except BaseException:
        kept.server.close()
        raise
    kept.used_at, kept.sent = time.monotonic(), kept.sent + 1
    _own.kept = kept


def _kept_for(chosen: Chosen) -> _Kept | None:
    """The connection that is kept, if it still stands. It is this message's until that has gone."""
    kept: _Kept | None = _own.__dict__.pop("kept", None)
    if kept is None:
        return None
    fresh = time.monotonic() - kept.used_at < _IDLE_SECONDS and kept.sent < _MESSAGES
    with suppress(smtplib.SMTPException, OSError):
        if fresh and kept.chosen == chosen and kept.server.noop()[0] == _OK:
            return kept
        kept.server.quit()
    kept.server.close()
    return None


def _connect(chosen: Chosen) -> smtplib.SMTP:
    if chosen.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            chosen.host, chosen.port, timeout=chosen.timeout, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(chosen.host, chosen.port, timeout=chosen.timeout)
    try:
        if chosen.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if chosen.user:
            server.login(chosen.user, chosen.password)
    except BaseException:
        server.close()
        raise
    return server
