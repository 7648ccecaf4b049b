"""Paper in the browser: a form is printed, and what comes back is confirmed in the post room. axe looks at each page."""

import json
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pypdf
import pytest
from playwright.sync_api import Page, expect

from shirehall.channels.paper.trial.filling import TrialHand, blank_sheets, fill
from shirehall.channels.paper.trial.running import pdf_of
from tests.browser.axe import Looker
from tests.browser.server import Server

pytestmark = pytest.mark.browser

OpenDesk = Callable[..., Page]
ADVISER = "kit.havenrow"


def press(page: Page, name: str) -> None:
    """A button by its words."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state("domcontentloaded")


def printed(page: Page, base: str, looker: Looker) -> bytes:
    """A form, as a resident prints it."""
    page.goto(f"{base}/paper/call_me_back/")
    looker(page)
    press(page, "Get the form")
    looker(page)  # with its errors
    page.get_by_label("Standard print").check()
    page.get_by_label("West Dorset District Council").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Get the form", exact=True).click()
    return waiting.value.path().read_bytes()


def filled(pdf: bytes) -> bytes:
    """The form with a few boxes filled, as a scan."""
    boxes = json.loads(pypdf.PdfReader(BytesIO(pdf)).attachments["boxes.json"][0])["boxes"]
    sheets = blank_sheets(pdf)
    written = {
        "you|0|full_name||1": "ADA FAIRWEATHER",
        "about|0|topic||bins": "x",
        "about|0|note||": "PLEASE CALL",
    }
    fill(sheets, boxes, written, lambda: TrialHand(np.random.default_rng(3)))
    return pdf_of(sheets)


def test_what_came_by_post_is_confirmed_beside_its_picture(
    server: Server, open_desk: OpenDesk, looker: Looker
) -> None:
    page = open_desk(ADVISER)
    pdf = printed(page, server.url, looker)
    page.goto(f"{server.url}/desk/post-room/print/")
    looker(page)
    page.goto(f"{server.url}/desk/post-room/print/?service=call_me_back")
    looker(page)
    page.goto(f"{server.url}/desk/post-room/")
    looker(page)
    page.set_input_files(
        "[name='scans']", {"name": "post.pdf", "mimeType": "application/pdf", "buffer": filled(pdf)}
    )
    press(page, "Read them")
    looker(page)
    for _wait in range(100):
        if "are being read" not in page.locator("main").inner_text():
            break
        page.wait_for_timeout(200)
        page.reload()
    looker(page)
    page.locator("a[href*='/post-room/form/']").first.click()
    expect(page.get_by_role("heading", name="Is this what is written?")).to_be_visible()
    expect(page.locator(".pa-picture").first).to_be_visible()
    looker(page)
    page.get_by_role("link", name="Sheet 1", exact=True).focus()
    page.goto(f"{server.url}/desk/post-room/")
    expect(page.get_by_role("heading", name="Forms that came back")).to_be_visible()
    looker(page)
