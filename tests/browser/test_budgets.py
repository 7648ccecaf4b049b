"""What a page weighs, what it asks of others, and that a keyboard and a narrow window are enough."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, OpenPage
from tests.browser.people import applicant
from tests.browser.resident import Resident
from tests.browser.server import Server

pytestmark = pytest.mark.browser

SERVICE = "council_tax_reduction"
MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT = 50_000, 6, 15_000
NARROWEST = 320
PUBLIC = (
    "/", "/accessibility", "/privacy", "/help", f"/{SERVICE}/", "/call_me_back/", "/return/", "/return/lost/",
    "/measures/", f"/measures/{SERVICE}/", "/no_such_page/",
)  # fmt: skip


@dataclass
class Weight:
    """What was transferred for a page: request id -> (address, kind), and bytes."""

    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    weighs: dict[str, int] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        """Listen to the browser's own account of what goes over the wire, with nothing kept from before."""
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.requestWillBeSent", self._asks)
        wire.on("Network.loadingFinished", self._came)

    def _asks(self, event: dict[str, Any]) -> None:
        self.asked[event["requestId"]] = (event["request"]["url"], event.get("type", ""))

    def _came(self, event: dict[str, Any]) -> None:
        self.weighs[event["requestId"]] = int(event["encodedDataLength"])

    def problems(self, page: Page) -> list[str]:
        """What is over a budget."""
        script = sum(self.weighs.get(key, 0) for key, (_url, kind) in self.asked.items() if kind == "Script")
        strangers = {
            url
            for url, _kind in self.asked.values()
            if urlsplit(url).netloc not in ("", urlsplit(page.url).netloc)
        }
        figures = [
            ("bytes", sum(self.weighs.values()), MOST_BYTES),
            ("requests", len(self.asked), MOST_REQUESTS),
            ("bytes of script", script, MOST_SCRIPT),
            ("strangers", len(strangers), 0),
        ]
        self.asked.clear()
        self.weighs.clear()
        return [
            f"{page.url}: {value} {what}, at most {most}" for what, value, most in figures if value > most
        ]


@pytest.fixture
def weigh(open_page: OpenPage) -> Callable[[], tuple[Page, Weight, list[str]]]:
    """A window whose every page is weighed."""

    def opened() -> tuple[Page, Weight, list[str]]:
        page, weight = open_page(NARROW), Weight()
        weight.watch(page)
        return page, weight, []

    return opened


def test_every_citizen_page_is_light(
    server: Server, weigh: Callable[[], tuple[Page, Weight, list[str]]]
) -> None:
    page, weight, problems = weigh()
    seen = 0

    def look(each: Page) -> None:
        nonlocal seen
        each.wait_for_load_state("networkidle")
        assert weight.asked, "a page is asked for"
        problems.extend(weight.problems(each))
        problems.extend(_too_wide(each))
        seen += 1

    for path in PUBLIC:
        page.goto(server.url + path)
        look(page)
    resident = Resident(page, server.url, applicant("Quill Lightfoot"), look)
    resident.apply(SERVICE)
    resident.press("Agree and send")
    resident.press("Send it now")
    resident.open(f"/case/{resident.reference}/")
    assert seen > len(PUBLIC) + 15
    assert problems == []
    assert [each["name"] for each in page.context.cookies()] == ["shirehall"] or len(
        page.context.cookies()
    ) == 1


def _too_wide(page: Page) -> list[str]:
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url}: {wide} pixels too wide at {page.viewport_size}"] if wide > 0 else []


def test_pages_reflow_at_320_pixels(
    server: Server, open_page: OpenPage, open_desk: Callable[..., Page], waiting_cases: list[str]
) -> None:
    page, problems = open_page(NARROWEST), []
    for path in (
        *PUBLIC,
        "/outbox/",
        "/account/sign-in/",
        f"/{SERVICE}/apply/benefits/receives_maximum_benefit/",
    ):
        page.goto(server.url + path)
        problems += _too_wide(page)
    desk = open_desk("cleo.marchwell", NARROWEST)
    cases = [f"/desk/case/{reference}/" for reference in waiting_cases]
    for path in ("/desk/", "/desk/overview/", "/desk/services/", "/desk/failed/", "/desk/measures/", *cases):
        desk.goto(server.url + path)
        problems += _too_wide(desk)
    assert problems == []


def _focus(page: Page) -> dict[str, Any]:
    """What has the focus, and whether that can be seen."""
    found: dict[str, Any] = page.evaluate(
        """() => {
            const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect()
            const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || it.type === 'radio'
                || it.type === 'checkbox'
            return {tag: it.tagName, name: it.getAttribute('name') || it.id || it.textContent.trim().slice(0, 40),
                    marked, inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight}
        }"""
    )
    return found


def _tab_through(page: Page, most: int) -> list[dict[str, Any]]:
    """Press Tab until the page ends."""
    seen: list[dict[str, Any]] = []
    for _press in range(most):
        page.keyboard.press("Tab")
        at = _focus(page)
        if at["tag"] == "BODY":
            break
        seen.append(at)
    return seen


def test_a_question_needs_a_keyboard_only(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{server.url}/{SERVICE}/apply/household/household_kind/")
    page.keyboard.press("Tab")
    assert "Skip to main content" in _focus(page)["name"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.goto(f"{server.url}/{SERVICE}/apply/household/household_kind/")
    seen = _tab_through(page, 40)
    assert [each for each in seen if not each["marked"] or not each["inside"]] == []
    names = [each["name"] for each in seen]
    assert names.index("household_kind") < names.index("Continue") < names.index("Save and come back later")
    page.goto(f"{server.url}/{SERVICE}/apply/your_name/full_name/")
    page.locator("[name='full_name']").focus()
    page.keyboard.type("Keya Boardwalk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/date_of_birth/")


def test_a_case_page_needs_a_keyboard_only(
    server: Server, open_desk: Callable[..., Page], waiting_cases: list[str]
) -> None:
    page = open_desk("cleo.marchwell")
    page.goto(f"{server.url}/desk/case/{waiting_cases[0]}/")
    page.keyboard.press("Tab")
    assert "Skip to main content" in _focus(page)["name"]
    seen = _tab_through(page, 150)
    assert [each for each in seen if not each["marked"] or not each["inside"]] == []
    names = [each["name"] for each in seen]
    assert "Change an answer" in " ".join(names)
    assert len(names) < 150, "the walk ends"
