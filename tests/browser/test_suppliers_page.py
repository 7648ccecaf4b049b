"""A supplier asks where an invoice is, with the keyboard and on a small screen; finance looks at its figures. axe looks
at each page."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shirehall.departments.finance.samples.api import Sample, make_samples
from shirehall.project.demonstration.finance import COUNT, KINDS, MIX, SEED
from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, WIDE
from tests.browser.server import CASES, Server
from tests.browser.waiting import until_says

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
OpenDesk = Callable[..., Page]


def ordinary(folder: Path) -> Sample:
    """An invoice of the demonstration with nothing wrong: its numbers are the same every time, its days are not."""
    made = make_samples(
        count=min(COUNT, int(CASES)), seed=SEED, folder=folder, kinds=KINDS, planted=MIX, on=date(2026, 6, 1)
    )
    return next(each for each in made if not each.planted and each.kind != "pdf-scan")


def submit_with(page: Page, button: str, url: re.Pattern[str]) -> None:
    """Press a button by the keyboard and wait for the page that it leads to."""
    page.get_by_role("button", name=button, exact=True).press("Enter")
    page.wait_for_url(url, wait_until="domcontentloaded")


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled aside."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_supplier_sees_its_own_invoice(
    server: Server, open_page: OpenPage, looker: Looker, tmp_path: Path
) -> None:
    bill = ordinary(tmp_path).bill
    assert bill is not None
    page, window = open_page(NARROW), open_page(WIDE)
    page.goto(f"{server.url}/suppliers/")
    looker(page)
    submit_with(page, "Send me a code", re.compile("/suppliers/$"))
    expect(page.get_by_role("alert")).to_contain_text("Enter the number of your invoice")
    looker(page)
    page.get_by_label("Your invoice number").press_sequentially(bill.number)
    page.get_by_label("Your email address or supplier code").press_sequentially(bill.supplier.email)
    submit_with(page, "Send me a code", re.compile("/suppliers/code/"))
    looker(page)
    until_says(window, f"{server.url}/outbox/", "Your security code is:")
    code = re.search(r"Your security code is:\s*(\d{6})", window.locator("main").text_content() or "")
    assert code
    page.get_by_label("Enter the code we sent you").press_sequentially(code[1])
    submit_with(page, "Continue", re.compile("/suppliers/invoices/"))
    looker(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your invoices")
    page.get_by_role("link", name=bill.number, exact=True).last.press("Enter")
    page.wait_for_url(re.compile("/suppliers/invoices/[0-9A-Z]{3}-"), wait_until="domcontentloaded")
    looker(page)
    expect(page.locator("main")).to_contain_text("It reached us on")
    assert fits(page)
    page.goto(f"{server.url}/suppliers/invoices/")
    assert fits(page)
    page.set_viewport_size({"width": WIDE, "height": 800})
    looker(page)
    submit_with(page, "Close your invoices", re.compile("/suppliers/$"))
    page.goto(f"{server.url}/suppliers/invoices/")
    expect(page.get_by_role("heading", level=1)).to_have_text("We closed this for your safety")
    looker(page)
    looker.assert_clean()


def test_figures_and_what_is_published(server: Server, open_desk: OpenDesk, looker: Looker) -> None:
    page = open_desk("lena.copperfold")
    for path, words in (
        ("figures/", "How we pay suppliers"), ("figures/notice/", "Payments compliance notice"),
        ("figures/spending/", "Spending to publish"),
    ):  # fmt: skip
        page.goto(f"{server.url}/desk/finance/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
        looker(page)
    page.goto(f"{server.url}/spending/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What we spend over £500")
    looker(page)
    looker.assert_clean()
