"""An officer helps: a call by the keyboard alone, the form in the office, and what is done on a case. axe looks at each."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, WIDE
from tests.browser.server import Server

pytestmark = pytest.mark.browser

OpenDesk = Callable[..., Page]
ADVISER = "kit.havenrow"


def begin(page: Page, base: str, service: str, how: int, looker: Looker) -> str:
    """Who is there; gives the reference."""
    page.goto(f"{base}/desk/help/begin/{service}/")
    looker(page)
    page.locator("[name='how']").nth(how).check()
    page.locator("[name='speaker']").first.check()
    page.locator("[name='consent']").check()
    press(page, "Go on")
    return page.url.split("/")[5]


def press(page: Page, name: str) -> None:
    """A button by its words."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state("domcontentloaded")


def key(page: Page, *keys: str) -> None:
    """Keys, one after the other; after one that leads on, the page it leads to."""
    for each in keys:
        page.keyboard.press(each)
    page.wait_for_load_state("domcontentloaded")


def say(page: Page, words: str) -> None:
    """Type what is told, and go on."""
    here = page.url
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != here, wait_until="domcontentloaded")


def go_on(page: Page, *keys: str) -> None:
    """Keys that lead to another page."""
    here = page.url
    for each in keys:
        page.keyboard.press(each)
    page.wait_for_url(lambda url: url != here, wait_until="domcontentloaded")


def test_a_call_by_the_keyboard_alone(server: Server, open_desk: OpenDesk, looker: Looker) -> None:
    page = open_desk(ADVISER)
    begin(page, server.url, "call_me_back", 0, looker)
    looker(page)
    say(page, "Wren Thistledown")
    say(page, "01632 960 111")
    go_on(page, "Escape")
    expect(page.get_by_label("Which number should we call?")).to_have_value("+441632960111")
    say(page, "01632 960 112")
    go_on(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Let me read that back")
    expect(page.locator(".as-heard")).to_contain_text("0 1 6 3 2, 9 6 0 1 1 2")
    looker(page)
    go_on(page, "Enter")
    looker(page)
    go_on(page, "2", "Enter")
    go_on(page, "5", "Enter")
    page.keyboard.type("It is about a bin.")
    go_on(page, "Control+Enter")
    go_on(page, "Enter")
    go_on(page, "1", "3", "Enter")
    expect(page.locator(".as-heard")).to_contain_text("Afternoon")
    go_on(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Read it back, then send it")
    looker(page)
    page.locator("#agreed").focus()
    go_on(page, "Space", "Tab", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What to say")
    looker(page)


def test_yes_no_hint_and_does_not_know_are_keys(server: Server, open_desk: OpenDesk, looker: Looker) -> None:
    page = open_desk(ADVISER)
    reference = begin(page, server.url, "council_tax_reduction", 0, looker)
    page.goto(f"{server.url}/desk/help/{reference}/ask/benefits/receives_maximum_benefit/")
    looker(page)
    go_on(page, "n", "Enter")
    page.keyboard.press("?")
    expect(page.locator("[data-hint]")).to_have_attribute("open", "")
    looker(page)
    go_on(page, "d", "Enter")
    expect(page.locator(".as-heard")).to_contain_text("You do not know")
    go_on(page, "Enter")
    looker(page)
    go_on(page, "y", "Enter")
    go_on(page, "3", "Enter")
    page.keyboard.type("200")
    page.keyboard.press("Tab")
    go_on(page, "ArrowDown", "Enter")
    looker(page)
    go_on(page, "b")


@pytest.mark.parametrize(("width", "dark"), [(WIDE, True), (NARROW, False)])
def test_the_form_in_its_states(
    server: Server, open_desk: OpenDesk, looker: Looker, width: int, dark: bool
) -> None:
    page = open_desk(ADVISER, width, dark=dark)
    page.goto(f"{server.url}/desk/help/")
    looker(page)
    press(page, "Find it")
    looker(page)
    reference = begin(page, server.url, "council_tax_reduction", 1, looker)
    for name in ("your_name", "household"):
        page.goto(f"{server.url}/desk/help/{reference}/page/{name}/")
        looker(page)
        press(page, "Save and go on")
        looker(page)
    page.locator("[name='receives_maximum_benefit'][value='no']").check()
    press(page, "Save what is here")
    page.goto(f"{server.url}/desk/help/{reference}/page/income/")
    looker(page)
    page.locator("[name='kind']").first.check()
    page.locator("[name='amount-amount']").fill("200")
    page.locator("[name='amount-per']").first.check()
    press(page, "Add it")
    looker(page)
    page.goto(f"{server.url}/desk/help/{reference}/page/income/1/")
    looker(page)
    page.goto(f"{server.url}/desk/help/{reference}/hand-over/")
    looker(page)
    press(page, "Send the link")
    looker(page)
    page.locator("[name='contact']").fill("wren@example.org")
    press(page, "Send the link")
    looker(page)
    page.goto(f"{server.url}/desk/help/{reference}/")
    looker(page)


def test_the_pages_of_a_case(
    server: Server, open_desk: OpenDesk, looker: Looker, waiting_cases: list[str]
) -> None:
    page = open_desk(ADVISER)
    reference = waiting_cases[1]
    page.goto(f"{server.url}/desk/help/{reference}/case/")
    page.locator("[name='how']").first.check()
    page.locator("[name='speaker']").first.check()
    page.locator("[name='consent']").check()
    press(page, "Go on")
    looker(page)
    for part in ("change", "look-again", "ways", "withdraw", "evidence/proof_of_income"):
        page.goto(f"{server.url}/desk/help/{reference}/case/{part}/")
        looker(page)
    press(page, "Add it to the case")
    looker(page)
    page.goto(f"{server.url}/desk/help/{reference}/done/")
    looker(page)
