"""The straight line in a real browser: apply, be decided, send evidence, have it accepted, be told."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, WIDE, OpenPage
from tests.browser.officer import form_of, send, sign_in
from tests.browser.papers import pdf, picture
from tests.browser.people import applicant
from tests.browser.resident import Look, Resident, see_nothing
from tests.browser.server import Server
from tests.browser.waiting import until_says

pytestmark = pytest.mark.browser

SERVICE = "council_tax_reduction"
REASONS = ("You can get 20% off your Council Tax.", "20% of your bill of £1,900.00 is £380.00 a year.")


@pytest.mark.parametrize(
    ("width", "script", "officer"),
    [
        pytest.param(WIDE, True, "ada.fernhollow", id="wide"),
        pytest.param(NARROW, True, "cleo.marchwell", id="narrow"),
        pytest.param(WIDE, False, "ada.fernhollow", id="wide-without-script"),
        pytest.param(NARROW, False, "cleo.marchwell", id="narrow-without-script"),
    ],
)
def test_from_start_page_to_told(
    server: Server, open_page: OpenPage, looker: Looker, width: int, script: bool, officer: str
) -> None:
    look: Look = looker if script else see_nothing  # axe is a script itself
    # At the edge: a penny more a week would give 10%.
    person = applicant("Wren Tallow", incomes=(("earnings", "325.00", "week"),))
    resident = Resident(open_page(width, script=script), server.url, person, look)
    reference = _applies(resident)
    _sends_evidence(resident)
    desk = open_page(width, script=script)
    sign_in(desk, server.url, f"{officer}@example.org", look)
    _accepts(desk, server, reference, look)
    _is_told(resident, reference)


def _applies(resident: Resident) -> str:
    resident.apply(SERVICE)
    for words in ("Wren Tallow", "1 Marmalade Row", "£325.00 a week", "£6,500.00", "£1,900.00"):
        assert words in resident.says, words
    _changes_an_answer(resident)
    assert "What I have told you is true and complete" in resident.says
    resident.press("Agree and send")
    for words in ("You can get this, once we have seen your evidence", "£380.00", *REASONS):
        assert words in resident.says, words
    assert "Proof of your income" in resident.says
    assert "North Dorset" in resident.page.locator("header").inner_text(), (
        "the address told which council it is"
    )
    assert re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}", resident.reference)
    return resident.reference


def _changes_an_answer(resident: Resident) -> None:
    """Twice, so that the first answer stands again; the page comes back to the check each time."""
    for bill in ("2000.00", "1900.00"):
        resident.page.locator("main a[href*='/council_tax_bill/']").first.click()
        resident.page.wait_for_load_state("domcontentloaded")
        resident.fill({"council_tax_bill": bill})
        resident.press("Continue")
        assert resident.path.endswith("/check-answers/")
        assert f"£{float(bill):,.2f}" in resident.says


def _sends_evidence(resident: Resident) -> None:
    resident.press("Send it now")
    resident.press("Send")
    assert "Choose a file to send" in resident.says
    resident.page.locator("[name='files']").set_input_files([picture(), pdf()])
    resident.press("Send")
    assert resident.path == f"/case/{resident.reference}/"
    for words in (
        "payslip.png",
        "payslip.pdf",
        "What you sent us as evidence",
        "once we have seen your evidence",
    ):
        assert words in resident.says, words
    assert "Send us proof" not in resident.says, "what has come is not asked for again"


def _accepts(desk: Page, server: Server, reference: str, look: Callable[[Page], None]) -> None:
    _finds_on_worklist(desk, server, reference)
    look(desk)
    said = desk.locator("main").inner_text()
    for words in ("Wren Tallow", reference, "Proof of your income", "payslip.pdf", REASONS[0]):
        assert words in said, words
    box = form_of(desk, "check-proof_of_income")
    look(desk)
    box.locator("[name='check-proof_of_income-state'][value='accepted']").check()
    box.locator("[name='check-proof_of_income-reason']").fill("The payslips show the same income.")
    send(desk, box, look)
    said = desk.locator("main").inner_text()
    assert "is accepted" in said
    assert "Approved" in said


def _finds_on_worklist(desk: Page, server: Server, reference: str) -> None:
    """The evidence queue is kept by the earliest due; a new case may stand on a later page."""
    desk.goto(f"{server.url}/desk/?queue=benefits_evidence&service={SERVICE}")
    for _page in range(20):
        link = desk.locator(f"main a[href='/desk/case/{reference}/']")
        if link.count():
            link.first.click()
            desk.wait_for_load_state("domcontentloaded")
            return
        desk.get_by_role("link", name="Due later").click()
        desk.wait_for_load_state("domcontentloaded")
    raise AssertionError(f"{reference} is not on the worklist")


def _is_told(resident: Resident, reference: str) -> None:
    resident.open(f"/case/{reference}/")
    for words in ("Approved", "£380.00", *REASONS, "What happened"):
        assert words.lower() in resident.says.lower(), words
    until_says(
        resident.page, f"{resident.base}/case/{reference}/", "Your Council Tax will go down by £380.00"
    )
    until_says(resident.page, f"{resident.base}/outbox/", reference)
    said = resident.page.locator("main").inner_text()
    assert said.count(resident.person.email) >= 2, "what is wanted, and what was decided"
    resident.look(resident.page)
    resident.page.get_by_role("link", name="See it as it arrives").first.click()
    resident.page.wait_for_load_state("domcontentloaded")
    resident.look(resident.page)
