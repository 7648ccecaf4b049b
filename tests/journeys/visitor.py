"""Somebody without a browser: opens pages over HTTP, fills in the form that stands there, follows where it leads."""

import re
from typing import Any

from shirehall.design.visiting import Visit, words
from tests.browser.people import Person

MOST_PAGES = 60
__all__ = ["Visitor", "words"]


class Visitor(Visit):
    """A resident or an officer over HTTP."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self._items: dict[str, int] = {}

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

    def officer(self, email: str) -> "Visitor":
        """Signed in as an officer of the demonstration."""
        self.sign_in(email, "a demonstration of shirehall")
        return self
