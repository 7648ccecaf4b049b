"""The form and the script: begun with consent, filled in, sent, and said what came of it."""

import pytest

from shirehall.capabilities.gazetteer.api import invented_addresses
from shirehall.casework.api import case_answers, case_by_reference, draft_by_reference
from shirehall.casework.models import Case, Event
from shirehall.channels.assisted.conftest import PERSON, Desk, begin, fill_cards, fill_form
from shirehall.channels.assisted.models import Help

pytestmark = pytest.mark.django_db


def test_nothing_begins_without_consent(desk: Desk) -> None:
    desk.open("/desk/help/").open("/desk/help/begin/shed/")
    desk.send(how="phone", speaker="other")
    assert desk.status == 422
    for said in ("Ask whether they agree", "Enter their name", "Say why they may speak"):
        assert said in desk.html, said
    assert not Help.objects.exists()


def test_the_form_from_the_first_page_to_the_outcome(desk: Desk) -> None:
    begin(desk)
    assert "About you" in desk.title
    fill_form(desk)
    assert "Check and send" in desk.title
    desk.send()
    assert desk.status == 422
    desk.send(agreed="yes")
    assert "Your application is approved." in desk.html
    case = Case.objects.get()
    assert case.channel == "assisted"
    assert case.outcome == "approve"
    answer = case_answers(case)["full_name"]
    assert (answer.source, answer.channel, answer.by) == ("resident", "assisted", desk.officer.email)
    given = Help.objects.get()
    assert (given.case, given.how, given.speaker) == (case, "office", "resident")
    assert given.ended_at
    assert Event.objects.filter(case=case, kind="helped").count() == 1


def test_the_script_asks_one_question_a_card_in_the_words_for_the_voice(desk: Desk) -> None:
    begin(desk, "phone")
    assert "Who am I speaking about?" in desk.html
    fill_cards(desk)
    assert "Check and send" in desk.title
    assert "3 February 1980" in desk.html
    desk.send(agreed="yes")
    case = Case.objects.get()
    assert (case.channel, case.outcome) == ("phone", "approve")
    assert "£12.50" in desk.html


def test_what_an_officer_knows_is_told_from_what_they_were_told(desk: Desk) -> None:
    begin(desk)
    desk.send(full_name="Ada Invented", save="yes")
    desk.send(full_name="Ada Invented", email="ada@example.org", source="officer", save="yes")
    draft = draft_by_reference(desk.reference)
    assert draft is not None
    assert draft.answers["full_name"]["source"] == "resident"
    assert draft.answers["email"]["source"] == "officer"
    assert "known to an officer" in desk.html


def test_what_is_right_is_kept_where_something_else_is_wrong(desk: Desk) -> None:
    begin(desk)
    desk.send(**{**PERSON, "date_of_birth-month": "15"}, go_on="yes")
    assert desk.status == 422
    assert 'value="15"' in desk.html
    draft = draft_by_reference(desk.reference)
    assert draft is not None
    assert set(draft.answers) == {"full_name", "home", "email"}


def test_a_chosen_address_stays_chosen(desk: Desk) -> None:
    begin(desk)
    postcode = next(each.postcode for each in invented_addresses() if each.authority == "north_dorset")
    desk.send(**{"full_name": "Ada Invented", "home-postcode": postcode}, find="home")
    assert f"Choose the address at {postcode}" in desk.html
    uprn = desk.html.split('name="home-uprn"')[1].split('option value="')[2].split('"')[0]
    desk.send(**{"full_name": "Ada Invented", "home-postcode": postcode, "home-uprn": uprn}, save="yes")
    draft = draft_by_reference(desk.reference)
    assert draft is not None
    assert draft.answers["home"]["value"]["uprn"] == uprn


def test_the_live_decision_says_what_is_missing_possible_and_wanted(desk: Desk) -> None:
    begin(desk)
    assert "Still possible" in desk.html
    desk.send(**PERSON, go_on="yes")
    desk.send(kind="spade", price="900", add="yes").send(no_more="yes")
    assert "Whether you have a garden" in desk.html
    desk.send(garden="yes", go_on="yes").send(garden="yes", trees="3", save="yes")
    assert "Receipts for your tools" in desk.html
    assert "£900" in desk.html


def test_items_are_added_changed_and_taken_out(desk: Desk) -> None:
    begin(desk)
    desk.send(**PERSON, go_on="yes")
    desk.send(kind="spade", price="1", add="yes").send(kind="fork", price="2", add="yes")
    page = desk.url
    desk.open(f"{page}1/").send(kind="spade", price="5", add="yes")
    assert "£5" in desk.html
    desk.send(take_out="2")
    assert "Fork, £2" not in desk.html
    desk.send(kind="fork", add="yes")
    assert desk.status == 422


def test_a_declined_answer_and_evidence_on_the_way(desk: Desk) -> None:
    begin(desk, "phone")
    fill_cards(desk, price="900")
    reference = desk.reference
    desk.open(f"/desk/help/{reference}/ask/garden/garden/?from=check").send(garden="i-do-not-know")
    desk.open(f"/desk/help/{reference}/check/")
    assert "You do not know" in desk.html
    desk.send(agreed="yes")
    case = case_by_reference(reference)
    assert case is not None
    assert case.outcome == "refer"
