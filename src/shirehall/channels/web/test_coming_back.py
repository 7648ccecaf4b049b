"""Save and come back, codes, lost references, and that nobody reaches what is not theirs."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from shirehall.capabilities.messages.api import Message
from shirehall.casework.models import Case, Draft, ServiceVersion
from shirehall.channels.web.conftest import Resident, fill_in
from shirehall.channels.web.models import AccessCode, WebDraft


def code_sent() -> str:
    """The code of the last message, as the outbox of a demonstration shows it."""
    found = re.search(r"\b(\d{6})\b", Message.objects.latest("id").text)
    assert found
    return found[1]


def saved(resident: Resident, contact: str = "07700 900123") -> Draft:
    """A draft that its resident can come back to."""
    resident.open("/shed/apply/").send(full_name="Ada Invented")
    resident.open("/shed/apply/save-for-later/").send(contact=contact)
    resident.send(code=code_sent())
    return Draft.objects.get()


def come_back(reference: str, contact: str = "07700 900123") -> Resident:
    """Another browser that says it knows a reference."""
    return Resident().open("/return/").send(reference=reference, contact=contact)


def sent_case(resident: Resident, email: str = "ada@example.org", **how: str) -> Case:
    """A case that a resident has sent."""
    fill_in(resident, email=email, **how)
    if resident.url.endswith("/your-council/"):
        resident.send(council="north_dorset")
    resident.send()
    return Case.objects.latest("id")


def test_saved_and_gone_on_with_elsewhere(shed: ServiceVersion, resident: Resident) -> None:
    draft = saved(resident)
    assert resident.url == "/shed/apply/save-for-later/done/"
    assert draft.reference in resident.html
    assert "900123" not in str(WebDraft.objects.values_list())
    other = come_back(draft.reference.lower().replace("-", " "))
    assert other.url == "/return/code/"
    assert "/outbox/" in other.html
    other.send(code=code_sent())
    assert other.url == "/shed/apply/you/date_of_birth/"
    assert "Ada Invented" in other.open("/shed/apply/you/full_name/").html


def test_it_can_be_saved_before_anything_is_answered(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/apply/save-for-later/").send(contact="")
    assert resident.title.startswith("Error: ")
    resident.send(contact="not a contact")
    assert "Enter an email address, like" in resident.html
    resident.send(contact="ada@example.org").send(code=code_sent())
    assert Draft.objects.get().reference in resident.html


def test_the_reply_is_the_same_whether_it_exists_or_not(shed: ServiceVersion, resident: Resident) -> None:
    draft = saved(resident)
    Message.objects.all().delete()
    wrong_contact = come_back(draft.reference, "07700 900999")
    unknown = come_back("222-222-222")
    assert unknown.url in ("/return/", "/return/code/")
    unknown = come_back("7K4-92M-CTR") if unknown.url == "/return/" else unknown
    assert wrong_contact.url == "/return/code/"
    plain = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", wrong_contact.html)
    right = come_back(draft.reference)
    assert plain == re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", right.html)
    assert Message.objects.count() == 1
    assert wrong_contact.send(code="123456").url == "/return/code/"


@pytest.mark.parametrize("typed", ["", "12345", "7K4-92M-CTQ", "!!!!!!!!!"])
def test_a_wrong_reference_says_what_is_wrong(shed: ServiceVersion, typed: str) -> None:
    other = come_back(typed)
    assert other.url == "/return/"
    assert other.title.startswith("Error: ")


def test_a_code_guessed_too_often_is_spent(shed: ServiceVersion, resident: Resident) -> None:
    draft = saved(resident)
    other = come_back(draft.reference)
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(4):
        assert other.send(code=wrong).status == 200
        assert "Check the code and try again" in other.html
    assert other.send(code=wrong).status == 429
    other.url = "/return/code/"
    assert other.send(code=right).status == 429
    assert other.open("/shed/apply/you/full_name/").html.count("Ada Invented") == 0


def test_a_code_is_used_once_and_not_for_long(shed: ServiceVersion, resident: Resident) -> None:
    draft = saved(resident)
    other = come_back(draft.reference)
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert other.send(code=code_sent()).status in (403, 429)
    AccessCode.objects.update(made_at=timezone.now() - timedelta(hours=2))
    again = come_back(draft.reference)
    right = code_sent()
    again.send(code=right)
    assert AccessCode.objects.latest("id").used_at
    again.url = "/return/code/"
    assert again.send(code=right).url == "/return/"


def test_no_more_than_five_codes_an_hour_to_one_contact(shed: ServiceVersion, resident: Resident) -> None:
    draft = saved(resident)
    for _time in range(4):
        assert come_back(draft.reference).url == "/return/code/"
    assert come_back(draft.reference).status == 429


def test_lost_references_are_sent_and_never_shown(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    Message.objects.all().delete()
    other = Resident().open("/return/lost/").send(contact="ADA@example.org")
    assert other.url == "/return/lost/sent/"
    assert case.reference not in other.html
    assert case.reference in Message.objects.get().text
    nobody = Resident().open("/return/lost/").send(contact="nobody@example.org")
    assert nobody.url == "/return/lost/sent/"
    assert Message.objects.count() == 1


def test_a_case_is_opened_by_a_code_to_its_contact(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    other = come_back(case.reference, "ada@example.org")
    other.send(code=code_sent())
    assert other.url == f"/case/{case.reference}/"
    assert "Your application is approved" in other.html


def test_nobody_reaches_the_case_of_somebody_else(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    mallory = Resident()
    sent_case(mallory, email="mallory@example.org")
    for page in (
        "",
        "sent/",
        "copy.pdf",
        "change/",
        "withdraw/",
        "look-again/",
        "evidence/receipts/",
        "document/x/",
    ):
        for address in (f"/case/{case.reference}/{page}", f"/case/777-777-777/{page}"):
            assert mallory.open(address).url == "/return/", address
            mallory.url = address
            posted = mallory.client.post(address, {"key": "1"})
            assert posted.status_code == 302
            assert posted.headers["Location"] == "/return/"
    case.refresh_from_db()
    assert case.state == "settled"


def test_another_draft_is_not_reached_by_its_token(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/apply/").send(full_name="Ada Invented")
    token = Draft.objects.get().token
    mallory = Resident()
    mallory.client.cookies["shirehall"] = token
    assert "Ada Invented" not in mallory.open("/shed/apply/you/full_name/").html
    assert mallory.open(f"/shed/apply/?draft={token}").url == "/shed/apply/you/full_name/"
    assert "Ada Invented" not in mallory.html


def test_a_visit_ends_by_itself_and_loses_nothing(shed: ServiceVersion, resident: Resident) -> None:
    resident.open("/shed/apply/").send(full_name="Ada Invented")
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        resident.send(date_of_birth__day="3", date_of_birth__month="2", date_of_birth__year="1980")
        assert resident.status == 403
        assert "We closed this for your safety" in resident.html
        assert "Ada Invented" not in resident.open("/shed/apply/you/full_name/").html
    assert Draft.objects.get().answers["full_name"]["value"] == "Ada Invented"


def test_closing_it_on_this_device(shed: ServiceVersion, resident: Resident) -> None:
    case = sent_case(resident)
    resident.open("/leave/").send()
    assert resident.open(f"/case/{case.reference}/").url == "/return/"
