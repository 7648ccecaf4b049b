"""A supplier's mail by the built-in mailbox, what officers see of it, and files that they give in. axe looks on."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from shirehall.departments.finance.intake.conftest import PDF
from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, WIDE
from tests.browser.server import Server
from tests.browser.test_pages import OpenDesk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide", "narrow-dark"])
def test_a_mail_is_sent_seen_and_dealt_with(
    server: Server, open_desk: OpenDesk, looker: Looker, width: int, dark: bool
) -> None:
    page = open_desk("gita.pennybrook", width, dark=dark)
    keys, subject = page.keyboard, f"Have you paid {width}?"
    page.goto(f"{server.url}/invoice-mailbox/")
    looker(page)
    page.locator("#sender").fill("nobody")
    keys.press("Enter")
    page.locator(".govuk-error-summary").wait_for()
    looker(page)
    page.locator("#sender").fill("accounts@quay.example.org")
    page.locator("#subject").fill(subject)
    keys.press("Enter")
    page.wait_for_url("**/invoice-mailbox/sent/**")
    expect(page.locator("main")).to_contain_text("No file attached")
    looker(page)
    page.goto(f"{server.url}/desk/finance/incoming/")
    looker(page)
    page.get_by_role("link", name=subject).first.focus()
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/incoming/\d+/$"))
    expect(page.locator("main")).to_contain_text("accounts@quay.example.org")
    looker(page)
    page.locator("#dealt-with").focus()
    keys.press("Enter")
    page.wait_for_url("**/desk/finance/incoming/")
    expect(page.locator("main")).to_contain_text("It is off the list.")
    page.locator("#words").fill("quay.example")
    keys.press("Enter")
    page.wait_for_url("**/find/")
    expect(page.locator("main")).to_contain_text("Dealt with")
    looker(page)


def test_files_are_uploaded_by_keyboard(
    server: Server, open_desk: OpenDesk, looker: Looker, tmp_path: Path
) -> None:
    page = open_desk("gita.pennybrook")
    page.goto(f"{server.url}/desk/finance/incoming/upload/")
    looker(page)
    page.get_by_role("button", name="Take them in").focus()
    page.keyboard.press("Enter")
    page.locator(".govuk-error-summary").wait_for()
    looker(page)
    bill, copy = tmp_path / "bill.pdf", tmp_path / "copy.pdf"
    for each in (bill, copy):
        each.write_bytes(PDF)
    page.locator("input[type=file]").set_input_files([bill, copy])
    page.get_by_role("button", name="Take them in").press("Enter")
    page.wait_for_url(re.compile(r"/upload/\d+/$"))
    expect(page.locator("main")).to_contain_text("The same file came before.")
    looker(page)


def test_an_administrator_makes_a_key_for_a_suppliers_program(
    server: Server, open_desk: OpenDesk, looker: Looker
) -> None:
    page = open_desk("joss.tidewater")
    page.goto(f"{server.url}/desk/finance/incoming/keys/")
    looker(page)
    page.locator("#name").focus()
    page.keyboard.press("Enter")
    page.locator(".govuk-error-summary").wait_for()
    looker(page)
    page.locator("#name").fill("Quay Platform")
    page.locator("#contact").fill("it@quay.example.org")
    page.keyboard.press("Enter")
    page.locator("#key").wait_for()
    looker(page)
