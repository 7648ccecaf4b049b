"""Waits for what the worker does a moment later."""

import time

from playwright.sync_api import Page

MOST_SECONDS = 30


def until_says(page: Page, url: str, words: str, seconds: float = MOST_SECONDS) -> None:
    """Open the page again and again until it says so."""
    until = time.monotonic() + seconds
    while True:
        page.goto(url)
        said = page.locator("main").text_content() or ""
        if words in said:
            return
        assert time.monotonic() < until, f"{url} does not say {words!r} after {seconds} s, but: {said[:2000]}"
        time.sleep(0.3)
