"""The pocket phone with the keyboard alone: a resident texts, and the council's answers stand there, axe content."""

import pytest

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, OpenPage
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_a_resident_texts_with_the_keyboard_alone(
    server: Server, open_page: OpenPage, looker: Looker
) -> None:
    page = open_page(NARROW)
    page.goto(f"{server.url}/sms/phone/")
    page.get_by_label("Which number has the telephone?").fill("07700 900845")
    page.keyboard.press("Enter")
    box = page.get_by_label("Your text")
    box.press("Enter")
    page.get_by_role("link", name="Write a text first").wait_for()
    looker(page)
    for words, answer in (
        ("callback", "What is your full name?"),
        ("Wren Thistledown", "Which number should we call?"),
        ("stop", "You will get no more texts from us."),
    ):
        page.get_by_label("Your text").fill(words)
        page.keyboard.press("Enter")
        page.locator(".sh-phone__text", has_text=answer).wait_for()
    looker(page)
    assert page.locator(".sh-phone__text--theirs").count() == 3
    assert page.locator(".sh-phone__size").first.inner_text().endswith("2 parts")
