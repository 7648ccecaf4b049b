"""axe looks at a page: nothing may be found, in any state."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

_SHAPE = """() => [
    innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, document.title,
    ...[...document.querySelectorAll('body *')].map(
        each => `${each.tagName}#${each.id}.${each.className}${each.open ? '+' : ''}`)
].join(' ').replace(/\\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\\b/g, 'reference')"""


@cache
def _source() -> str:
    return _SOURCE.read_text()


def findings(page: Page) -> list[str]:
    """What axe finds, one sentence each with the element it means."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        _TAGS,
    )
    return [
        f"{page.url}: {each['id']} ({each['help']}): {node['html'][:300]} {node.get('failureSummary', '')[:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


class Looker:
    """Looks at each page, once for each shape of it, and keeps what is found for the end."""

    def __init__(self, seen: set[str]) -> None:
        self.found: list[str] = []
        self.seen = seen

    def __call__(self, page: Page) -> None:
        """Look at this page once it is whole, unless one built of the same elements was seen in such a window."""
        page.wait_for_load_state("domcontentloaded")
        shape = str(page.evaluate(_SHAPE))
        if shape not in self.seen:
            self.seen.add(shape)
            self.found += findings(page)

    def assert_clean(self) -> None:
        """Fail where anything was found."""
        assert not self.found, "\n".join(sorted(set(self.found)))
