"""Payment runs in the browser: the runs there are, a proposal, the switch that stops paying. axe looks at each page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW
from tests.browser.server import Server

pytestmark = pytest.mark.browser

OpenDesk = Callable[..., Page]
CLERK, LEADER = "gita.pennybrook", "lena.copperfold"


def press(page: Page, name: str, then: str) -> None:
    """A button by its words, and the text that the next page has."""
    page.get_by_role("button", name=name).first.click()
    expect(page.locator("main")).to_contain_text(then)


def no_wider(page: Page) -> None:
    """The page fits its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_a_run_is_asked_for_and_looked_at(server: Server, open_desk: OpenDesk, looker: Looker) -> None:
    page = open_desk(CLERK, NARROW)
    base = f"{server.url}/desk/finance/payments/"
    page.goto(base)
    expect(page.get_by_role("heading", name="Payment runs")).to_be_visible()
    looker(page)
    no_wider(page)
    page.goto(f"{base}propose/")
    press(page, "Show what it would pay", "Choose the council that pays")
    looker(page)
    page.get_by_label("West Dorset District Council").check()
    press(page, "Show what it would pay", "Nothing has changed yet")
    looker(page)
    no_wider(page)
    page.goto(f"{base}late/")
    looker(page)
    page.goto(base)
    runs = page.locator("main table a")
    assert runs.count() > 0, "the demonstration has runs"
    name = runs.first.inner_text()
    runs.first.click()
    expect(page.get_by_role("heading", name=f"Payment run {name}")).to_be_visible()
    looker(page)
    no_wider(page)
    page.get_by_role("link", name="For printing").click()
    expect(page.locator("main")).to_contain_text("SHA-256")
    looker(page)
    no_wider(page)


def test_paying_is_stopped_and_goes_on_by_keyboard(
    server: Server, open_desk: OpenDesk, looker: Looker
) -> None:
    page = open_desk(LEADER)
    page.goto(f"{server.url}/desk/finance/payments/stop/")
    looker(page)
    press(page, "Stop paying", "Choose where paying is stopped")
    looker(page)
    page.get_by_label("North Dorset District Council").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("A drill")
    page.keyboard.press("Enter")
    stopped = page.get_by_role("region", name="Paying is stopped")
    expect(stopped).to_contain_text("A drill")
    looker(page)
    press(page, "Let paying go on for North Dorset District Council", "Paying goes on")
    expect(stopped).to_have_count(0)
    looker(page)
