"""An officer in the browser: signs in with a password and the code that a demonstration shows."""

import re

from playwright.sync_api import Locator, Page

from tests.browser.resident import Look, see_nothing

PASSWORD = "a demonstration of shirehall"


def sign_in(page: Page, base: str, email: str, look: Look = see_nothing) -> None:
    """With password and code, to the worklist."""
    page.goto(f"{base}/desk/")
    look(page)
    page.locator("[name='login']").fill(email)
    page.locator("[name='password']").fill(PASSWORD)
    page.get_by_role("button", name="Continue", exact=True).click()
    page.wait_for_url("**/code/")
    look(page)
    shown = re.search(r"is (\d{6}) now", page.locator("main").inner_text())
    assert shown, page.locator("main").inner_text()
    page.locator("[name='code']").fill(shown[1])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{base}/desk/**")
    look(page)


def form_of(page: Page, name: str) -> Locator:
    """A form of the case page, opened by its heading as an officer does."""
    box = page.locator(f"#do-{name}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return box


def send(page: Page, box: Locator, look: Look = see_nothing) -> None:
    """Press the form's button."""
    box.locator("button[type='submit'], button:not([type])").last.click()
    page.wait_for_load_state("domcontentloaded")
    look(page)
