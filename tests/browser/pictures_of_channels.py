"""Pictures of the other ways in: a call, the form in the office, texts, a printed form and the post room."""

import html
import json
import re
from io import BytesIO

import numpy as np
import pypdf
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page

from shirehall.channels.paper.trial.answers import written_for
from shirehall.channels.paper.trial.filling import TrialHand, blank_sheets, fill
from shirehall.channels.paper.trial.inventing import invent
from shirehall.channels.paper.trial.running import pdf_of
from shirehall.channels.paper.trial.spoiling import Spoiling, spoil
from shirehall.design.visiting import Visit
from shirehall.kernel.api import load
from shirehall.project.folders import known_services, read_texts
from tests.browser.conftest import NARROW, WIDE
from tests.browser.officer import sign_in
from tests.browser.taking import keep, take, window
from tests.browser.waiting import until_says

SERVICE = "council_tax_reduction"
CALL_BACK = "call_me_back"
COUNCIL = "north_dorset"
SEED = 5
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
_SHEET_WIDTH = 900


def of_an_officer_who_helps(browser: Browser, base: str) -> None:
    """A card of the call script, and the form with the decision as it stands."""
    page = window(browser, WIDE)
    sign_in(page, base, "kit.havenrow@example.org")
    reference = _begin(page, base, "phone")
    page.goto(f"{base}/desk/help/{reference}/ask/benefits/receives_maximum_benefit/")
    take(page, "call-script", whole=False)
    page.goto(f"{base}/desk/help/{reference}/page/household/")
    for name, value in (
        ("household_kind", "couple"),
        ("pension_age", "no"),
        ("receives_maximum_benefit", "yes"),
        ("would_have_disability_premium", "no"),
    ):
        page.locator(f"main [name='{name}'][value='{value}']").check()
    page.locator("main [name='children']").fill("1")
    page.get_by_role("button", name="Save what is here", exact=True).click()
    page.wait_for_load_state("networkidle")
    page.goto(f"{base}/desk/help/{reference}/page/savings/")
    page.locator("main [name='capital']").fill("6500")
    page.locator("main [name='council_tax_bill']").fill("1900")
    page.get_by_role("button", name="Save what is here", exact=True).click()
    page.wait_for_load_state("networkidle")
    page.goto(f"{base}/desk/help/{reference}/page/household/")
    page.get_by_role("heading", name="Your household", exact=True).scroll_into_view_if_needed()
    take(page, "assisted-form", whole=False)


def _begin(page: Page, base: str, how: str) -> str:
    page.goto(f"{base}/desk/help/begin/{SERVICE}/")
    page.locator(f"[name='how'][value='{how}']").check()
    page.locator("[name='speaker']").first.check()
    page.locator("[name='consent']").check()
    page.get_by_role("button", name="Go on", exact=True).click()
    page.wait_for_load_state("domcontentloaded")
    return page.url.split("/")[5]


def of_a_pocket_phone(browser: Browser, base: str) -> None:
    """An application by text, on its way."""
    page = window(browser, NARROW)
    page.goto(f"{base}/sms/phone/")
    page.get_by_label("Which number has the telephone?").fill("07700 900848")
    page.keyboard.press("Enter")
    for words in ("callback", "Wren Thistledown", "this"):
        page.get_by_label("Your text").fill(words)
        page.keyboard.press("Enter")
        page.locator(".sh-phone__text--theirs", has_text=words).last.wait_for()
    take(page, "pocket-phone")


def of_paper(browser: Browser, base: str) -> None:
    """A form that was printed and filled by a program, and what the post room asks of it."""
    pdf = _printed(base)
    sheets = blank_sheets(pdf)
    first = Image.fromarray(sheets[0])
    keep(first.resize((_SHEET_WIDTH, first.height * _SHEET_WIDTH // first.width)), "printed-form")
    random = np.random.default_rng(SEED)
    version = load(read_texts(known_services()[CALL_BACK]))
    boxes = json.loads(pypdf.PdfReader(BytesIO(pdf)).attachments["boxes.json"][0])["boxes"]
    on = np.datetime64("today").item()
    answers = invent(version, random, on=on)
    written = written_for(version, answers, boxes, authority=COUNCIL, signed=on.strftime("%d%m%Y"))
    fill(sheets, boxes, written, lambda: TrialHand(random))
    scan = pdf_of(
        [spoil(each, Spoiling(skew=2.0, blur=0.9, noise=7.0, shadow=0.15), random) for each in sheets]
    )
    page = window(browser, WIDE)
    sign_in(page, base, "dev.appletharp@example.org")
    page.goto(f"{base}/desk/post-room/")
    post = FilePayload(name="post.pdf", mimeType="application/pdf", buffer=scan)
    page.locator("[name='scans']").set_input_files(post)
    page.get_by_role("button", name="Read them", exact=True).click()
    page.wait_for_load_state("domcontentloaded")
    until_says(page, page.url, "Files read: 1 of 1")
    page.locator("main a[href*='/desk/post-room/form/']").first.click()
    page.wait_for_load_state("networkidle")
    take(page, "post-room")


def _printed(base: str) -> bytes:
    """The form as a resident gets it."""
    resident = Visit(base).open(f"/paper/{CALL_BACK}/")
    token = _TOKEN.search(resident.main)
    asked = {
        "size": "standard",
        "council": COUNCIL,
        "csrfmiddlewaretoken": html.unescape(token[1]) if token else "",
    }
    answer = resident.session.post(resident.url, asked, headers={"Referer": resident.url}, timeout=60)
    answer.raise_for_status()
    return answer.content


def take_all(browser: Browser, base: str) -> None:
    """All of them."""
    of_an_officer_who_helps(browser, base)
    of_a_pocket_phone(browser, base)
    of_paper(browser, base)
