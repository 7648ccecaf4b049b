"""The clerk's day with invoices, by the keyboard alone on a wide screen and on a telephone; and the same without script."""

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from shirehall.capabilities.messages.models import Message
from shirehall.casework.api import work_due
from shirehall.departments.finance.desk.conftest import DEV, GITA, not_received, uncertain
from shirehall.departments.finance.invoices.conftest import LINES, MONDAY, Town, town
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.registers.conftest import sign_in
from shirehall.departments.finance.registers.models import BudgetCode
from shirehall.partnership.api import Officer
from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, WIDE, OpenPage

__all__ = ["town"]

HOME = "/desk/finance/invoices/"
ALONE = threading.RLock()
"""Held by each request and by the test while it asks the database: on SQLite's memory both have one connection."""
Enter = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def beside_a_browser() -> Iterator[None]:
    """The browser's driver runs in this process, and beside it Django refuses its database unless it is told not to."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page asks for its pictures while the next is asked for: the server takes them one after the other."""
    answered = WSGIHandler.__call__

    def alone(handler: WSGIHandler, environ: Any, start: Any) -> Any:
        with ALONE:
            return answered(handler, environ, start)

    monkeypatch.setattr(WSGIHandler, "__call__", alone)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Documents lie in a folder of the test's own."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def enter(live_server: LiveServer, town: Town, open_page: OpenPage) -> Enter:
    """A window in which an officer has signed in."""

    def opened(email: str, width: int = WIDE, *, script: bool = True) -> Page:
        client: Client = sign_in(Officer.objects.get(email=email))
        page = open_page(width, script=script)
        value = next(iter(client.cookies.values())).value
        name = next(iter(client.cookies))
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return opened


def fresh(invoice: Invoice) -> Invoice:
    """As it stands now."""
    with ALONE:
        return Invoice.objects.prefetch_related("lines").get(pk=invoice.pk)


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until something of this selector has the focus, as somebody without a mouse does."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector} on {page.url}")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_clerks_day_by_keyboard(
    width: int, enter: Enter, town: Town, live_server: LiveServer, looker: Looker
) -> None:
    first, second = uncertain(town), uncertain(town)
    page = enter(GITA, width)
    page.goto(live_server.url + HOME)
    looker(page)
    tab_to(page, f"a[href^='{HOME}{first.case.reference}/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}{HOME}{first.case.reference}/")
    looker(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # The first field that is not sure has the focus; the amount is put right, and Enter saves and goes on.
    tab_to(page, "#field-gross")
    expect(page.locator(".fd-field--shown #field-gross")).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type("780.00")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}{HOME}{second.case.reference}/")
    expect(page.locator(".fd-done")).to_contain_text("approved")
    assert fresh(first).state == Invoice.State.APPROVED
    # What is typed wrongly is told, and stays.
    tab_to(page, "#field-gross")
    page.keyboard.press("Control+A")
    page.keyboard.type("lots")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("#field-gross")).to_have_value("lots")
    looker(page)
    # The second is rejected, with words to the supplier.
    tab_to(page, "#do-reject summary")
    page.keyboard.press("Enter")
    tab_to(page, "#reject-reason")
    page.keyboard.type("The sums are wrong. Please send it again.")
    tab_to(page, "#do-reject button")
    page.keyboard.press("Enter")
    expect(page.locator(".fd-done")).to_contain_text("Rejected")
    assert fresh(second).state == Invoice.State.REJECTED
    looker(page)
    looker.assert_clean()


def test_who_ordered_receives_goods_from_the_mails_link(
    enter: Enter, town: Town, live_server: LiveServer, looker: Looker, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SHIREHALL_SITE", live_server.url)
    invoice = not_received(town)
    work_due(at=MONDAY)
    mail = Message.objects.get(event="invoice_alert", to=DEV)
    page = enter(DEV, NARROW)
    page.goto(mail.text.split("Open the invoice (")[1].split(")")[0])
    looker(page)
    tab_to(page, "#do-receive button")
    page.keyboard.press("Enter")
    expect(page.locator(".fd-done")).to_contain_text("Approved")
    expect(page.locator("#do-receive")).to_have_count(0)
    assert fresh(invoice).state == Invoice.State.APPROVED
    looker(page)
    looker.assert_clean()


@pytest.mark.parametrize("script", [True, False])
def test_lines_are_split_with_and_without_script(
    script: bool, enter: Enter, town: Town, live_server: LiveServer, looker: Looker
) -> None:
    invoice = town.send(town.bill(lines=(replace(LINES[0], price=2_200), LINES[1])))
    BudgetCode.objects.create(
        code="CS-200", authority="west_dorset", year=town.code.year + 1, title="Libraries", budget=9_000_000
    )
    page = enter(GITA, WIDE, script=script)
    page.goto(f"{live_server.url}{HOME}{invoice.case.reference}/lines/")
    page.get_by_role("button", name="One more line").click()
    expect(page.locator("#net-3")).to_be_visible()
    net, vat = invoice.net or 0, invoice.vat or 0
    for place, (amount, tax) in enumerate(((10_000, 2_000), (10_000, 2_000), (net - 20_000, vat - 4_000)), 1):
        page.locator(f"#net-{place}").fill(f"{amount / 100:.2f}")
        page.locator(f"#vat-{place}").fill(f"{tax / 100:.2f}")
        page.locator(f"#code-{place}").select_option(index=1)
    if script:
        looker(page)
    page.get_by_role("button", name="Save the lines").click()
    expect(page.locator("h1")).to_contain_text(invoice.number)
    assert [line.net for line in fresh(invoice).lines.all() if line.coded_by] == [
        10_000,
        10_000,
        net - 20_000,
    ]
    looker.assert_clean()


def test_places_on_the_page_and_fields_show_each_other(
    enter: Enter, town: Town, live_server: LiveServer, looker: Looker
) -> None:
    invoice = town.send(scan(), name="scan.pdf")
    page = enter(GITA)
    page.goto(f"{live_server.url}{HOME}{invoice.case.reference}/")
    expect(page.locator(".fd-page img")).to_be_visible()
    assert page.evaluate("document.querySelector('.fd-page img').naturalWidth") > 1000
    looker(page)
    looker.assert_clean()


def scan() -> bytes:
    """A PDF of a white page: there is a picture of it, and nothing to read."""
    held = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(held, "PDF", resolution=150)
    return held.getvalue()
