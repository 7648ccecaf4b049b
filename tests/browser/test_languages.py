"""An application in Polish in a real browser, by keyboard where it chooses the language, with axe looking on."""

import pytest

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, OpenPage
from tests.browser.people import caller
from tests.browser.resident import Resident
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_an_application_in_polish(server: Server, open_page: OpenPage, looker: Looker) -> None:
    resident = Resident(open_page(NARROW), server.url, caller("Bryony Polska"), looker)
    resident.open("/call_me_back/")
    resident.page.get_by_role("navigation", name="Language").get_by_role("link", name="Polski").focus()
    resident.page.keyboard.press("Enter")
    resident.page.get_by_role("navigation", name="Język").wait_for()
    assert resident.page.locator("html").get_attribute("lang") == "pl"
    looker(resident.page)
    assert "Poproś o telefon od nas" in resident.says
    resident.press("Zacznij")
    assert resident.page.title().startswith("Jak się nazywasz?")
    resident.press("Dalej")
    assert resident.page.title().startswith("Pod jaki numer mamy zadzwonić?")
    resident.press("Dalej")
    assert resident.page.title().startswith("Błąd:")
    assert "Podaj" in resident.says
