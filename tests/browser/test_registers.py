"""The registers in the browser: tables, a supplier, bank details by two officers, receipts. axe looks at each page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW
from tests.browser.server import Server

pytestmark = pytest.mark.browser

OpenDesk = Callable[..., Page]
CLERK, LEADER, REQUESTER = "gita.pennybrook", "lena.copperfold", "dev.appletharp"
SUPPLIERS = (
    "code,name,telephone,sort_code,account_number\n"
    "BROW001,Browsing Stationers Ltd,01632 960901,00-00-91,00009191\n"
    ",A row without a code,,,\n"
)
ORDERS = (
    "order,authority,supplier,ordered_on,requester,text,quantity,unit_price\n"
    "BR-9001,west_dorset,BROW001,2026-01-05,dev.appletharp@example.org,Copier paper,10,2.50\n"
    "BR-9001,west_dorset,BROW001,2026-01-05,dev.appletharp@example.org,Pens,4,1.125\n"
    "BR-9002,west_dorset,BROW001,2026-01-06,dev.appletharp@example.org,Envelopes,1,30.00\n"
)


def press(page: Page, name: str, then: str) -> None:
    """A button by its words, and the heading or text that the next page has."""
    page.get_by_role("button", name=name).click()
    expect(page.locator("main")).to_contain_text(then)


def bring_in(page: Page, kind: str, text: str, looker: Looker) -> None:
    """A table, by its trial."""
    page.get_by_label("What does it hold?").select_option(kind)
    page.set_input_files(
        "[name='table']", {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    press(page, "Try it", "It was only tried")
    looker(page)


def test_a_register_is_filled_and_bank_details_take_two_officers(
    server: Server, open_desk: OpenDesk, looker: Looker
) -> None:
    page = open_desk(CLERK)
    base = f"{server.url}/desk/finance/registers/"
    page.goto(f"{base}tables/")
    looker(page)
    press(page, "Try it", "Choose what the table holds")
    looker(page)
    bring_in(page, "suppliers", SUPPLIERS, looker)
    expect(page.locator("main")).to_contain_text("This is needed")
    press(page, "Bring in the good rows", "To take it back")
    looker(page)
    page.locator("main a[href*='/suppliers/']").first.click()
    expect(page.get_by_role("heading", name="Browsing Stationers Ltd")).to_be_visible()
    looker(page)
    supplier = page.url
    press(page, "Put on hold", "Say why")
    looker(page)
    page.goto(f"{supplier}change/")
    looker(page)
    page.goto(f"{base}suppliers/add/")
    page.get_by_role("button", name="Add the supplier").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looker(page)
    page.goto(f"{base}bank/")
    looker(page)
    page.get_by_role("link", name="Browsing Stationers Ltd").click()
    expect(page.locator("main")).to_contain_text("01632 960901")
    looker(page)
    page.get_by_label("Whom did you speak to?").fill("Mo Pattern")
    press(page, "Keep the call", "Tick this")
    looker(page)
    page.get_by_label("They told me themselves").check()
    press(page, "Keep the call", "Another officer must confirm")
    looker(page)
    change = page.url
    other = open_desk(LEADER)
    other.goto(change)
    expect(other.get_by_role("button", name="Confirm the new details")).to_be_visible()
    looker(other)
    press(other, "Confirm the new details", "Until then it can be refused")
    looker(other)


def test_who_ordered_says_by_keyboard_that_it_came(
    server: Server, open_desk: OpenDesk, looker: Looker
) -> None:
    clerk = open_desk(CLERK)
    base = f"{server.url}/desk/finance/registers/"
    clerk.goto(f"{base}tables/")
    bring_in(clerk, "suppliers", SUPPLIERS.replace(",00-00-91,00009191", ",,"), looker)
    if clerk.get_by_role("button", name="Bring in the good rows").count():
        press(clerk, "Bring in the good rows", "To take it back")
    clerk.goto(f"{base}tables/")
    bring_in(clerk, "orders", ORDERS, looker)
    press(clerk, "Bring it in", "To take it back")
    for place in ("orders/", "budgets/", ""):
        clerk.goto(f"{base}{place}")
        looker(clerk)
    page = open_desk(REQUESTER, NARROW)
    page.goto(f"{base}receipts/")
    expect(page.get_by_role("heading", name="My receipts")).to_be_visible()
    looker(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="It all came (order BR-9002)").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("1 order is received")
    page.get_by_role("link", name="BR-9001").click()
    expect(page.get_by_role("heading", name="Order BR-9001")).to_be_visible()
    looker(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_label("How much of line 1").fill("99")
    press(page, "What I typed came", "Only 10 of line 1 are still to come")
    looker(page)
    page.get_by_label("How much of line 1").fill("4")
    press(page, "What I typed came", "4 of line 1")
    looker(page)
    page.goto(f"{base}absences/")
    looker(page)
    press(page, "Keep it", "This is needed")
    looker(page)
