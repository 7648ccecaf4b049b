"""From one officer to another, from the web to the phone, from the officer to the resident and back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from shirehall.capabilities.messages.api import Message
from shirehall.casework.api import Application, SubmissionError, dispose, draft_by_reference, local_date
from shirehall.casework.models import Case, Draft, Event
from shirehall.channels.assisted.conftest import PERSON, Desk, MakeDesk, begin, fill_cards, fill_form
from shirehall.channels.assisted.models import Help
from shirehall.kernel.api import Turn

pytestmark = pytest.mark.django_db

WHO = {"how": "phone", "speaker": "resident", "consent": "yes"}


def draft_from_the_web(authority: str = "") -> Draft:
    """A draft that a resident began on the web."""
    application = Application.begin(service="shed", channel="web", at=timezone.now())
    application.keep(Turn("you", "full_name"), application.known("Ada Invented"))
    return application.save(authority=authority)


def test_a_draft_from_the_web_goes_on_by_phone(desk: Desk) -> None:
    draft = draft_from_the_web()
    desk.open("/desk/help/").send(reference=draft.reference.replace("-", " ").lower())
    assert "Who is there?" in desk.title
    desk.send(**WHO)
    assert "What is your date of birth?" in desk.title
    fill_from_birth(desk)
    desk.send(agreed="yes")
    case = Case.objects.get()
    assert (case.reference, case.channel) == (draft.reference, "phone")
    kinds = set(Event.objects.filter(draft=draft).values_list("kind", flat=True))
    assert {"help_began", "viewed"} <= kinds


def fill_from_birth(desk: Desk) -> None:
    desk.send(date_of_birth__day="3", date_of_birth__month="2", date_of_birth__year="1980")
    desk.send(email="").send(by_hand="yes")
    desk.send(home__line_1="1 High Street", home__town="Sherborne", home__postcode="DT9 3AA").send()
    desk.send(another="no").send()
    desk.send(garden="no").send().send()
    if "/council/" in desk.url:
        desk.send(council="north_dorset")


def test_who_comes_later_takes_over_and_the_first_loses_nothing(desk: Desk, desk_of: MakeDesk) -> None:
    begin(desk)
    reference = desk.reference
    other = desk_of("team_leader")
    other.open(f"/desk/help/{reference}/")
    assert desk.officer.email in other.html
    other.send(**WHO)
    desk.send(full_name="Typed Too Late", save="yes")
    assert desk.status == 409
    assert "Typed Too Late" in desk.html
    draft = draft_by_reference(reference)
    assert draft is not None
    assert "full_name" not in draft.answers
    assert [each.by for each in Help.objects.filter(draft=draft, ended_at=None)] == [other.officer.email]


def test_the_resident_goes_on_by_a_link_and_a_told_code(desk: Desk) -> None:
    begin(desk, "phone")
    desk.send(full_name="Ada Invented")
    reference = desk.reference
    desk.open(f"/desk/help/{reference}/hand-over/").send(contact="nonsense")
    assert desk.status == 422
    desk.send(contact="ada@example.org")
    told = re.search(r'class="as-code">(\d{3}) (\d{3})<', desk.html)
    assert told, desk.html
    message = Message.objects.get(template="way_back")
    assert told[1] + told[2] not in message.text
    link = re.search(r"/return/[\w-]+/", message.text)
    assert link, message.text
    resident = Client()
    assert resident.post(link[0], {"code": "000000"}).status_code == 422
    came = resident.post(link[0], {"code": f"{told[1]} {told[2]}"}, follow=True)
    assert came.redirect_chain[-1][0] == "/shed/apply/you/date_of_birth/"
    assert Client().get(link[0]).status_code == 410
    given = Help.objects.get()
    assert given.handed_to == "email"
    assert given.ended_at
    desk.open(f"/desk/help/{reference}/").send(**WHO)
    assert "What is your date of birth?" in desk.title


def test_a_link_dies_with_time_and_wrong_codes(desk: Desk) -> None:
    begin(desk, "phone")
    desk.open(f"/desk/help/{desk.reference}/hand-over/").send(contact="ada@example.org")
    link = re.search(r"/return/[\w-]+/", Message.objects.get(template="way_back").text)
    assert link
    for _time in range(4):
        assert Client().post(link[0], {"code": "999999"}).status_code == 422
    assert Client().post(link[0], {"code": "999999"}).status_code == 410
    assert Client().get("/return/no-such-link/").status_code == 410


def test_who_gets_the_link_without_the_code_finds_no_other_way_in(desk: Desk) -> None:
    """A number that was written down wrong is a stranger's."""
    begin(desk, "phone")
    desk.send(full_name="Ada Invented")
    desk.open(f"/desk/help/{desk.reference}/hand-over/").send(contact="stranger@example.org")
    told = re.search(r'class="as-code">(\d{3}) (\d{3})<', desk.html)
    link = re.search(r"/return/[\w-]+/", Message.objects.get(template="way_back").text)
    assert told
    assert link
    come_back = {"reference": desk.reference, "contact": "stranger@example.org"}
    Client().post("/return/lost/", {"contact": "stranger@example.org"})
    Client().post("/return/", come_back)
    assert not Message.objects.filter(event__in=("code", "references")).exists()
    Client().post(link[0], {"code": told[1] + told[2]})
    Client().post("/return/", come_back)
    assert Message.objects.filter(event="code").count() == 1


