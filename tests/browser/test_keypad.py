"""The keypad simulator in a real browser: with the keyboard alone, and without script, with axe looking on."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, OpenPage
from tests.browser.server import Server, serving

pytestmark = pytest.mark.browser

EXAMPLE = Path(__file__).parents[2] / "examples" / "keypad_household"


@pytest.fixture(scope="module")
def telephone_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demonstration that offers the example on the telephone."""
    folder = tmp_path_factory.mktemp("keypad")
    shutil.copytree(EXAMPLE, folder / "services" / EXAMPLE.name)
    settings = {"SHIREHALL_SERVICES": str(folder / "services"), "SHIREHALL_DEMO_CASES": "0"}
    with serving(folder / "var", settings) as server:
        yield server


def call(page: Page) -> None:
    page.get_by_label("What do you call about?").select_option("keypad_household")
    page.get_by_label("Which number do you call from?").fill("01632 960001")
    page.get_by_role("button", name="Call").press("Enter")
    page.get_by_role("heading", name="Your call").wait_for()


def go(page: Page, by: Locator) -> None:
    """Press what leads to another page, and wait for that page: without script nothing else tells that it is there."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        by.click()


def said(page: Page) -> str:
    return page.locator("#said").inner_text()


def test_a_call_with_the_keyboard_alone(telephone_line: Server, open_page: OpenPage, looker: Looker) -> None:
    page = open_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{telephone_line.url}/telephone/")
    looker(page)
    call(page)
    assert "Which council collects your bin?" in said(page)
    looker(page)
    for key in ("2", "1"):
        before = said(page)
        page.get_by_role("button", name=key, exact=True).press("Enter")
        expect(page.locator("#said")).not_to_have_text(before, use_inner_text=True)
    box = page.get_by_label("Keys pressed so far")
    box.fill("14052020")
    box.press("Enter")
    page.get_by_text("14 May 2020.").wait_for()
    looker(page)
    page.get_by_role("button", name="star").press("Enter")
    page.get_by_role("button", name="Send these keys with hash").press("Enter")
    page.get_by_text("To go back to the question before, press 2.").wait_for()
    looker(page)
    assert faults == []


def test_a_whole_call_without_script(telephone_line: Server, open_page: OpenPage) -> None:
    page = open_page(NARROW, script=False)
    page.goto(f"{telephone_line.url}/telephone/")
    call(page)
    for run in ("3", "2", "29022020", "4", "2", "0", "1", "2", "01632960009", "1"):
        if page.get_by_label("Keys pressed so far").count():
            page.get_by_label("Keys pressed so far").fill(run)
            go(page, page.get_by_role("button", name="Send these keys with hash"))
        else:
            go(page, page.get_by_role("button", name=run, exact=True))
    assert "We cannot give you this." in said(page)
    assert re.search(r"Your reference is: (\w ){2}\w, (\w ){2}\w, (\w ){2}\w\.", said(page))
    go(page, page.get_by_role("link", name="Call again"))
    expect(page).to_have_title(re.compile("^Automated telephone"))
