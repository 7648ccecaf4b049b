"""The other ways a case can go, each in a real browser with axe looking at every page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import Looker
from tests.browser.conftest import NARROW, OpenPage
from tests.browser.officer import form_of, send
from tests.browser.papers import not_a_picture
from tests.browser.people import Person, applicant, caller
from tests.browser.resident import Resident
from tests.browser.server import Server
from tests.browser.waiting import until_says

pytestmark = pytest.mark.browser

SERVICE = "council_tax_reduction"
LOW_RISK = "500.00"
NewResident = Callable[[Person], Resident]
OpenDesk = Callable[..., Page]


@pytest.fixture
def new_resident(server: Server, open_page: OpenPage, looker: Looker) -> NewResident:
    """Somebody at a phone."""
    return lambda person: Resident(open_page(NARROW), server.url, person, looker)


def code_in_outbox(resident: Resident) -> str:
    """The newest code that was sent to this resident, read in the outbox in a second window."""
    window = resident.page.context.new_page()
    until_says(window, f"{resident.base}/outbox/", resident.person.email)
    rows = window.locator("main").inner_text()
    window.close()
    found = re.search(r"\b(\d{6})\b", rows[rows.index(resident.person.email) :])
    assert found, rows[:1000]
    return found[1]


def test_pension_age_is_an_officers_to_judge(
    new_resident: NewResident, open_desk: OpenDesk, server: Server, looker: Looker
) -> None:
    resident = new_resident(
        applicant("Alder Longbourne", pension_age="yes", capital=LOW_RISK, household="single", children="0")
    )
    resident.apply(SERVICE)
    resident.press("Agree and send")
    assert "People of pension age come under a national scheme." in resident.says
    reference = resident.reference
    desk = open_desk("ada.fernhollow")
    desk.goto(f"{server.url}/desk/case/{reference}/")
    looker(desk)
    box = form_of(desk, "judge-pension_percent")
    send(desk, box, looker)
    assert desk.title().startswith("Error: ")
    box = form_of(desk, "judge-pension_percent")
    box.locator("[name='judge-pension_percent-answer']").fill("85")
    box.locator("[name='judge-pension_percent-reason']").fill("Worked out under the national scheme.")
    send(desk, box, looker)
    assert "You decided. The outcome is: approved." in desk.locator("main").inner_text()
    resident.open(f"/case/{reference}/")
    assert (
        "An officer found that the national scheme for people of pension age gives you 85% off."
        in resident.says
    )
    assert "£1,615.00" in resident.says
    until_says(resident.page, f"{server.url}/case/{reference}/", "Your Council Tax will go down by £1,615.00")


def test_a_call_back_ends_with_the_officer(
    new_resident: NewResident, open_desk: OpenDesk, server: Server, looker: Looker
) -> None:
    resident = new_resident(caller("Wren Thistledown"))
    resident.apply("call_me_back")
    resident.press("Agree and send" if resident.page.locator("#send", has_text="Agree").count() else "Send")
    assert "We have your request. We will call you at a time you chose." in resident.says
    reference = resident.reference
    desk = open_desk("dev.appletharp")
    desk.goto(f"{server.url}/desk/case/{reference}/")
    looker(desk)
    box = desk.locator("details.dk-do[id^='do-task-']")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    if (spoke := box.locator("[value='reached']")).count():
        spoke.check()
    box.locator("textarea").fill("The bin will be emptied on Thursday.")
    send(desk, box, looker)
    assert "The task is closed." in desk.locator("main").inner_text()
    resident.open(f"/case/{reference}/")
    assert "Closed" in resident.says or "Done" in resident.says or "Finished" in resident.says


def test_saving_and_coming_back(new_resident: NewResident, open_page: OpenPage, looker: Looker) -> None:
    resident = new_resident(applicant("Perrin Oddfellow"))
    resident.open(f"/{SERVICE}/apply/")
    resident.answer_all("/household_kind/")
    resident.press("Save and come back later")
    resident.press("Send me a code")
    assert resident.page.title().startswith("Error: ")
    resident.fill({"contact": resident.person.email})
    resident.press("Send me a code")
    resident.fill({"code": "000000"})
    resident.press("Continue")
    assert "Check the code and try again" in resident.says
    resident.fill({"code": code_in_outbox(resident)})
    resident.press("Continue")
    assert "Your answers are saved" in resident.says
    found = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}", resident.says)
    assert found

    again = Resident(open_page(NARROW), resident.base, resident.person, looker)
    again.open("/return/")
    again.fill({"reference": found[0].lower().replace("-", ""), "contact": resident.person.email})
    again.press("Send me a code")
    again.fill({"code": code_in_outbox(again)})
    again.press("Continue")
    assert again.path.endswith("/household_kind/")
    again.answer_all()
    assert "Perrin Oddfellow" in again.says


def test_who_lost_the_reference_gets_it_again(new_resident: NewResident) -> None:
    resident = new_resident(applicant("Marlow Finchingfield", capital=LOW_RISK))
    resident.apply(SERVICE)
    resident.press("Agree and send")
    reference = resident.reference
    resident.open("/leave/")
    resident.press("Close it")
    resident.open(f"/case/{reference}/")
    assert "£380.00" not in resident.page.content()
    resident.open("/return/")
    resident.press("I do not have my reference")
    resident.fill({"contact": resident.person.email})
    resident.press("Send them to me")
    until_says(resident.page, f"{resident.base}/outbox/", resident.person.email)
    rows = (resident.page.locator("main").text_content() or "").split(resident.person.email)
    assert any(reference in each for each in rows[1:])


def test_an_unknown_reference_is_told_from_nothing(new_resident: NewResident) -> None:
    resident = new_resident(applicant("Nobody Known"))
    resident.open("/return/")
    resident.fill({"reference": "AAA", "contact": "not an address"})
    resident.press("Send me a code")
    assert resident.page.title().startswith("Error: ")
    links = resident.page.locator(".govuk-error-summary a")
    assert links.count() == 2
    links.first.click()
    assert resident.page.evaluate("document.activeElement.id") == "reference"
    # A true check character, but no case: the answer is that of a true reference.
    resident.fill({"reference": "7T6-QGH-KF6", "contact": resident.person.email})
    resident.press("Send me a code")
    assert "If the reference and the contact belong together, we have sent a code." in resident.says


def test_a_code_that_was_guessed_too_often_is_worth_nothing(new_resident: NewResident) -> None:
    resident = new_resident(applicant("Odette Guesser"))
    resident.open(f"/{SERVICE}/apply/")
    resident.answer_all("/date_of_birth/")
    resident.press("Save and come back later")
    resident.fill({"contact": resident.person.email})
    resident.press("Send me a code")
    code = code_in_outbox(resident)
    for guess in range(5):
        resident.fill({"code": f"{(int(code) + guess + 1) % 1_000_000:06d}"})
        resident.press("Continue")
    assert "This code cannot be used any more" in resident.says
    resident.open(f"/{SERVICE}/apply/save-for-later/code/")
    assert "This code cannot be used any more" in resident.says
    resident.press("Ask for a new code")
    assert resident.path.endswith("/save-for-later/")


def test_withdrawing(new_resident: NewResident) -> None:
    resident = new_resident(applicant("Tansy Withers", capital="6600.00"))
    resident.apply(SERVICE)
    resident.press("Agree and send")
    resident.open(f"/case/{resident.reference}/")
    resident.press("Withdraw this")
    resident.press("Withdraw it")
    assert "withdrawn" in resident.says.lower()
    assert resident.page.get_by_role("link", name="Withdraw this").count() == 0


def test_a_person_looks_again(
    new_resident: NewResident, open_desk: OpenDesk, server: Server, looker: Looker
) -> None:
    resident = new_resident(
        applicant("Rowan Disputer", capital=LOW_RISK, incomes=(("earnings", "900.00", "week"),))
    )
    resident.apply(SERVICE)
    resident.press("Agree and send")
    assert "Your income is above the highest band of the scheme." in resident.says
    reference = resident.reference
    resident.open(f"/case/{reference}/")
    resident.press("Ask a person to look again")
    resident.fill({"words": "My wage is 900 a month, not a week."})
    resident.press("Send")
    resident.look(resident.page)
    desk = open_desk("ada.fernhollow")
    desk.goto(f"{server.url}/desk/case/{reference}/")
    looker(desk)
    assert "My wage is 900 a month, not a week." in desk.locator("#main, aside").all_inner_texts().__str__()
    box = form_of(desk, "task-review")
    box.locator("textarea").fill("The payslip says a week.")
    send(desk, box, looker)
    assert "The task is closed." in desk.locator("main").inner_text()
    until_says(resident.page, f"{server.url}/case/{reference}/", "look")


def test_telling_of_a_change_decides_again(new_resident: NewResident) -> None:
    resident = new_resident(applicant("Sorrel Changer", capital=LOW_RISK))
    resident.apply(SERVICE)
    resident.press("Agree and send")
    assert "20%" in resident.says
    reference = resident.reference
    resident.open(f"/case/{reference}/")
    resident.press("Tell us of a change")
    resident.press("Go on")
    resident.page.locator("main a[href*='/children/']").first.click()
    resident.page.wait_for_load_state("domcontentloaded")
    resident.fill({"children": "2"})
    resident.press("Continue")
    resident.press("Agree and send")
    resident.open(f"/case/{reference}/")
    assert "You can get 40% off your Council Tax." in resident.says


def test_a_second_application_is_noticed_and_may_be_sent(new_resident: NewResident) -> None:
    person = applicant("Bryony Twice", capital=LOW_RISK)
    resident = new_resident(person)
    resident.apply(SERVICE)
    resident.press("Agree and send")
    first = resident.reference
    again = Resident(resident.page, resident.base, person, resident.look)
    again.apply(SERVICE)
    assert "You already have an application with us" in again.says
    assert first in again.says
    again.press("Agree and send")
    assert "/case/" in again.page.url
    assert again.page.title()


def test_what_is_wrong_is_said_first_and_nothing_is_lost(new_resident: NewResident) -> None:
    resident = new_resident(applicant("Fern Mistaker"))
    resident.open(f"/{SERVICE}/apply/")
    resident.press("Continue")
    assert resident.page.title().startswith("Error: ")
    resident.answer()
    resident.fill({"date_of_birth-day": "31", "date_of_birth-month": "2", "date_of_birth-year": "1980"})
    resident.press("Continue")
    assert resident.page.title().startswith("Error: ")
    assert resident.page.locator("[name='date_of_birth-day']").input_value() == "31"
    resident.answer()
    resident.fill({"national_insurance_number": "nonsense"})
    resident.press("Continue")
    assert resident.page.title().startswith("Error: ")
    resident.answer()
    resident.fill({"home_address-postcode": "nowhere"})
    resident.press("Find address")
    assert resident.page.title().startswith("Error: ")
    resident.press("Type the address instead")
    resident.press("Continue")
    assert resident.page.title().startswith("Error: ")
    resident.press("Look up a postcode")
    resident.answer_all("/apply/income/")
    resident.press("Continue")
    assert resident.page.title().startswith("Error: ")
    resident.answer_all()


def test_an_upload_that_is_not_what_it_says_is_refused(new_resident: NewResident) -> None:
    resident = new_resident(applicant("Linden Uploader"))
    resident.apply(SERVICE)
    resident.press("Agree and send")
    resident.press("Send it now")
    resident.page.locator("[name='files']").set_input_files([not_a_picture()])
    resident.press("Send")
    assert resident.page.title().startswith("Error: ")
    resident.open(f"/case/{resident.reference}/")
    assert "payslip.png" not in resident.says