def test_a_draft_that_is_over_is_not_found(desk: Desk) -> None:
    draft = draft_from_the_web()
    Draft.objects.filter(pk=draft.pk).update(expires_at=timezone.now() - timedelta(days=1))
    desk.open("/desk/help/").send(reference=draft.reference)
    assert desk.status == 422
    assert desk.open(f"/desk/help/{draft.reference}/").status == 404


def test_a_change_of_a_case_stays_one_whoever_goes_on(desk: Desk, desk_of: MakeDesk) -> None:
    begin(desk)
    fill_form(desk).send(agreed="yes")
    case = Case.objects.get()
    desk.open(f"/desk/help/{case.reference}/case/").send(**WHO)
    desk.open(f"/desk/help/{case.reference}/case/change/").send()
    assert "This tells us of a change" in desk.html
    other = desk_of("team_leader")
    other.open(f"/desk/help/{desk.reference}/").send(**WHO)
    other.open(f"/desk/help/{desk.reference}/ask/garden/garden/?from=check").send(garden="no")
    other.open(f"/desk/help/{desk.reference}/check/").send(agreed="yes")
    assert Case.objects.count() == 1
    case.refresh_from_db()
    assert case.outcome == "refuse"
    assert case.submissions.filter(purpose="change", by=other.officer.email).exists()


def test_the_day_of_help_is_said_on_the_case(desk: Desk) -> None:
    begin(desk, "phone", speaker="other", speaker_name="Bo Daughter", speaker_may="power_of_attorney")
    fill_cards(desk).send(agreed="yes")
    case = Case.objects.get()
    desk.open(f"/desk/case/{case.reference}/")
    assert "Bo Daughter (Power of attorney)" in desk.html
    assert "They agreed that we write down what they say" in desk.html
    given = Help.objects.get()
    assert local_date(given.consented_at) == local_date(timezone.now())


def test_what_comes_when_it_was_sent_meanwhile_is_shown_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(desk)

    def sent(*_given: object, **_more: object) -> None:
        raise SubmissionError("sent")

    monkeypatch.setattr(Application, "put", sent)
    desk.send(full_name="Typed In Vain", save="yes")
    assert desk.status == 409
    assert "Typed In Vain" in desk.html


def test_who_was_there_goes_with_the_case(desk: Desk) -> None:
    begin(desk, "phone", speaker="other", speaker_name="Bo Daughter", speaker_may="beside")
    fill_cards(desk).send(agreed="yes")
    case = Case.objects.get()
    desk.open(f"/desk/help/{case.reference}/case/").send(**WHO)
    assert Help.objects.count() == 2
    Case.objects.update(retain_until_on=local_date(timezone.now()) - timedelta(days=1))
    dispose(at=timezone.now())
    assert not Help.objects.exists()
    assert desk.open(f"/desk/help/{case.reference}/case/").status == 404


def test_a_page_stays_within_its_queries(
    desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begin(desk)
    desk.send(**PERSON, go_on="yes")
    for number in range(3):
        desk.send(kind="spade", price=str(number + 1), add="yes")
    for page in ("page/you/", "page/tools/", "ask/you/home/", "ask/tools/", "hand-over/"):
        with django_assert_max_num_queries(25):
            desk.open(f"/desk/help/{desk.reference}/{page}")
