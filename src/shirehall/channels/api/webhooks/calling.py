"""Makes the call: to the number that was looked at and no other, without redirects, bounded in time and size."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress

from shirehall.channels.api.webhooks.addresses import Target

_READ_BYTES = 1024


class CallFailed(Exception):  # noqa: N818 - it reads as the sentence it raises
    """The partner's server did not take it. The text says what it did."""


class _Connection(http.client.HTTPConnection):
    """A connection to a number, under the name of a host."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target = target

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.number, self._target.port), self.timeout)
        if self._target.encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)


def call(target: Target, body: bytes, headers: Mapping[str, str], *, seconds: float) -> int:
    """Post it, and give the status. Raises CallFailed where there is no answer in time."""
    connection = _Connection(target, seconds)
    # A server that sends a byte now and then would keep a worker for hours: all of it has one end.
    end = threading.Timer(seconds, _cut, [connection])
    end.daemon = True
    end.start()
    try:
        connection.request(
            "POST",
            target.path,
            body,
            {**headers, "Content-Type": "application/json", "User-Agent": "Shirehall"},
        )
        response = connection.getresponse()
        response.read(_READ_BYTES)
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        # A connection that is cut in the middle fails in any of these ways.
        raise CallFailed(f"no answer from {target.host}: {type(error).__name__}") from error
    else:
        return response.status
    finally:
        end.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
