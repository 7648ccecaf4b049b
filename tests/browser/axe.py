"""axe looks at a page: nothing may be found, in any state."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return _SOURCE.read_text()


def findings(page: Page) -> list[str]:
    """What axe finds, one sentence each with the element it means."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", _TAGS
    )
    return [
        f"{page.url}: {each['id']} ({each['help']}): {node['html'][:300]} {node.get('failureSummary', '')[:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


class Looker:
    """Looks at each page, once for each state of it, and keeps what is found for the end."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.seen: set[str] = set()

    def __call__(self, page: Page) -> None:
        """Look at this page, unless it was seen like this."""
        state = f"{page.url.split('?')[0]} {page.title()} {page.locator('details[open]').count()}"
        if state not in self.seen:
            self.seen.add(state)
            self.found += findings(page)

    def assert_clean(self) -> None:
        """Fail where anything was found."""
        assert not self.found, "\n".join(sorted(set(self.found)))
