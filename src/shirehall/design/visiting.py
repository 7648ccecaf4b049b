"""Somebody without a browser: opens pages over HTTP, fills in the form that stands there, follows where it leads.

For rehearsals and tests. It knows pages as the design system makes them: one `main`, forms with hidden fields.
"""

import html
import re
from collections.abc import Mapping
from typing import Any, Self

import requests

_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')
_SECONDS = 60


class VisitError(Exception):
    """A page was not what it should be. The message says which, and what it said."""


class Visit:
    """A session over HTTP, and the page that is open: `url`, `main` (its HTML), `says` (its words)."""

    def __init__(self, base: str) -> None:
        self.base, self.url, self.main = base, "", ""
        self.session = requests.Session()
        # What the machine's environment says of proxies is not for its own addresses.
        self.session.trust_env = False

    def open(self, path: str) -> Self:
        """Open an address of the site."""
        return self._took(self.session.get(self.base + path, timeout=_SECONDS))

    def send(self, typed: Mapping[str, Any], at: str = "", files: Any = None, *, form: str = "") -> Self:
        """Send the form of the page, its hidden fields along; `form` is a text that stands in the form that is meant,
        where there are several."""
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(self._form(form))}
        url = self.base + at if at else self.url
        answer = self.session.post(
            url, {**hidden, **typed}, headers={"Referer": self.url}, files=files, timeout=_SECONDS
        )
        return self._took(answer)

    def _form(self, text: str) -> str:
        if not text:
            return self.main
        forms = re.findall(r"<form\b.*?</form>", self.main, re.DOTALL)
        return next((each for each in forms if text in each), self.main)

    def _took(self, answer: requests.Response) -> Self:
        if answer.status_code != 200:
            raise VisitError(f"{answer.status_code} at {answer.url}: {words(answer.text)[:600]}")
        self.url = answer.url
        found = re.search(r"<main\b.*</main>", answer.text, re.DOTALL)
        self.main = found[0] if found else answer.text
        return self

    @property
    def path(self) -> str:
        """Where it is."""
        return self.url.removeprefix(self.base).partition("#")[0].partition("?")[0]

    @property
    def says(self) -> str:
        """The words of the page."""
        return words(self.main)

    def sign_in(self, email: str, password: str) -> Self:
        """As an officer of a demonstration: the password, then the code that the page shows."""
        self.open("/desk/").send({"login": email, "password": password})
        shown = re.search(r"is (\d{6}) now", self.says)
        if not shown:
            raise VisitError(f"no code was shown: {self.says[:300]}")
        return self.send({"code": shown[1]})


def words(text: str) -> str:
    """What a piece of HTML says."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()
