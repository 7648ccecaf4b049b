"""`scripts/pictures`: the pictures of the main pages in docs/images, each light enough for a page of documentation."""

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.conftest import BROWSERS, NARROW, QUIET, WIDE
from tests.browser.officer import sign_in
from tests.browser.papers import pdf
from tests.browser.people import applicant
from tests.browser.resident import Resident
from tests.browser.server import serving
from tests.browser.waiting import until_says

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SERVICE = "council_tax_reduction"
MOST_BYTES = 150_000
TALLEST = 1700


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
        reference = _of_a_resident(browser, server.url)
        _of_the_desk(browser, server.url, reference)
        _of_a_phone(browser, server.url)
        browser.close()
    return 0


def _of_a_resident(browser: Browser, base: str) -> str:
    person = applicant("Wren Tallow")
    resident = Resident(_window(browser, WIDE), base, person)
    resident.open(f"/{SERVICE}/")
    _take(resident.page, "start")
    resident.press("Start now")
    resident.answer_all("/household/children/")
    resident.fill({"children": "some"})
    resident.press("Continue")
    _take(resident.page, "question-with-error")
    resident.answer_all()
    _take(resident.page, "check-answers")
    resident.press("Agree and send")
    reference = resident.reference
    _take(resident.page, "decision")
    resident.press("Send it now")
    resident.page.locator("[name='files']").set_input_files([pdf()])
    resident.press("Send")
    until_says(resident.page, f"{base}/case/{reference}/", "We need proof")
    _take(resident.page, "resident-case")
    until_says(resident.page, f"{base}/outbox/", reference)
    _take(resident.page, "outbox", whole=False)
    resident.open(f"/measures/{SERVICE}/")
    _take(resident.page, "measures")
    return reference


def _of_the_desk(browser: Browser, base: str, reference: str) -> None:
    page = _window(browser, WIDE)
    sign_in(page, base, "cleo.marchwell@example.org")
    _take(page, "worklist", whole=False)
    page.goto(f"{base}/desk/case/{reference}/")
    _take(page, "officer-case")


def _of_a_phone(browser: Browser, base: str) -> None:
    resident = Resident(_window(browser, NARROW), base, applicant("Tansy Withers", capital="500.00"))
    resident.open(f"/{SERVICE}/apply/")
    resident.answer_all("/household/household_kind/")
    _take(resident.page, "question-phone")
    resident.answer_all()
    resident.press("Agree and send")
    _take(resident.page, "decision-phone")


def _window(browser: Browser, width: int) -> Page:
    height = 900 if width == WIDE else 740
    page = browser.new_context(viewport=ViewportSize(width=width, height=height), locale="en-GB").new_page()
    page.set_default_timeout(60_000)
    return page


def _take(page: Page, name: str, *, whole: bool = True) -> None:
    """One picture, with as many colours as its weight allows."""
    page.mouse.move(0, 0)
    taken = Image.open(BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    taken = taken.crop((0, 0, taken.width, min(taken.height, TALLEST)))
    for colours in (128, 64, 32, 16):
        kept = BytesIO()
        taken.quantize(colours, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() < MOST_BYTES:
            break
    (FOLDER / f"{name}.png").write_bytes(kept.getvalue())
    print(f"{name}.png  {kept.tell() // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
