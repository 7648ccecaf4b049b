"""Somebody without a browser: opens pages over HTTP, fills in the form that stands there, follows where it leads."""

import html
import re
from typing import Any

import requests

from tests.browser.people import Person

MOST_PAGES = 60
_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


class Visitor:
    """A session over HTTP, and the page that is open."""

    def __init__(self, base: str) -> None:
        self.base, self.url, self.main = base, "", ""
        self._session = requests.Session()
        # What the machine's environment says of proxies is not for its own addresses.
        self._session.trust_env = False
        self._items: dict[str, int] = {}

    def open(self, path: str) -> "Visitor":
        """Open an address of the site."""
        return self._took(self._session.get(self.base + path, timeout=30))

    def send(self, typed: Any, at: str = "") -> "Visitor":
        """Send the form of the page, its hidden fields along."""
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(self.main)}
        url = self.base + at if at else self.url
        headers = {"Referer": self.url}
        return self._took(self._session.post(url, {**hidden, **typed}, headers=headers, timeout=30))

    def _took(self, answer: requests.Response) -> "Visitor":
        assert answer.status_code == 200, f"{answer.status_code} at {answer.url}: {answer.text[:600]}"
        self.url = answer.url
        found = re.search(r"<main\b.*</main>", answer.text, re.DOTALL)
        self.main = found[0] if found else answer.text
        return self

    @property
    def path(self) -> str:
        """Where it is."""
        return self.url.removeprefix(self.base).split("?")[0]

    @property
    def says(self) -> str:
        """The words of the page."""
        return words(self.main)

    @property
    def reference(self) -> str:
        """The reference of the case in the address."""
        found = re.search(r"/case/([^/]+)/", self.url)
        assert found, self.url
        return found[1]

    def apply(self, service: str, person: Person) -> "Visitor":
        """Answer everything that is asked, and send it."""
        self._items.clear()
        self.open(f"/{service}/apply/")
        for _number in range(MOST_PAGES):
            if self.path.endswith("/check-answers/"):
                return self.send({})
            before = self.url
            self.send(self._typed(person))
            assert self.url != before or 'value="choose"' in self.main, (
                f"{before} asked again: {self.says[:300]}"
            )
        raise AssertionError(f"check answers was not reached, but {self.path}")

    def _typed(self, person: Person) -> Any:
        parts = self.path.strip("/").split("/")[2:]
        if parts == ["your-council"]:
            return {"council": "north_dorset"}
        if len(parts) == 1:
            done = self._items.get(parts[0], 0)
            more = done < len(person.lists.get(parts[0], []))
            self._items[parts[0]] = done + more
            return {"another": "yes" if more else "no"}
        if len(parts) == 3:
            return person.lists[parts[0]][int(parts[1]) - 1][parts[2]]
        chosen = re.search(rf'name="{parts[1]}-uprn".*?<option value="(\d+)"', self.main, re.DOTALL)
        return {f"{parts[1]}-uprn": chosen[1]} if chosen else person.typed[parts[1]]

    def sign_in(self, email: str) -> "Visitor":
        """As an officer: password, then the code that the demonstration shows."""
        self.open("/desk/").send({"login": email, "password": "a demonstration of shirehall"})
        shown = re.search(r"is (\d{6}) now", self.says)
        assert shown, self.says
        return self.send({"code": shown[1]})


def words(text: str) -> str:
    """What a piece of HTML says."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()
