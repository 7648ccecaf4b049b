"""axe finds nothing on the pages that no journey passes: the desk's, the figures', the informing ones, the problems'."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, WIDE, OpenPage
from tests.browser.server import Server

pytestmark = pytest.mark.browser

OpenDesk = Callable[..., Page]
SERVICE = "council_tax_reduction"
PUBLIC = (
    "/", "/accessibility", "/privacy", "/help", "/no_such_page/", f"/{SERVICE}/", "/call_me_back/", "/return/",
    "/return/lost/", "/return/lost/sent/", "/leave/", "/case/7T6-QGH-KF6/", f"/{SERVICE}/apply/check-answers/",
    "/measures/", f"/measures/{SERVICE}/", "/outbox/", "/account/sign-in/", "/api/", "/sms/phone/",
)  # fmt: skip
DESK = (
    "/desk/", "/desk/?queue=benefits_evidence", "/desk/?due=overdue&who=mine", "/desk/overview/", "/desk/failed/",
    "/desk/services/", "/desk/measures/", f"/desk/measures/{SERVICE}/", f"/desk/measures/{SERVICE}/cases/",
    "/desk/case/AAA-AAA-AAA/",
)  # fmt: skip
AUDIT = ("/desk/audit/", "/desk/audit/?what=looked")


@pytest.fixture(params=[pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="narrow")])
def width(request: pytest.FixtureRequest) -> int:
    """Each of the two widths."""
    return int(request.param)


def test_public_pages(server: Server, open_page: OpenPage, looker: Looker, width: int) -> None:
    page = open_page(width)
    for path in PUBLIC:
        page.goto(server.url + path)
        assert page.locator("h1").count() == 1, path
        looker(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_desk_pages(server: Server, open_desk: OpenDesk, looker: Looker, width: int, dark: bool) -> None:
    page = open_desk("cleo.marchwell", width, dark=dark)
    for path in DESK:
        page.goto(server.url + path)
        assert page.locator("h1").count() == 1, path
        looker(page)
    page.goto(f"{server.url}/desk/services/")
    _follow(page, "main a[href*='/desk/services/']", looker)
    auditor = open_desk("iris.wintersedge", width, dark=dark)
    for path in AUDIT:
        auditor.goto(server.url + path)
        looker(auditor)
    _follow(auditor, "main a[href*='/desk/audit/']:not([href*='?'])", looker)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_case_pages_with_every_form_open(
    server: Server, open_desk: OpenDesk, looker: Looker, waiting_cases: list[str], width: int, dark: bool
) -> None:
    page = open_desk("cleo.marchwell", width, dark=dark)
    cases = [f"{server.url}/desk/case/{reference}/" for reference in waiting_cases]
    for case in cases:
        page.goto(case)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        looker(page)
        for form_id in page.locator("details.dk-do form[action*='/do/']").evaluate_all(
            "all => all.map(each => each.getAttribute('action'))"
        )[:4]:
            page.goto(case)
            form = page.locator(f"form[action='{form_id}']").last
            form.evaluate("each => each.closest('details').open = true")
            form.locator("button").last.click()
            page.wait_for_load_state("domcontentloaded")
            looker(page)
    page.goto(f"{cases[0]}?why=yes")
    looker(page)
    for fact in ("weekly_income", "incomes", "capital", "household_kind"):
        page.goto(f"{cases[0]}change/{fact}/")
        looker(page)
        button = page.get_by_role("button", name="Change it and decide again")
        if button.count():
            button.click()
            page.wait_for_load_state("domcontentloaded")
            looker(page)


def _follow(page: Page, selector: str, looker: Looker) -> None:
    """Open the first of these links that leads further."""
    here = page.url
    links = page.locator(selector).evaluate_all("all => all.map(each => each.href)")
    further = next((each for each in links if re.sub(r"[?#].*", "", each) != here), None)
    if further is not None:
        page.goto(further)
        looker(page)
