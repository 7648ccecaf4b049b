"""Somebody who fills in a form over HTTP, and does again what was not answered."""

import http.client
import re
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

SCREENS = 30
SENT = re.compile(r"^/case/([A-Z0-9-]+)/sent/")
_COOKIE = re.compile(r"^([^=]+)=([^;]*)")


class NotAnswered(Exception):  # noqa: N818 - it reads as what happened
    """The server was gone for longer than anybody waits."""


class FormReader(HTMLParser):
    """The fields of the form that goes on: of radios and boxes the first."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.typed: list[str] = []
        self.within = False
        self.done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post" and not self.done:
            self.within = True
        if not self.within:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "textarea":
            self.typed.append(name)
        elif tag == "input" and name and kind in ("radio", "checkbox", "hidden"):
            self.fields.setdefault(name, given.get("value", "on"))
        elif tag == "input" and name and kind != "submit":
            self.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.within:
            self.within, self.done = False, True


@dataclass
class Visitor:
    """One person with one application. `words` is what they type, by the fact that is asked."""

    port: int
    words: dict[str, str]
    patience: float = 40.0
    cookies: dict[str, str] = field(default_factory=dict)

    def apply(self, service: str) -> str:
        """The reference of the receipt. Raises NotAnswered."""
        path = f"/{service}/apply/"
        for _screen in range(SCREENS):
            status, where, body = self._ask("GET", path, None)
            if status in (301, 302, 303):
                path = where
                continue
            form = FormReader()
            form.feed(body)
            fact = path.rstrip("/").rpartition("/")[2]
            fields = {**form.fields, **dict.fromkeys(form.typed, self.words.get(fact, ""))}
            status, where, _body = self._ask("POST", path, urlencode(fields))
            if found := SENT.match(where):
                return found[1]
            if status in (301, 302, 303):
                path = where
        raise AssertionError(f"the form did not end; it stopped at {path}")

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        """Asks until it is answered: the same request again, as somebody does who presses the button again."""
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                text = answer.read().decode()
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            finally:
                connection.close()
            if answer.status >= 500:
                time.sleep(0.1)
                continue
            found = [_COOKIE.match(each) for each in answer.headers.get_all("Set-Cookie") or []]
            self.cookies |= {each[1]: each[2] for each in found if each}
            return answer.status, answer.headers.get("Location", ""), text
        raise NotAnswered(path)
