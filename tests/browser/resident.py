"""A resident in the browser: answers what is asked, whatever comes next, and looks at each page on the way."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.people import Person, Typed

Look = Callable[[Page], None]
MOST_PAGES = 60


def see_nothing(_page: Page) -> None:
    """Look at no page."""


class Resident:
    """Somebody at a browser. `look` is called on every page that is seen."""

    def __init__(self, page: Page, base: str, person: Person, look: Look = see_nothing) -> None:
        self.page, self.base, self.person, self.look = page, base, person, look
        self._done: dict[str, int] = {}

    def open(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.base + path)
        self.look(self.page)

    def press(self, name: str) -> None:
        """Press a button, or follow a link of that name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        (button if button.count() else self.page.get_by_role("link", name=name, exact=True)).first.click()
        self.page.wait_for_load_state("domcontentloaded")
        self.look(self.page)

    def fill(self, typed: Typed) -> None:
        """Fill in the boxes of the page by their names."""
        for name, value in typed.items():
            box = self.page.locator(f"main [name='{name}']")
            if box.first.get_attribute("type") in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    self.page.locator(f"main [name='{name}'][value='{one}']").check()
            elif box.first.evaluate("each => each.tagName") == "SELECT":
                box.select_option(str(value))
            else:
                box.fill(str(value))

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.url.removeprefix(self.base).split("?")[0]

    @property
    def says(self) -> str:
        """The words of the page, as they are seen."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    @property
    def reference(self) -> str:
        """The reference of the case in the address."""
        found = re.search(r"/case/([^/]+)/", self.page.url)
        assert found, self.page.url
        return found[1]

    def apply(self, service: str) -> None:
        """From the start page to check answers."""
        self.open(f"/{service}/")
        self.press("Start now")
        self.answer_all()

    def answer_all(self, until: str = "/check-answers/") -> None:
        """Answer what is asked until a page whose address ends so."""
        for _number in range(MOST_PAGES):
            if self.path.endswith(until):
                return
            self.answer()
        raise AssertionError(f"{until} was not reached in {MOST_PAGES} pages, but {self.path}")

    def answer(self) -> None:
        """Answer the question of this page and go on."""
        parts = self.path.strip("/").split("/")[2:]
        before = self.page.url
        if len(parts) == 1:
            added = self._done.get(parts[0], 0)
            more = added < len(self.person.lists.get(parts[0], []))
            self._done[parts[0]] = added + more
            self.fill({"another": "yes" if more else "no"})
        elif len(parts) == 3:
            self.fill(self.person.lists[parts[0]][int(parts[1]) - 1][parts[2]])
        elif self.page.get_by_role("button", name="Find address").count():
            self.fill(self.person.typed[parts[1]])
            self.press("Find address")
            self.page.locator(f"main [name='{parts[1]}-uprn']").select_option(index=1)
        else:
            self.fill(self.person.typed[parts[1]])
        self.press("Continue")
        assert self.page.url != before, f"{self.path} asked again: {self.says[:300]}"
