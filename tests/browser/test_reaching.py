"""How a person is reached: the resident tells it, an officer sees it and lets somebody act, all with axe and by keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, OpenPage
from tests.browser.people import Person, applicant
from tests.browser.resident import Resident
from tests.browser.server import Server
from tests.browser.waiting import until_says
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

OpenDesk = Callable[..., Page]


@pytest.fixture(scope="module")
def told(server: Server) -> tuple[Person, str]:
    """Somebody who has applied, and the reference."""
    person = applicant("Juniper Largeprint", capital="500.00")
    return person, Visitor(server.url).apply("council_tax_reduction", person).reference


def test_a_resident_chooses_and_an_officer_sees_it(
    told: tuple[Person, str], open_page: OpenPage, open_desk: OpenDesk, looker: Looker, server: Server
) -> None:
    person, reference = told
    resident = Resident(open_page(NARROW), server.url, person, looker)
    resident.open("/return/")
    resident.fill({"reference": reference, "contact": person.email})
    resident.press("Send me a code")
    resident.fill({"code": _code(resident)})
    resident.press("Continue")
    resident.press("Choose how we reach you")
    resident.fill({"channel": "letter", "format": "large_print", "needs": ["interpreter", "no_telephone"]})
    resident.press("Save")
    assert resident.page.title().startswith("Error: ")
    assert "Say which language the interpreter is to speak." in resident.says
    resident.fill({"interpreter_language": "Polish"})
    resident.press("Save")
    assert "We keep to this from now on" in resident.says

    desk = open_desk("cleo.marchwell")
    desk.goto(f"{server.url}/desk/case/{reference}/")
    looker(desk)
    said = desk.locator("main").inner_text()
    for words in ("Do not telephone.", "Needs an interpreter: Polish.", "Letters in large print."):
        assert words in said
    desk.get_by_role("link", name="How they are reached, who acts for them, and the history").click()
    desk.wait_for_url("**/way/")
    looker(desk)
    _let_somebody_act_by_keys(desk, looker)
    desk.get_by_role("button", name="End it for Sam Example").click()
    desk.get_by_text("Their acting has ended.").wait_for()
    looker(desk)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_desk_page_at_both_widths(
    told: tuple[Person, str], open_desk: OpenDesk, looker: Looker, server: Server, dark: bool
) -> None:
    desk = open_desk("cleo.marchwell", NARROW, dark=dark)
    desk.goto(f"{server.url}/desk/case/{told[1]}/way/")
    desk.locator("#do-acting summary").click()
    looker(desk)
    desk.locator("#do-acting button").click()
    desk.locator(".govuk-error-summary").wait_for()
    looker(desk)


def test_who_only_holds_it_is_asked_for_a_code(open_page: OpenPage, looker: Looker, server: Server) -> None:
    resident = Resident(
        open_page(NARROW), server.url, applicant("Juniper Justsent", capital="500.00"), looker
    )
    resident.apply("council_tax_reduction")
    resident.press("Agree and send")
    resident.open(f"/case/{resident.reference}/how-we-reach-you/")
    assert "First show us that it is you." in resident.says


def _let_somebody_act_by_keys(desk: Page, looker: Looker) -> None:
    """No mouse: from the summary through the whole form."""
    desk.locator("#do-acting summary").focus()
    keys = desk.keyboard
    keys.press("Enter")
    for words in ("Sam Example", "neighbour"):
        keys.press("Tab")
        keys.type(words)
    keys.press("Tab")
    keys.press("Space")
    for _box in range(3 + 3 + 3):
        keys.press("Tab")
    # What they may do, where messages go, and how they are reached.
    keys.press("Tab")
    desk.locator("[name='acting-copies'][value='both']").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.type("sam@example.org")
    keys.press("Enter")
    desk.get_by_text("Sam Example acts for them from").wait_for()
    looker(desk)


def _code(resident: Resident) -> str:
    window = resident.page.context.new_page()
    until_says(window, f"{resident.base}/outbox/", resident.person.email)
    rows = window.locator("main").inner_text()
    window.close()
    found = re.search(r"\b(\d{6})\b", rows[rows.index(resident.person.email) :])
    assert found, rows[:500]
    return found[1]
