"""`scripts/pictures`: the pictures in docs/images, or with `channels` those of the other ways in alone."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import pictures_of_channels
from tests.browser.conftest import BROWSERS, NARROW, QUIET, WIDE
from tests.browser.officer import sign_in
from tests.browser.papers import pdf
from tests.browser.people import applicant
from tests.browser.resident import Resident
from tests.browser.server import serving
from tests.browser.taking import FOLDER, take, window
from tests.browser.waiting import until_says

SERVICE = "council_tax_reduction"


def main() -> int:
    """Make them all."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        print("Chromium is missing. On Debian: apt-get install chromium", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        # As many cases as a demonstration has, so that a list is a list and a figure has a shape.
        serving(Path(folder), {"SHIREHALL_DEMO_CASES": ""}) as server,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=path, args=[*QUIET])
        if sys.argv[1:] != ["channels"]:
            reference = _of_a_resident(browser, server.url)
            _of_the_desk(browser, server.url, reference)
            _of_a_phone(browser, server.url)
        pictures_of_channels.take_all(browser, server.url)
        browser.close()
    return 0


def _of_a_resident(browser: Browser, base: str) -> str:
    person = applicant("Wren Tallow")
    resident = Resident(window(browser, WIDE), base, person)
    resident.open(f"/{SERVICE}/")
    take(resident.page, "start")
    resident.press("Start now")
    resident.answer_all("/household/children/")
    resident.fill({"children": "some"})
    resident.press("Continue")
    take(resident.page, "question-with-error")
    resident.answer_all()
    take(resident.page, "check-answers")
    resident.press("Agree and send")
    reference = resident.reference
    take(resident.page, "decision")
    resident.press("Send it now")
    resident.page.locator("[name='files']").set_input_files([pdf()])
    resident.press("Send")
    until_says(resident.page, f"{base}/case/{reference}/", "We need proof")
    take(resident.page, "resident-case")
    until_says(resident.page, f"{base}/outbox/", reference)
    take(resident.page, "outbox", whole=False)
    resident.open(f"/measures/{SERVICE}/")
    take(resident.page, "measures")
    return reference


def _of_the_desk(browser: Browser, base: str, reference: str) -> None:
    page = window(browser, WIDE)
    sign_in(page, base, "cleo.marchwell@example.org")
    take(page, "worklist", whole=False)
    page.goto(f"{base}/desk/case/{reference}/")
    take(page, "officer-case")


def _of_a_phone(browser: Browser, base: str) -> None:
    resident = Resident(window(browser, NARROW), base, applicant("Tansy Withers", capital="500.00"))
    resident.open(f"/{SERVICE}/apply/")
    resident.answer_all("/household/household_kind/")
    take(resident.page, "question-phone")
    resident.answer_all()
    resident.press("Agree and send")
    take(resident.page, "decision-phone")


if __name__ == "__main__":
    sys.exit(main())
