"""An administrator gives a partner a key with the keyboard alone, and a program uses it. axe looks on."""

import json
import secrets
from urllib.request import Request, urlopen

import pytest

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, WIDE
from tests.browser.server import Server
from tests.browser.test_pages import OpenDesk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide", "narrow-dark"])
def test_a_key_is_given_by_keyboard_and_works(
    server: Server, open_desk: OpenDesk, looker: Looker, width: int, dark: bool
) -> None:
    page = open_desk("joss.tidewater", width, dark=dark)
    keys, code = page.keyboard, f"advice-{secrets.token_hex(3)}"
    page.goto(f"{server.url}/desk/partners/")
    looker(page)
    page.locator("#name").focus()
    for typed in ("Advice Dorset", code):
        keys.type(typed)
        keys.press("Tab")
    keys.press("Enter")
    page.locator(".govuk-error-summary").wait_for()
    assert page.title().startswith("Error:")
    looker(page)
    page.locator("#contact").focus()
    keys.type("it@example.org")
    keys.press("Enter")
    page.wait_for_url(f"**/desk/partners/{code}/")
    looker(page)
    page.locator("#key_name").focus()
    keys.press("Enter")
    page.locator(".govuk-error-summary").wait_for()
    looker(page)
    page.locator("#key_name").focus()
    keys.type("Intake form")
    for box in ("actions", "services", "authorities"):
        page.locator(f"input[name='{box}']").first.focus()
        keys.press("Space")
    page.locator("#per_day").focus()
    keys.press("Enter")
    page.locator("#key").wait_for()
    looker(page)
    text = page.locator("#key").inner_text()
    example = json.loads(urlopen(f"{server.url}/api/v1/openapi.json", timeout=30).read())  # noqa: S310 - ours
    path = "/api/v1/services/call_me_back/applications"
    body = example["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"][
        "complete"
    ]
    call = Request(  # noqa: S310 - an address of ours
        server.url + path, json.dumps(body["value"]).encode(), method="POST",
        headers={"Authorization": f"Bearer {text}", "Content-Type": "application/json", "Idempotency-Key": code},
    )  # fmt: skip
    with urlopen(call, timeout=30) as answer:  # noqa: S310
        assert answer.status == 201
    page.get_by_role("link", name="I have copied it").press("Enter")
    page.wait_for_url(f"**/desk/partners/{code}/")
    assert "1 calls in 30 days" in page.locator("main").inner_text()
    page.locator("summary", has_text="Revoke it").press("Enter")
    looker(page)
    page.get_by_role("button", name="Revoke this key").press("Enter")
    page.get_by_text("Revoked", exact=True).wait_for()
