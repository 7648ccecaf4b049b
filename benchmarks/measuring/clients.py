"""Clients that keep their connection: a bounded number, each sending the next request as its last is answered."""

import http.client
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

CLIENTS = 4
_COOKIE = re.compile(r"^([^=]+)=([^;]*)")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. A body makes it a POST."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What came back: `where` is the address that it leads to, or empty."""

    status: int
    where: str
    cookies: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Round:
    """The answers in the order of the requests, and the seconds that all took together."""

    told: Sequence[Told]
    seconds: float

    @property
    def a_second(self) -> float:
        return len(self.told) / self.seconds


def send_all(port: int, asked: Sequence[Ask], *, clients: int = CLIENTS) -> Round:
    """Send every request. Raises RuntimeError where one was not answered."""
    told: list[Told | None] = [None] * len(asked)
    ready = threading.Barrier(clients + 1)

    def work(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        ready.wait()
        for number in range(first, len(asked), clients):
            told[number] = _send(connection, asked[number])
        connection.close()

    threads = [threading.Thread(target=work, args=[first]) for first in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    answered = [each for each in told if each is not None]
    if len(answered) != len(asked):
        raise RuntimeError(f"{len(asked) - len(answered)} requests were not answered")
    return Round(answered, seconds)


def _send(connection: http.client.HTTPConnection, ask: Ask) -> Told:
    connection.request("GET" if ask.body is None else "POST", ask.path, ask.body, dict(ask.headers))
    answer = connection.getresponse()
    body = answer.read()
    set_cookies = answer.headers.get_all("Set-Cookie") or []
    cookies = {found[1]: found[2] for each in set_cookies if (found := _COOKIE.match(each))}
    return Told(answer.status, answer.headers.get("Location", ""), cookies, body)
