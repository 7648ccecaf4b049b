"""Through the tiny service, from the home page to the decision."""

import pytest
from django.test import Client

from shirehall.capabilities.gazetteer.api import GazetteerUnavailableError, invented_addresses
from shirehall.casework.models import Case, Draft, Event, ServiceVersion
from shirehall.channels.web.conftest import SERVICE, Resident, fill_in, publish_shed
from shirehall.channels.web.models import WebDraft


def test_the_home_page_lists_services(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/")
    assert "Ask for a shed" in resident.html
    assert 'href="/shed/"' in resident.html
    for page in ("/accessibility", "/privacy", "/help"):
        assert resident.open(page).status == 200


def test_the_start_page_says_what_it_is(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/")
    for words in ("Ask us for a garden shed.", "About 2 minutes", "30 days", "01632", "Start now"):
        assert words in resident.html
    assert Draft.objects.count() == 0
    assert resident.open("/no_such_service/").status == 404
    assert resident.open("/shed/apply/no_such_page/").status == 404


def test_from_start_to_decision(shed: ServiceVersion, resident: Resident) -> None:
    fill_in(resident)
    if resident.url.endswith("/your-council/"):
        resident.send(council="north_dorset")
    assert resident.url == "/shed/apply/check-answers/"
    for words in (
        "Ada Invented",
        "3 February 1980",
        "1 High Street",
        "Tool 1",
        "Spade",
        "£12.50",
        "What I say is true.",
    ):
        assert words in resident.html, words
    assert "You will send it later" in resident.html
    resident.send()
    case = Case.objects.get()
    assert resident.url == f"/case/{case.reference}/sent/"
    for words in (
        case.reference,
        "Your application is approved",
        "You have a garden with 3 trees.",
        "What we pay you",
        "£12.50",
    ):
        assert words in resident.html, words
    assert Draft.objects.get().sent_case == case
    assert case.channel == "web"
    resident.open(f"/case/{case.reference}/")
    for words in ("Decided", "What happened", "Answers sent", "Decision made", "Tell us of a change"):
        assert words in resident.html, words
    pages = set(Event.objects.filter(draft__isnull=False, kind="page_done").values_list("page", flat=True))
    assert pages == {"you", "tools", "garden"}
    copy = resident.client.get(f"/case/{case.reference}/copy.pdf")
    assert copy.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in copy.content or b"/MarkInfo" in copy.content


def test_the_council_comes_from_the_address(shed: ServiceVersion, resident: Resident) -> None:
    known = next(each for each in invented_addresses() if each.authority == "west_dorset")
    resident.open("/shed/apply/").send(full_name="Ada Invented")
    resident.send(date_of_birth__day="3", date_of_birth__month="2", date_of_birth__year="1980").send(email="")
    resident.send(home__postcode="nonsense")
    assert "Error:" in resident.title
    assert "nonsense" in resident.html
    resident.send(home__postcode=known.postcode.lower().replace(" ", ""))
    assert "It is not in this list" in resident.html
    resident.send()
    assert "Choose your address from the list" in resident.html
    resident.send(home__uprn=known.uprn)
    kept = Draft.objects.get()
    assert kept.authority == "west_dorset"
    assert kept.answers["home"]["value"]["uprn"] == known.uprn
    assert "?" not in resident.url


def test_an_address_is_typed_where_none_can_be_looked_up(
    shed: ServiceVersion, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_postcode: str) -> None:
        raise GazetteerUnavailableError("down")

    monkeypatch.setattr("shirehall.capabilities.gazetteer.finding.look_up", down)
    resident.open("/shed/apply/you/home/").send(home__postcode="DT9 3AA")
    assert "We cannot look up addresses just now" in resident.html
    assert 'value="DT9 3AA"' in resident.html
    resident.send(home__town="Sherborne", home__postcode="DT9 3AA")
    assert "Enter address line 1" in resident.html
    resident.send(home__line_1="1 High Street", home__town="Sherborne", home__postcode="DT9 3AA")
    assert Draft.objects.get().answers["home"]["value"]["town"] == "Sherborne"
    again = resident.open("/shed/apply/you/home/")
    assert "1 High Street" in again.html
    assert "Look up a postcode" in again.send(again="yes").html or "Find address" in again.html


def test_errors_come_first_and_keep_what_was_typed(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/apply/you/date_of_birth/")
    resident.send(date_of_birth__day="40", date_of_birth__month="2", date_of_birth__year="1980")
    assert resident.title.startswith("Error: ")
    assert "govuk-error-summary" in resident.html
    assert 'value="40"' in resident.html
    assert Draft.objects.count() == 0


def test_a_condition_opens_and_closes_a_question(shed: ServiceVersion, resident: Resident) -> None:
    fill_in(resident)
    resident.open("/shed/apply/garden/garden/?from=check")
    assert resident.back == "/shed/apply/check-answers/"
    resident.send(garden="no")
    assert "/your-council/" in resident.url or resident.url == "/shed/apply/check-answers/"
    resident.open("/shed/apply/garden/garden/?from=check").send(garden="yes")
    assert resident.url.endswith(("/check-answers/", "/your-council/"))


def test_i_do_not_know_is_an_answer(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/apply/garden/garden/")
    assert "I don’t know" in resident.html
    resident.send(garden="i-do-not-know")
    assert Draft.objects.get().answers["garden"]["state"] == "declined"
    resident.open("/shed/apply/garden/garden/")
    assert 'value="i-do-not-know" checked' in resident.html


def test_another_change_and_remove(shed: ServiceVersion, resident: Resident) -> None:
    fill_in(resident)
    resident.open("/shed/apply/tools/")
    assert "you have added 1" in resident.html
    resident.send(another="")
    assert "Select yes if you want to add another" in resident.html
    resident.send(another="yes").send(kind="fork")
    assert resident.back == "/shed/apply/tools/2/kind/"
    resident.open("/shed/apply/tools/")
    assert "Finish this one" in resident.html
    resident.send(another="no")
    assert resident.url == "/shed/apply/tools/2/price/"
    resident.send(price="1.00")
    resident.open("/shed/apply/tools/1/remove/")
    assert "Spade" in resident.html
    resident.send()
    assert "you have added 1" in resident.html
    assert "Fork" in resident.html
    assert resident.open("/shed/apply/tools/9/kind/").url == "/shed/apply/tools/"


def test_a_form_for_an_old_version_goes_on_under_it(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/apply/")
    publish_shed(service=SERVICE.replace("What is your name?", "Who are you?"))
    resident.send(full_name="Ada Invented")
    assert Draft.objects.get().service_version_id == shed.pk
    assert "What is your name?" in resident.open("/shed/apply/you/full_name/").html
    assert "Who are you?" in Resident().open("/shed/apply/you/full_name/").html


def test_sent_twice_is_sent_once(shed: ServiceVersion, resident: Resident) -> None:
    fill_in(resident)
    if resident.url.endswith("/your-council/"):
        resident.send(council="north_dorset")
    page, html = resident.url, resident.html
    resident.send()
    first = resident.url
    resident.url, resident.html = page, html
    resident.send()
    assert resident.url == first
    assert Case.objects.count() == 1


def test_starting_again_begins_a_new_draft(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/apply/").send(full_name="Ada Invented")
    assert "You have begun this already" in resident.open("/shed/").html
    resident.send(at="/shed/apply/", again="yes")
    assert "Ada Invented" not in resident.html
    resident.send(full_name="Grace Invented")
    assert Draft.objects.count() == 2


def test_the_cookie_holds_nothing_about_a_person(shed: ServiceVersion, resident: Resident) -> None:
    fill_in(resident)
    held = dict(resident.client.session.items())
    assert set(held) <= {"drafts", "seen", "_csrftoken", "cases"}
    assert "Ada" not in str(held)
    assert "example.org" not in str(WebDraft.objects.values_list())


def test_a_post_without_a_token_is_refused(shed: ServiceVersion) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/shed/apply/you/full_name/", {"full_name": "Ada"}).status_code == 403
